import type { EscalationPath } from './escalation-path.ts'
import { existingUsePaths } from './existing-use-paths.ts'
import { identityPaths } from './identity-paths.ts'
import { passRolePaths } from './pass-role-paths.ts'

let known: readonly EscalationPath[] | undefined

/**
 * The publicly known privilege-escalation paths that `findEscalations` looks for, sorted by id. Ids without `other-` are those of the
 * pathfinding.cloud catalogue; titles and descriptions are our own.
 *
 * @example
 * ```ts
 * escalationPaths().some(({ id }) => id === 'iam-001') // true
 * ```
 */
export function escalationPaths(): readonly EscalationPath[] {
  // Made when they are first asked for: who imports the language to decide requests shouldn't wait for them.
  known ??= [...identityPaths(), ...passRolePaths(), ...existingUsePaths()].toSorted((a, b) =>
    a.id < b.id ? -1 : a.id > b.id ? 1 : 0,
  )
  return known
}
