import type { Model } from '../define/definitions.ts'
import type { Finding, Severity } from '../diagnostic/finding.ts'
import { compileAll } from './compile-all.ts'
import { type CheckContext, type CheckOptions, findingOf } from './rule.ts'
import { rules } from './rules.ts'
import { withoutSuppressed } from './suppressions.ts'

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/**
 * Everything that the rules have to say of a model, errors first; empty when there is nothing to mend. What keeps the model from being
 * compiled is told too. The page of checks in the reference explains each rule.
 *
 * @example
 * ```ts
 * check(model, { now: new Date('2026-01-31'), awsManaged: lock.policies }).filter((finding) => finding.severity === 'error')
 * ```
 */
export function check(model: Model, options: CheckOptions): readonly Finding[] {
  const { accounts, findings } = compileAll(model, options)
  const context: CheckContext = {
    model,
    now: options.now,
    accounts,
    defined: options.defined ?? [],
    changedByAws: options.changedByAws ?? [],
  }
  const found = rules.flatMap((rule) => rule.find(context).map((one) => findingOf(rule, one)))
  // What keeps a model from being compiled can't be lived with: it comes back in `plan` and `apply`.
  return [...findings, ...withoutSuppressed(found, model, options)].toSorted(
    (a, b) => order[a.severity] - order[b.severity],
  )
}
