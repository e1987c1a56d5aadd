import type {
  AtMostRule,
  MutuallyExclusiveRule,
  RequiresRule,
  RoleDefinition,
  SeparateRule,
  Suppression,
} from './definitions.ts'
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

/**
 * Nobody may be able to do something of both lists, by all their roles together and whatever policy gives it.
 *
 * @example
 * ```ts
 * separate(['payments:Update*'], ['invoicing:Get*'])
 * ```
 */
export function separate(some: readonly string[], others: readonly string[]): SeparateRule {
  return freeze({ kind: 'separate', actions: [some, others] })
}

/**
 * At most so many people may hold a role in one account.
 *
 * @example
 * ```ts
 * atMost(3, administrators)
 * ```
 */
export function atMost(members: number, role: RoleDefinition): AtMostRule {
  return freeze({ kind: 'at-most', role, members })
}

/**
 * Whoever holds `role` also holds `required`.
 *
 * @example
 * ```ts
 * requires(administrators, employee)
 * ```
 */
export function requires(role: RoleDefinition, required: RoleDefinition): RequiresRule {
  return freeze({ kind: 'requires', role, required })
}

/**
 * Says that a finding is known and lived with until a date. One that matches nothing any more, or whose date has come, is itself a finding.
 *
 * @example
 * ```ts
 * suppress({ code: 'RW-PASS-ROLE', path: 'role builder', reason: 'replaced by the pipeline in March', until: '2027-04-01' })
 * ```
 */
export function suppress(suppression: Omit<Suppression, 'kind'>): Suppression {
  return freeze({ ...suppression, kind: 'suppression' })
}
