import { isMembership, type Model, type PersonDefinition, type RoleDefinition } from '@rolewright/core'

/** One role of one person, and whether it is held at the date of the site. */
export interface HeldRole {
  readonly role: RoleDefinition
  readonly from?: string
  readonly until?: string
  readonly when: 'now' | 'later' | 'ended'
}

/** All roles of a person, in the order in which they are written. */
export function rolesOf(person: PersonDefinition, now: Date): readonly HeldRole[] {
  return person.roles.map((held) => {
    if (!isMembership(held)) return { role: held, when: 'now' }
    const later = held.from !== undefined && new Date(held.from) > now
    const ended = held.until !== undefined && new Date(held.until) <= now
    return { ...held, when: ended ? 'ended' : later ? 'later' : 'now' }
  })
}

/** Who holds each role, by the role's id, in the order of the model's people. */
export function holdersByRole(
  model: Model,
  now: Date,
): ReadonlyMap<string, readonly { readonly person: PersonDefinition; readonly held: HeldRole }[]> {
  const holders = new Map<string, { person: PersonDefinition; held: HeldRole }[]>()
  for (const person of model.people) {
    for (const held of rolesOf(person, now)) {
      const known = holders.get(held.role.id)
      if (known === undefined) holders.set(held.role.id, [{ person, held }])
      else known.push({ person, held })
    }
  }
  return holders
}
