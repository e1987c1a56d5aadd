import type { PolicyDocument, Statement } from '../policy/document.ts'
import type { EvidenceSource, Kept, NeededAction, PersonLoss, Removal, Risk } from './evidence.ts'

/** What some groups hold of one policy, before and after a proposal alone. */
export interface DocumentChange {
  readonly policyArn: string
  readonly policyName: string
  /** The groups for which it changes, sorted: all that hold the policy, or some where the others keep it as it is. */
  readonly groups: readonly string[]
  /** Null when these groups do not hold the policy yet. */
  readonly before: PolicyDocument | null
  /** Null when nothing of it remains for them. */
  readonly after: PolicyDocument | null
}

/** What every proposal has, whatever it proposes. */
export interface ProposalBase {
  /** Hash of account, kind, target and removal: the same proposal next quarter has the same id. */
  readonly id: string
  readonly accountId: string
  readonly windowDays: number
  /** Groups concerned, sorted. */
  readonly groups: readonly string[]
  readonly removed: readonly Removal[]
  readonly kept: readonly Kept[]
  /** What was looked at. */
  readonly evidence: readonly EvidenceSource[]
  readonly risk: Risk
  /** Who would lose what; people of equal loss together, the greatest loss first. */
  readonly lossByPerson: readonly PersonLoss[]
  /** Of what goes, what something that stays depends on: look at these before accepting. */
  readonly needed: readonly NeededAction[]
  readonly documents: readonly DocumentChange[]
  /** Ids of other accounts of the model to which the same definition goes, so that an edit of the source changes them too; absent where there are none. */
  readonly alsoIn?: readonly string[]
  /** Catalogue actions no longer allowed by `documents`, and characters of them saved. */
  readonly actionsRemoved: number
  readonly charactersSaved: number
}

/** One statement of one customer managed policy, for every group that holds it. */
interface OfStatement extends ProposalBase {
  readonly policyArn: string
  readonly policyName: string
  /** Position of the statement in the document, from 0. */
  readonly statementIndex: number
  readonly before: Statement
  /** Null when nothing of the statement remains. */
  readonly after: Statement | null
  /** What `comparePolicies` said of before and after; a proposal is only made when it is narrower. */
  readonly proof: 'narrower'
}

/** Services or actions that nobody used, in any role that shares the policy. */
export interface StatementProposal extends OfStatement {
  readonly kind: 'narrow-statement' | 'remove-statement'
}

/** Resources of a statement that nobody touched, where the events of the whole window show what was touched. */
export interface ResourceProposal extends OfStatement {
  readonly kind: 'narrow-resources'
  readonly after: Statement
  /** ARNs that were touched, sorted. */
  readonly touched: readonly string[]
}

/** A part of a shared policy that one role uses and another does not: the other gets a policy of its own without it. */
export interface SplitTaskProposal extends OfStatement {
  readonly kind: 'split-task'
  /** Ids of the tasks that bring the policy in, sorted; empty where no model is known. */
  readonly tasks: readonly string[]
  /** Groups whose members used it, and keep it, sorted. Those that lose it are `groups`. */
  readonly usedBy: readonly string[]
}

/** A task that nobody in the role used: the role goes without. */
export interface DropTaskProposal extends ProposalBase {
  readonly kind: 'drop-task'
  /** Ids of the business role and of the task. */
  readonly role: string
  readonly task: string
  readonly taskTitle: string
  /** What goes only when other tasks of the role go too, that bring it in as well; absent where there is nothing. */
  readonly shared?: readonly SharedByTasks[]
  readonly proof: 'narrower'
}

/** What several tasks of a role bring in: it goes with the last of them. */
export interface SharedByTasks {
  /** Ids of the other tasks, in the role's order. */
  readonly tasks: readonly string[]
  readonly documents: readonly DocumentChange[]
}

/** Members who use only a part of a role that others use whole: a second role for them. */
export interface SplitRoleProposal extends ProposalBase {
  readonly kind: 'split-role'
  /** Id of the business role that is split. */
  readonly role: string
  /** What the second role could be called; free in the model. */
  readonly newRole: string
  /** User names who would move to the second role, sorted, and who would stay. */
  readonly moved: readonly string[]
  readonly stay: readonly string[]
  /** Ids of the tasks that the second role has, and of those that it goes without, in the role's order. */
  readonly tasks: readonly string[]
  readonly without: readonly string[]
  readonly proof: 'narrower'
}

/** A key, a password or a person that nobody uses: not a matter of policies but of `rolewright people`. */
export interface UnusedCredentialProposal extends ProposalBase {
  readonly kind: 'unused-key' | 'unused-password' | 'unused-person'
  readonly userName: string
  /** With `unused-key`: its place in the credential report, 1 or 2; the report does not name keys. */
  readonly keyNumber?: number
  /** ISO date since when it could have been used. */
  readonly since: string
  /** The words of the command that takes care of it, `rolewright` first. */
  readonly command: readonly string[]
  /** No document changes. */
  readonly proof: 'none'
}

/** An attempt that was denied. */
export interface DeniedAttempt {
  readonly at: string
  readonly userName: string
  readonly resource: string | null
}

/** An action that members of a role tried and were denied, and that a task of theirs seems to need: this alone widens. */
export interface GrantMissingProposal extends ProposalBase {
  readonly kind: 'grant-missing'
  readonly action: string
  readonly policyArn: string
  readonly policyName: string
  /** What to add to the policy. */
  readonly statement: Statement
  /** Newest first, twenty at most. */
  readonly denied: readonly DeniedAttempt[]
  /** How many there were in all. */
  readonly attempts: number
  /** Why the task seems to need it, in a sentence. */
  readonly reason: string
  /** An honest word for what this does. */
  readonly proof: 'wider'
}

/** Something that evidence of use suggests; accepted, kept or deferred by somebody. */
export type Proposal =
  | StatementProposal
  | ResourceProposal
  | SplitTaskProposal
  | DropTaskProposal
  | SplitRoleProposal
  | UnusedCredentialProposal
  | GrantMissingProposal
