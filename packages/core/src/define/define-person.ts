import type { PersonDefinition } from './definitions.ts'
import { freeze } from './freeze.ts'

/**
 * Somebody with business roles, for good or between two dates. Becomes an IAM user without credentials.
 *
 * @example
 * ```ts
 * definePerson({ id: 'mary', userName: 'mary.major@examplecorp.com', name: 'Mary Major', roles: [powerUser] })
 * ```
 */
export function definePerson(person: Omit<PersonDefinition, 'kind'>): PersonDefinition {
  return freeze({ ...person, kind: 'person' })
}
