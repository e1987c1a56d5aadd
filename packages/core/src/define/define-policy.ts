import type { PolicyDefinition } from './definitions.ts'
import { freeze } from './freeze.ts'

/**
 * One customer managed policy: what a single task needs of a single service.
 *
 * Strings in statements may hold `{{parameter}}`, filled for each account, and IAM's own `${aws:username}`.
 *
 * @example
 * ```ts
 * const readBills = definePolicy({
 *   name: 'ReadBills',
 *   statements: [allow({ actions: ['billing:Get*', 'invoicing:List*'], resources: ['*'] })],
 * })
 * ```
 */
export function definePolicy(policy: Omit<PolicyDefinition, 'kind'>): PolicyDefinition {
  return freeze({ ...policy, kind: 'policy' })
}
