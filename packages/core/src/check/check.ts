import type { Finding, Severity } from '../diagnostic/finding.ts'
import type { Model } from '../define/definitions.ts'
import { compiles } from './compiles.ts'
import { mutuallyExclusiveRoles } from './mutually-exclusive-roles.ts'
import { openPassRole } from './open-pass-role.ts'
import { quotaPressure } from './quota-pressure.ts'
import { retiredAction } from './retired-action.ts'
import type { CheckOptions, Rule } from './rule.ts'
import { unknownAction } from './unknown-action.ts'

const rules: readonly Rule[] = [
  unknownAction,
  retiredAction,
  compiles,
  mutuallyExclusiveRoles,
  openPassRole,
  quotaPressure,
]
const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/**
 * Everything that the rules have to say of a model, errors first; empty when there is nothing to mend.
 *
 * @example
 * ```ts
 * check(model, { now: new Date('2026-01-31'), awsManaged: lock.policies }).filter((finding) => finding.severity === 'error')
 * ```
 */
export function check(model: Model, options: CheckOptions): readonly Finding[] {
  return rules.flatMap((rule) => rule(model, options)).toSorted((a, b) => order[a.severity] - order[b.severity])
}
