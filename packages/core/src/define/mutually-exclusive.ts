import type { MutuallyExclusiveRule, RoleDefinition } from './definitions.ts'
import { freeze } from './freeze.ts'

/**
 * Nobody may hold two of these roles at the same time: who pays does not approve.
 *
 * @example
 * ```ts
 * defineModel({ id: 'example', roles, people, accounts, rules: [mutuallyExclusive(payer, approver)] })
 * ```
 */
export function mutuallyExclusive(...roles: readonly RoleDefinition[]): MutuallyExclusiveRule {
  return freeze({ kind: 'mutually-exclusive', roles })
}
