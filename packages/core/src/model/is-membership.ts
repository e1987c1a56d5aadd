import type { RoleDefinition, RoleMembership } from '../define/definitions.ts'

/** Whether a role is held between dates rather than given as it is. */
export function isMembership(held: RoleDefinition | RoleMembership): held is RoleMembership {
  return 'role' in held
}
