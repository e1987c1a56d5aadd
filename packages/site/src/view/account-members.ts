import { type AccountDefinition, heldRoles, type PersonDefinition, type RoleDefinition } from '@rolewright/core'
import type { ViewContext } from './context.ts'
import type { Link } from './links.ts'

/** Somebody who holds a role in an account, and which ones. */
export interface AccountMember {
  readonly person: PersonDefinition
  readonly roles: readonly RoleDefinition[]
}

/** A member as shown. */
export interface MemberView {
  readonly person: Link
  readonly roles: readonly Link[]
}

/** Everybody who holds a role in an account today, by name. */
export function membersOf(account: AccountDefinition, { input }: ViewContext): readonly AccountMember[] {
  return input.model.people
    .map((person) => ({ person, roles: heldRoles(person, { account, now: input.now }) }))
    .filter(({ roles }) => roles.length > 0)
    .toSorted((a, b) => (a.person.name < b.person.name ? -1 : a.person.name > b.person.name ? 1 : 0))
}

/** A member with links to the pages of the person and the roles. */
export function memberView({ person, roles }: AccountMember, { links }: ViewContext): MemberView {
  return {
    person: links.link('people', person.id, person.name),
    roles: roles.map(({ id, title }) => links.link('roles', id, title)),
  }
}
