import type { SiteView } from '../view/site-view.ts'

/** People by roles, as the matrix shows them. */
export interface PeopleData {
  readonly people: readonly {
    readonly name: string
    readonly href: string
    readonly userName: string
    /** Numbers of roles held now, in the matrix's order. */
    readonly now: readonly number[]
    /** Numbers of roles that begin later. */
    readonly later: readonly number[]
  }[]
}

/** Who holds which role. */
export function peopleData({ people, matrix }: SiteView): PeopleData {
  const numbers = new Map(matrix.rows.map(({ role }, number) => [role.href, number]))
  return {
    people: people.people.map((person) => {
      const held = (when: string): number[] =>
        person.roles.flatMap((role) => (role.when === when ? (numbers.get(role.link.href) ?? []) : []))
      return {
        name: person.name,
        href: person.href,
        userName: person.userName,
        now: held('now'),
        later: held('later'),
      }
    }),
  }
}
