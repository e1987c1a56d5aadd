import type { RoleDefinition } from './definitions.ts'
import { freeze } from './freeze.ts'

/**
 * A business role: a job that a person does, named after the job and never after a technology. Becomes one IAM group.
 *
 * @example
 * ```ts
 * export const accountsPayableClerk = defineRole({
 *   id: 'accounts-payable-clerk',
 *   title: 'Accounts Payable Clerk',
 *   owner: 'finance@examplecorp.com',
 *   justification: 'Checks what AWS charges against what was ordered',
 *   tasks: [reviewBills],
 * })
 * ```
 */
export function defineRole(role: Omit<RoleDefinition, 'kind'>): RoleDefinition {
  return freeze({ ...role, kind: 'role' })
}
