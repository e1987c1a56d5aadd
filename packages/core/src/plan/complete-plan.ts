import type { AccountState } from '../account/account-state.ts'
import { fingerprint } from '../account/fingerprint.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import { type QuotaHolders, quotaUse } from '../account/quota-use.ts'
import { accessChanges } from './access-changes.ts'
import { keepingCalls, lockResource, withLockCalls } from './apply-lock.ts'
import { applyToState } from './apply-to-state.ts'
import type { DiffOptions } from './diff.ts'
import { leastPolicy } from './least-policy.ts'
import { newConflicts } from './new-conflicts.ts'
import { ownedBy } from './owned.ts'
import type { AccessChange, Change, Plan, PlanNote } from './plan.ts'
import { plannedCalls } from './planned-calls.ts'
import { touchedPeople } from './touched-people.ts'

/** The path of a state that claims none: a lock needs one. */
const DEFAULT_PATH = '/rolewright/'

/** A plan of these changes: with what they give and take, whom they touch, and what making them needs. */
export function completePlan(given: {
  readonly actual: AccountState
  /** Whose ownership and dates of ending count. */
  readonly desired: AccountState
  /** In the order in which they are made. */
  readonly changes: readonly Change[]
  readonly notes: readonly PlanNote[]
  readonly options: Omit<DiffOptions, 'prune' | 'signedIn'>
}): Plan {
  const { actual, desired, changes, notes, options } = given
  const before = withDesiredDocuments(actual, desired)
  const after = applyToState(before, changes)
  const access = accessChanges(before, after)
  const path = desired.ownership?.path ?? DEFAULT_PATH
  const planned = plannedCalls(changes, actual)
  const lock = lockResource(actual.accountId, path, planned)
  const calls = withLockCalls(planned, lock)
  let from: string | undefined
  return {
    version: 1,
    accountId: actual.accountId,
    // Worked out when somebody reads it: a plan that is only shown needs none, and it takes longer than comparing a whole account.
    get from() {
      return (from ??= fingerprint(actual))
    },
    path,
    changes,
    access,
    conflicts: newConflicts(before, after, options.rules ?? []),
    people: touchedPeople({
      actual: before,
      desired,
      changes,
      access,
      owned: ownedBy(desired),
      agreed: options.agreed,
    }),
    widened: widenedGroups({ actual, access, sensitive: options.sensitive }),
    calls,
    policy: leastPolicy([...calls, ...keepingCalls(calls, lock)]),
    quotas: quotaUse(after, changedHolders(before, after)),
    notes,
  }
}

/** What a plan makes or changes. What it leaves alone is the same object before and after. */
function changedHolders(before: AccountState, after: AccountState): QuotaHolders {
  if (before === after) return { policies: [], groups: [], users: [] }
  return {
    policies: others(before.policies, after.policies),
    groups: others(before.groups, after.groups),
    users: others(before.users, after.users),
  }
}

function others<T>(was: readonly T[], is: readonly T[]): readonly T[] {
  const there = new Set(was)
  return is.filter((one) => !there.has(one))
}

/** Sensitive groups that may do more. One that nobody holds yet is still being made: it gives nobody anything. */
function widenedGroups(given: {
  readonly actual: AccountState
  readonly access: readonly AccessChange[]
  readonly sensitive: ReadonlySet<string> | undefined
}): readonly string[] {
  if (given.access.length === 0) return []
  const held = new Set(given.actual.users.flatMap((user) => user.groups))
  return given.access.flatMap(({ principal: { kind, name }, relation }) =>
    kind === 'group' && relation !== 'narrower' && held.has(name) && given.sensitive?.has(name) === true ? [name] : [],
  )
}

/** AWS managed policies come into an account's listing only with use: those that the plan brings into use are known from the lock. */
function withDesiredDocuments(actual: AccountState, desired: AccountState): AccountState {
  const pinned = desired.policies.filter(({ arn }) => isAwsManaged(arn))
  if (pinned.length === 0) return actual
  const known = new Set(actual.policies.map(({ arn }) => arn))
  const added = pinned.filter(({ arn }) => !known.has(arn))
  return added.length === 0 ? actual : { ...actual, policies: [...actual.policies, ...added] }
}
