import type { EscalationPath } from './escalation-path.ts'
import { existingUsePaths } from './existing-use-paths.ts'
import { identityPaths } from './identity-paths.ts'
import { passRolePaths } from './pass-role-paths.ts'

/**
 * The publicly known privilege-escalation paths that `findEscalations` looks for, sorted by id. Ids without `other-` are those of the
 * pathfinding.cloud catalogue; titles and descriptions are our own.
 *
 * @example
 * ```ts
 * escalationPaths.some(({ id }) => id === 'iam-001') // true
 * ```
 */
export const escalationPaths: readonly EscalationPath[] = [
  ...identityPaths,
  ...passRolePaths,
  ...existingUsePaths,
].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
