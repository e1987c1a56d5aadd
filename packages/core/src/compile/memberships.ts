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

/** Whether an account takes a role: all roles unless it names some. */
export function goesTo(role: RoleDefinition, account: AccountDefinition): boolean {
  return account.roles === undefined || account.roles.includes(role.id)
}
