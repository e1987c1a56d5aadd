import type { AccountState } from '../account/account-state.ts'
import { enrolmentPath } from '../people/own-paths.ts'

/**
 * The users of whom a plan has to know whether they have signed in: those with a role that waits for it and who do not hold it yet, and
 * those in the group of enrolment. Names as the account spells them; who is not there yet is not asked for.
 *
 * @example
 * ```ts
 * const signedIn = await readSignedIn(clients, awaitedUsers(actual, desired))
 * ```
 */
export function awaitedUsers(actual: AccountState, desired: AccountState): readonly string[] {
  const path = enrolmentPath(desired.ownership?.path ?? '/')
  const enrolments = new Set(actual.groups.filter((group) => group.path === path).map(({ name }) => name))
  const later = new Map(desired.users.map((user) => [user.name.toLowerCase(), user.afterSignIn ?? []]))
  return actual.users
    .filter(
      (user) =>
        user.groups.some((group) => enrolments.has(group)) ||
        later.get(user.name.toLowerCase())?.some((group) => !user.groups.includes(group)) === true,
    )
    .map(({ name }) => name)
}
