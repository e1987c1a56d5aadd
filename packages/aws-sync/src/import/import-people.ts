import { definePerson, type PersonDefinition, type RoleDefinition, type UserState } from '@rolewright/core'
import { entityProblem } from './entity-problem.ts'
import { distinct, idOf, wordsOf } from './names.ts'
import type { Oddity } from './oddity.ts'

/** A person for each user of a name that IAM takes, with the roles of the groups that the user is in. */
export function importPeople(
  users: readonly UserState[],
  roles: ReadonlyMap<string, RoleDefinition>,
): { readonly people: readonly PersonDefinition[]; readonly oddities: readonly Oddity[] } {
  const nextId = distinct()
  const names = new Set<string>()
  const people: PersonDefinition[] = []
  const oddities: Oddity[] = []
  for (const user of users) {
    const problem = entityProblem(user, { names, longest: 64, kind: 'user' })
    if (problem !== undefined) {
      oddities.push({ kind: 'left-out', subject: `user ${user.name}`, message: `not written as a person: ${problem}` })
      continue
    }
    people.push(
      definePerson({
        id: nextId(idOf(user.name.split('@')[0] ?? '', 'person')),
        userName: user.name,
        name: nameOf(user.name),
        roles: user.groups.flatMap((group) => roles.get(group) ?? []),
      }),
    )
  }
  return { people, oddities }
}

/** `mary.major@example.com` is Mary Major. */
function nameOf(userName: string): string {
  const words = wordsOf(userName.split('@')[0] ?? '').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return words.length === 0 ? userName : words.join(' ')
}
