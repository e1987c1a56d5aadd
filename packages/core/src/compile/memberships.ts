import type { AccountDefinition, PersonDefinition, RoleDefinition } from '../define/definitions.ts'
import { isMembership } from '../model/is-membership.ts'

/**
 * The roles that a person holds in an account at `now`: those that have begun, have not ended and go to that account. Break-glass roles
 * are held by `people grant` alone, never by the model.
 */
export function heldRoles(
  person: PersonDefinition,
  given: { readonly account: AccountDefinition; readonly now: Date },
): readonly RoleDefinition[] {
  if (person.accounts !== undefined && !person.accounts.includes(given.account.id)) return []
  const roles = person.roles.flatMap((held) => {
    if (!isMembership(held)) return [held]
    const begun = held.from === undefined || new Date(held.from) <= given.now
    const ended = held.until !== undefined && new Date(held.until) <= given.now
    return begun && !ended ? [held.role] : []
  })
  return roles.filter(
    (role) =>
      role.breakGlass !== true &&
      goesTo(role, given.account) &&
      (role.expires === undefined || given.now < new Date(role.expires)),
  )
}

/** The roles of a person that have ended by a date by `now`, its own or the role's. */
export function endedRoles(
  person: PersonDefinition,
  given: { readonly account: AccountDefinition; readonly now: Date },
): readonly RoleDefinition[] {
  const ended = (date: string | undefined): boolean => date !== undefined && new Date(date) <= given.now
  return person.roles.flatMap((held) => {
    const role = isMembership(held) ? held.role : held
    const over = ended(role.expires) || (isMembership(held) && ended(held.until))
    return over && goesTo(role, given.account) ? [role] : []
  })
}

/** Whether an account takes a role: all roles unless it names some. */
export function goesTo(role: RoleDefinition, account: AccountDefinition): boolean {
  return account.roles === undefined || account.roles.includes(role.id)
}
