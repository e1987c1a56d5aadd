import type { AccountState } from '../account/account-state.ts'
import { allowedActions } from '../account/allowed-actions.ts'
import { sizeOf, subtract } from '../catalog/action-set.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { policySize } from '../policy/print/policy-size.ts'
import type { EvidenceSource, Kept, Removal } from './evidence.ts'
import { alsoIn } from './also-in.ts'
import type { ReviewedModel } from './ground.ts'
import { changesForAll } from './changes-for-all.ts'
import { lossByPerson, type LossFinder, lossFinder } from './loss-by-person.ts'
import { neededActions } from './needed-actions.ts'
import type { DocumentChange, ProposalBase } from './proposal.ts'
import { riskOf } from './risk-of.ts'

/** What a kind of proposal finds out by itself. */
export interface Draft {
  readonly groups: readonly string[]
  readonly removed: readonly Removal[]
  readonly kept: readonly Kept[]
  readonly evidence: readonly EvidenceSource[]
  readonly documents: readonly DocumentChange[]
  /** With it, the documents change for these users alone. */
  readonly people?: readonly string[]
  /** Id of the business role, where the proposal is about one. */
  readonly role?: string
  /** Position of the statement, where the proposal is about one. */
  readonly statementIndex?: number
}

/** Adds to a draft what all kinds have in common: risk, losses, what is needed, how much is saved. */
export type Completer = (draft: Draft) => Omit<ProposalBase, 'id'>

/** A completer for one review; build it once, since it remembers what people are allowed. */
export function completer(
  state: AccountState,
  options: { readonly now: string; readonly windowDays: number; readonly model: ReviewedModel | undefined },
): Completer {
  const lossOf: LossFinder = lossFinder(state)
  const { now, windowDays, model } = options
  return ({ people, role, statementIndex, ...draft }) => {
    const before = allowedActions(draft.documents.flatMap((change) => listOf(change.before)))
    const after = allowedActions(draft.documents.flatMap((change) => listOf(change.after)))
    const lost = subtract(before, after)
    const losses = lossOf(draft.documents, people)
    // Somebody may hold what needs it by another policy than the one that loses it.
    const needed = neededActions([{ lost, left: after }, ...losses])
    const persons = lossByPerson(losses)
    const others = alsoIn(model, {
      documents: draft.documents,
      ...(role === undefined ? {} : { role }),
      ...(statementIndex === undefined ? {} : { statement: statementIndex }),
    })
    const otherHolders = people === undefined ? otherHoldersOf(state, draft.documents) : []
    return {
      ...draft,
      accountId: state.accountId,
      windowDays,
      needed,
      lossByPerson: persons,
      ...(others.length === 0 ? {} : { alsoIn: others }),
      risk: riskOf({ removed: draft.removed, needed, losses: persons, otherHolders, alsoIn: others, now, windowDays }),
      actionsRemoved: sizeOf(lost),
      charactersSaved: sizeOfAll(draft.documents, 'before') - sizeOfAll(draft.documents, 'after'),
    }
  }
}

function listOf(document: PolicyDocument | null): readonly PolicyDocument[] {
  return document === null ? [] : [document]
}

function sizeOfAll(changes: readonly DocumentChange[], side: 'before' | 'after'): number {
  return changes.reduce((sum, change) => {
    const document = change[side]
    return document === null ? sum : sum + policySize(document)
  }, 0)
}

/** IAM users and roles to which a changed policy is attached directly, or whom it bounds: a new version changes them too. */
function otherHoldersOf(state: AccountState, changes: readonly DocumentChange[]): readonly string[] {
  const arns = changes.filter((change) => changesForAll(state, change)).map(({ policyArn }) => policyArn)
  const holds = (holder: { readonly attachedPolicies: readonly string[]; readonly permissionsBoundary?: string }) =>
    arns.some((arn) => holder.permissionsBoundary === arn || holder.attachedPolicies.includes(arn))
  return [
    ...state.roles.filter(holds).map(({ name }) => `the role ${name}`),
    ...state.users.filter(holds).map(({ name }) => `the user ${name}`),
  ]
}
