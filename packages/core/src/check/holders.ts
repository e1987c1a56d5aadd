import { heldRoles } from '../compile/memberships.ts'
import type { PersonDefinition, RoleDefinition } from '../define/definitions.ts'
import type { CheckContext, CompiledAccount } from './rule.ts'

/** Who holds what in one account today. */
export interface Holder {
  readonly person: PersonDefinition
  readonly roles: readonly RoleDefinition[]
}

/** Each account with the people who hold a role there today. */
export function holders(
  context: CheckContext,
): readonly { readonly compiled: CompiledAccount; readonly people: readonly Holder[] }[] {
  return context.accounts.map((compiled) => ({
    compiled,
    people: context.model.people.flatMap((person) => {
      const roles = heldRoles(person, { account: compiled.account, now: context.now })
      return roles.length === 0 ? [] : [{ person, roles }]
    }),
  }))
}
