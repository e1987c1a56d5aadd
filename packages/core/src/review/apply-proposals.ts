import type { AccountState, GroupState, PolicyState } from '../account/account-state.ts'
import { byName } from '../account/by-name.ts'
import { defaultDocument } from '../account/documents.ts'
import { groupName } from '../model/group-name.ts'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { narrowStatement } from '../policy/narrow/narrow-policy.ts'
import { sameDocument } from '../policy/print/same-document.ts'
import { documentsAmong } from './documents-among.ts'
import { droppedStatements } from './dropped-statements.ts'
import { requireUnmixed } from './require-unmixed.ts'
import type { DocumentChange, GrantMissingProposal, Proposal, SplitRoleProposal } from './proposal.ts'

/**
 * The state that an account would have if all of these proposals were accepted and applied, in memory: narrowed policies in force, a policy
 * of its own for a group that needs less than the others, a second group for people who move. Credentials are `people`'s, and left.
 *
 * @throws RolewrightError `mixed-proposals` when a proposal that widens stands among others: it is accepted by itself, so that what is
 *   narrowed stays proved.
 *
 * @example
 * ```ts
 * const after = applyProposals(state, review.proposals.filter(({ proof }) => proof === 'narrower'))
 * ```
 */
export function applyProposals(state: AccountState, proposals: readonly Proposal[]): AccountState {
  requireUnmixed(proposals)
  const widening = proposals.filter((proposal) => proposal.kind === 'grant-missing')
  if (widening.length > 0) return widened(state, widening)
  const edits = new Edits(state, proposals)
  const added: PolicyState[] = []
  const groups = state.groups.map((group) => edits.narrowedGroup(group, added))
  const policies = state.policies.map((policy) => withDocument(policy, edits.ofPolicy(policy)))
  let users = state.users
  for (const proposal of proposals) {
    const [name = ''] = proposal.groups
    const group = state.groups.find((one) => one.name === name)
    if (proposal.kind !== 'split-role' || group === undefined) continue
    const second = edits.secondGroup(group, proposal, added)
    groups.push(second)
    users = users.map((user) =>
      proposal.moved.includes(user.name)
        ? { ...user, groups: [...user.groups.filter((one) => one !== name), second.name].toSorted() }
        : user,
    )
  }
  return { ...state, groups: groups.toSorted(byName), policies: [...policies, ...added].toSorted(byName), users }
}

/** What proposals do to each statement, for all groups and for some. */
class Edits {
  readonly #state: AccountState
  readonly #proposals: readonly Proposal[]

  constructor(state: AccountState, proposals: readonly Proposal[]) {
    this.#state = state
    this.#proposals = proposals
  }

  /** What the policy becomes for whoever keeps it as it is; null when nothing of it remains. */
  ofPolicy(policy: PolicyState): PolicyDocument | null {
    return this.#edited(policy, () => false)
  }

  /** A group with what it holds after; where that is less than what others keep of a policy, a policy of its own. */
  narrowedGroup(group: GroupState, added: PolicyState[]): GroupState {
    return this.#holding(group, group.name, added, (proposal) => proposal.kind !== 'split-role')
  }

  /** The group of people who move: as the group was, without the tasks that they leave. */
  secondGroup(group: GroupState, split: SplitRoleProposal, added: PolicyState[]): GroupState {
    const name = groupName({ id: split.newRole })
    const made = { ...group, name, arn: group.arn.replace(/[^/]*$/, name) }
    return this.#holding(made, group.name, added, (proposal) => proposal.kind !== 'split-role' || proposal === split)
  }

  #holding(group: GroupState, of: string, added: PolicyState[], counts: (proposal: Proposal) => boolean): GroupState {
    const attachedPolicies = group.attachedPolicies.flatMap((arn) => {
      const policy = this.#state.policies.find((one) => one.arn === arn)
      if (policy === undefined) return [arn]
      const own = this.#edited(policy, (proposal) => counts(proposal) && proposal.groups.includes(of))
      const common = this.ofPolicy(policy)
      if (own === null) return []
      if (common !== null && sameDocument(own, common)) return [arn]
      const name = `${policy.name}-${group.name}`
      const copy = { ...policy, name, arn: arn.replace(/[^/]*$/, name) }
      added.push(withDocument(copy, own))
      return [copy.arn]
    })
    return { ...group, attachedPolicies: attachedPolicies.toSorted() }
  }

  #edited(policy: PolicyState, ofGroup: (proposal: Proposal) => boolean): PolicyDocument | null {
    const document = defaultDocument(policy)
    if (document === undefined) return null
    const changes = (one: Proposal): readonly DocumentChange[] =>
      documentsAmong(one, this.#proposals).filter(({ policyArn }) => policyArn === policy.arn)
    const mine = this.#proposals.filter((one) => changes(one).length > 0)
    const forSome = mine.filter(ofGroup)
    const dropped = new Set(
      forSome
        .filter(({ kind }) => kind === 'drop-task' || kind === 'split-role')
        .flatMap(changes)
        .flatMap(droppedStatements),
    )
    const statements = asList(document.Statement)
    const left = statements.flatMap((statement, index): Statement[] => {
      if (dropped.has(index)) return []
      const edits = mine.filter((one) => 'statementIndex' in one && one.statementIndex === index)
      const removed = edits
        .filter((one) => one.kind !== 'narrow-resources' && (one.kind !== 'split-task' || forSome.includes(one)))
        .flatMap((one) => one.removed.map(({ what }) => what))
      const resources = edits.find((one) => one.kind === 'narrow-resources')
      const narrowed = removed.length === 0 ? statement : without({ document, index, removed })
      if (narrowed === null) return []
      return [resources === undefined ? narrowed : { ...narrowed, Resource: resources.after.Resource ?? '*' }]
    })
    const [only] = left
    if (only === undefined) return null
    return { ...document, Statement: Array.isArray(document.Statement) ? withOwnSids(left) : only }
  }
}

/** A Sid may stand once in a document: each narrowing alone could have given it. */
function withOwnSids(statements: readonly Statement[]): readonly Statement[] {
  const taken = new Set<string>()
  return statements.map((statement) => {
    if (statement.Sid === undefined) return statement
    let sid = statement.Sid
    for (let number = 2; taken.has(sid); number++) sid = `${statement.Sid}${number}`
    taken.add(sid)
    return { ...statement, Sid: sid }
  })
}

/** No use of any of these. */
function unused(names: readonly string[]): Readonly<Record<string, null>> {
  return Object.fromEntries(names.map((name) => [name, null]))
}

/** A statement without services and actions, whatever was used when. */
function without(given: {
  readonly document: PolicyDocument
  readonly index: number
  readonly removed: readonly string[]
}): Statement | null {
  const { document, index, removed } = given
  const evidence = {
    services: unused(removed.filter((what) => !what.includes(':'))),
    actions: unused(removed.filter((what) => what.includes(':'))),
  }
  return narrowStatement(document, index, evidence, { now: '1970-01-01', windowDays: 0 }).after
}

function withDocument(policy: PolicyState, document: PolicyDocument | null): PolicyState {
  // IAM has no empty policy: one of which nothing remains stays as it is, on no group.
  if (document === null) return policy
  return {
    ...policy,
    versions: policy.versions.map((version) =>
      version.versionId === policy.defaultVersionId ? { ...version, document } : version,
    ),
  }
}

function widened(state: AccountState, proposals: readonly GrantMissingProposal[]): AccountState {
  return {
    ...state,
    policies: state.policies.map((policy) => {
      const document = defaultDocument(policy)
      const more = proposals.filter(({ policyArn }) => policyArn === policy.arn).map(({ statement }) => statement)
      if (document === undefined || more.length === 0) return policy
      return withDocument(policy, { ...document, Statement: [...asList(document.Statement), ...more] })
    }),
  }
}
