import type { RoleDefinition } from '../define/definitions.ts'

/** The name of the IAM group that a business role becomes: `group`, or the id in PascalCase (`data-scientist`: `DataScientist`). */
export function groupName(role: Pick<RoleDefinition, 'id' | 'group'>): string {
  if (role.group !== undefined) return role.group
  return role.id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
