import type { AccountState, PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { quotas } from '../account/quotas.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { Change, ChangeKind } from './plan.ts'

/** Denies first, then grants, then removals; whatever a call needs stands before it. */
const stages: Readonly<Record<ChangeKind, number>> = {
  'create-policy': 1,
  'create-group': 2,
  'move-group': 2,
  'update-policy': 3,
  'set-default-version': 3,
  'attach-policy': 5,
  'create-user': 6,
  'add-member': 8,
  'remove-member': 9,
  'detach-policy': 10,
  'delete-inline-policy': 11,
  'delete-group': 12,
  'delete-policy': 13,
}

/** Where removals stand that make room, and what denies: before everything that grants. */
const MAKE_ROOM = 2.3
const DENY = 2.5
const ROOM_FOR_USER = 7
const LIFT_DENY = 10.5

/**
 * Changes in the order in which they are applied.
 *
 * Where a group would hold more than ten policies on the way, or a user more than ten groups, as many removals there come first as make the
 * room, those that lift a deny last.
 */
export function orderChanges(changes: readonly Change[], actual: AccountState): readonly Change[] {
  if (changes.length === 0) return []
  const denies = denyOnlyPolicies(changes, actual)
  const early = new Set([
    ...makingRoom({
      changes,
      kinds: ['attach-policy', 'detach-policy'],
      limit: quotas.policiesPerGroup,
      held: heldPolicies(actual),
      last: (change) => change.kind === 'detach-policy' && denies.has(change.before.policyArn),
    }),
    ...makingRoom({
      changes,
      kinds: ['add-member', 'remove-member'],
      limit: quotas.groupsPerUser,
      held: heldGroups(actual),
      last: () => false,
    }),
  ])
  const rank = (change: Change): number => {
    if (early.has(change)) return change.kind === 'detach-policy' ? MAKE_ROOM : ROOM_FOR_USER
    if (change.kind === 'attach-policy' && denies.has(change.after.policyArn)) return DENY
    if (change.kind === 'detach-policy' && denies.has(change.before.policyArn)) return LIFT_DENY
    if (addsDeny(change)) return DENY
    return stages[change.kind]
  }
  return changes
    .map((change) => ({ change, rank: rank(change), subject: subjectOf(change) }))
    .toSorted((a, b) => a.rank - b.rank || (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0))
    .map(({ change }) => change)
}

/** Whether a change puts a version in force that denies what the one before did not. */
export function addsDeny(change: Change): boolean {
  if (change.kind !== 'update-policy' && change.kind !== 'set-default-version') return false
  const before = new Set(deniesOf(change.before))
  return deniesOf(change.after).some((statement) => !before.has(statement))
}

function deniesOf(policy: PolicyState): readonly string[] {
  const document = defaultDocument(policy)
  if (document === undefined) return []
  return statementsOf(document).flatMap((statement) => (statement.Effect === 'Deny' ? [JSON.stringify(statement)] : []))
}

/** What a change is about, in words that are the same for the same thing: `policy ReadBills`, `mary in group PowerUsers`. */
export function subjectOf(change: Change): string {
  switch (change.kind) {
    case 'create-policy':
    case 'update-policy':
    case 'set-default-version':
      return `policy ${change.after.name}`
    case 'delete-policy':
      return `policy ${change.before.name}`
    case 'create-group':
    case 'move-group':
      return `group ${change.after.name}`
    case 'delete-group':
      return `group ${change.before.name}`
    case 'create-user':
      return `user ${change.after.name}`
    case 'attach-policy':
      return `policy ${policyNameOf(change.after.policyArn)} on group ${change.after.group}`
    case 'detach-policy':
      return `policy ${policyNameOf(change.before.policyArn)} on group ${change.before.group}`
    case 'delete-inline-policy':
      return `inline policy ${change.before.name} of group ${change.before.group}`
    case 'add-member':
      return `user ${change.after.user} in group ${change.after.group}`
    case 'remove-member':
      return `user ${change.before.user} in group ${change.before.group}`
    default:
      return change satisfies never
  }
}

/** The name at the end of a managed policy's ARN. */
export function policyNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

/** The removals without which a group (or a user) would go over its limit if everything were added before anything is removed. */
function makingRoom(given: {
  changes: readonly Change[]
  kinds: readonly ['attach-policy' | 'add-member', 'detach-policy' | 'remove-member']
  limit: number
  held: ReadonlyMap<string, number>
  /** What is taken only where nothing else makes room. */
  last: (change: Change) => boolean
}): readonly Change[] {
  const { changes, kinds, limit, held, last } = given
  const counts = new Map<string, number>()
  for (const change of changes) {
    if (change.kind !== kinds[0]) continue
    const holder = change.kind === 'attach-policy' ? change.after.group : change.after.user
    counts.set(holder, (counts.get(holder) ?? held.get(holder) ?? 0) + 1)
  }
  const removals = changes.filter((change) => change.kind === kinds[1])
  return [...removals.filter((change) => !last(change)), ...removals.filter(last)].filter((change) => {
    const value = change.before
    const holder = value === null ? '' : 'user' in value ? value.user : 'group' in value ? value.group : ''
    const count = counts.get(holder) ?? 0
    if (count <= limit) return false
    counts.set(holder, count - 1)
    return true
  })
}

function heldPolicies(actual: AccountState): ReadonlyMap<string, number> {
  return new Map(actual.groups.map((group) => [group.name, group.attachedPolicies.length]))
}

function heldGroups(actual: AccountState): ReadonlyMap<string, number> {
  return new Map(actual.users.map((user) => [user.name, user.groups.length]))
}

function denyOnlyPolicies(changes: readonly Change[], actual: AccountState): ReadonlySet<string> {
  const created = changes.flatMap((change) => (change.kind === 'create-policy' ? [change.after] : []))
  return new Set(
    [...actual.policies, ...created]
      .filter((policy) => {
        const document = defaultDocument(policy)
        return document !== undefined && statementsOf(document).every((statement) => statement.Effect === 'Deny')
      })
      .map((policy) => policy.arn),
  )
}

function statementsOf(document: PolicyDocument): readonly { readonly Effect: 'Allow' | 'Deny' }[] {
  return 'Effect' in document.Statement ? [document.Statement] : document.Statement
}
