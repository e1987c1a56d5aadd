import type { AccountState } from '../account/account-state.ts'
import { fingerprint } from '../account/fingerprint.ts'
import { quotaUse } from '../account/quota-use.ts'
import type { Rule } from '../define/definitions.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { accessChanges } from './access-changes.ts'
import { applyToState } from './apply-to-state.ts'
import { keepingCalls, lockResource, withLockCalls } from './apply-lock.ts'
import { diffGroups } from './diff-groups.ts'
import { diffMembers } from './diff-members.ts'
import { diffPolicies } from './diff-policies.ts'
import { orderChanges } from './order.ts'
import { ownedBy } from './owned.ts'
import { leastPolicy } from './least-policy.ts'
import { newConflicts } from './new-conflicts.ts'
import type { AccessChange, Plan } from './plan.ts'
import { plannedCalls } from './planned-calls.ts'
import { type AgreedRemovals, touchedPeople } from './touched-people.ts'

/** The path of a state that claims none: a lock needs one. */
const DEFAULT_PATH = '/rolewright/'

/** How far a plan may go. */
export interface DiffOptions {
  /** Also delete owned groups and policies that the model does not have any more. */
  readonly prune?: boolean
  /**
   * Names of the users who have signed in and set a password. Roles that are given only then wait for everybody else; without this
   * list they wait for all who do not hold them yet.
   */
  readonly signedIn?: ReadonlySet<string>
  /** The model's rules: those of separation of duty are held against what the account has after the plan, foreign things too. */
  readonly rules?: readonly Rule[]
  /** Groups of the roles that are marked sensitive. */
  readonly sensitive?: ReadonlySet<string>
  /** What was given up in reviews, so that losing it is no surprise: action patterns by the ARN of the policy. */
  readonly agreed?: AgreedRemovals
}

/**
 * The ordered changes that turn what is there into what is wanted, with what each role and person gains and loses.
 *
 * Only what the model owns is changed; the same meaning in another spelling is no difference. Throws a {@link RolewrightError}
 * when the two states are of different accounts.
 *
 * @example
 * ```ts
 * const plan = diff(await readAccount(clients), compile(model, dev, options).state)
 * ```
 */
export function diff(actual: AccountState, desired: AccountState, options: DiffOptions = {}): Plan {
  if (actual.accountId !== desired.accountId) {
    throw new RolewrightError({
      code: 'wrong-account',
      message: `the account that answers is \`${actual.accountId}\`, the model means \`${desired.accountId}\``,
      hint: 'use the credentials of the account meant, or name another with `--account`',
    })
  }
  const given = { actual, desired, owned: ownedBy(desired), options }
  const parts = [diffPolicies(given), diffGroups(given), diffMembers(given)]
  const changes = orderChanges(
    parts.flatMap((part) => part.changes),
    actual,
  )
  const before = withDesiredDocuments(actual, desired)
  const after = applyToState(before, changes)
  const access = accessChanges(before, after)
  const path = desired.ownership?.path ?? DEFAULT_PATH
  const lock = lockResource(actual.accountId, path, changes)
  const calls = withLockCalls(plannedCalls(changes, actual), lock)
  return {
    version: 1,
    accountId: actual.accountId,
    from: fingerprint(actual),
    path,
    changes,
    access,
    conflicts: newConflicts(before, after, options.rules ?? []),
    people: touchedPeople({ actual: before, desired, changes, access, owned: given.owned, agreed: options.agreed }),
    widened: widenedGroups({ actual, access, sensitive: options.sensitive }),
    calls,
    policy: leastPolicy([...calls, ...keepingCalls(calls, lock)]),
    quotas: quotaUse(after),
    notes: parts.flatMap((part) => part.notes),
  }
}

/** Sensitive groups that may do more. One that nobody holds yet is still being made: it gives nobody anything. */
function widenedGroups(given: {
  readonly actual: AccountState
  readonly access: readonly AccessChange[]
  readonly sensitive: ReadonlySet<string> | undefined
}): readonly string[] {
  const held = new Set(given.actual.users.flatMap((user) => user.groups))
  return given.access.flatMap(({ principal: { kind, name }, relation }) =>
    kind === 'group' && relation !== 'narrower' && held.has(name) && given.sensitive?.has(name) === true ? [name] : [],
  )
}

/** AWS managed policies come into an account's listing only with use: those that the plan brings into use are known from the lock. */
function withDesiredDocuments(actual: AccountState, desired: AccountState): AccountState {
  const known = new Set(actual.policies.map((policy) => policy.arn))
  const changed = new Set(
    desired.policies.filter((policy) => !known.has(policy.arn) && policy.arn.includes(':iam::aws:')),
  )
  return changed.size === 0 ? actual : { ...actual, policies: [...actual.policies, ...changed] }
}
