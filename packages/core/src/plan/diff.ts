import type { AccountState } from '../account/account-state.ts'
import { fingerprint } from '../account/fingerprint.ts'
import { quotaUse } from '../account/quota-use.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { accessChanges } from './access-changes.ts'
import { applyToState } from './apply-to-state.ts'
import { diffGroups } from './diff-groups.ts'
import { diffMembers } from './diff-members.ts'
import { diffPolicies } from './diff-policies.ts'
import { orderChanges } from './order.ts'
import { ownedBy } from './owned.ts'
import type { Plan } from './plan.ts'
import { plannedCalls } from './planned-calls.ts'

/** How far a plan may go. */
export interface DiffOptions {
  /** Also delete owned groups and policies that the model does not have any more. */
  readonly prune?: boolean
  /**
   * Names of the users who have signed in and set a password. Roles that are given only then wait for everybody else; without this
   * list they wait for all who do not hold them yet.
   */
  readonly signedIn?: ReadonlySet<string>
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
  const after = applyToState(withDesiredDocuments(actual, desired), changes)
  return {
    version: 1,
    accountId: actual.accountId,
    from: fingerprint(actual),
    changes,
    access: accessChanges(actual, after),
    quotas: quotaUse(after),
    calls: plannedCalls(changes),
    notes: parts.flatMap((part) => part.notes),
  }
}

/** AWS managed policies come into an account's listing only with use: those that the plan brings into use are known from the lock. */
function withDesiredDocuments(actual: AccountState, desired: AccountState): AccountState {
  const known = new Set(actual.policies.map((policy) => policy.arn))
  const changed = new Set(
    desired.policies.filter((policy) => !known.has(policy.arn) && policy.arn.includes(':iam::aws:')),
  )
  return changed.size === 0 ? actual : { ...actual, policies: [...actual.policies, ...changed] }
}
