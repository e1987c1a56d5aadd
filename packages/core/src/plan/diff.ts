import type { AccountState } from '../account/account-state.ts'
import type { Rule } from '../define/definitions.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { completePlan } from './complete-plan.ts'
import { diffGroups } from './diff-groups.ts'
import { diffMembers } from './diff-members.ts'
import { diffPolicies } from './diff-policies.ts'
import { orderChanges } from './order.ts'
import { ownedBy } from './owned.ts'
import type { Plan } from './plan.ts'
import { withStanding } from './standing.ts'
import type { AgreedRemoval } from './agreed-removal.ts'

/** How far a plan may go. */
export interface DiffOptions {
  /** Also delete owned groups and policies that the model does not have any more. */
  readonly prune?: boolean
  /**
   * Names of the users who have signed in and set a password. Roles that are given only then wait for everybody else; without this
   * list they wait for all who do not hold them yet.
   */
  readonly signedIn?: ReadonlySet<string>
  /** The time that temporary access is held against; without it, none has ended. */
  readonly now?: Date
  /** The model's rules: those of separation of duty are held against what the account has after the plan, foreign things too. */
  readonly rules?: readonly Rule[]
  /** Groups of the roles that are marked sensitive. */
  readonly sensitive?: ReadonlySet<string>
  /** What was given up in reviews, so that losing it is no surprise. */
  readonly agreed?: readonly AgreedRemoval[]
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
  const owned = ownedBy(desired)
  const standing = withStanding({ actual, desired, owned, now: options.now, signedIn: options.signedIn })
  const given = { actual, desired: standing.desired, owned, options, ended: standing.ended }
  const parts = [diffPolicies(given), diffGroups(given), diffMembers(given)]
  const changes = orderChanges(
    parts.flatMap((part) => part.changes),
    actual,
  )
  const notes = parts.flatMap((part) => part.notes)
  return completePlan({ actual, desired: standing.desired, changes, notes, options })
}
