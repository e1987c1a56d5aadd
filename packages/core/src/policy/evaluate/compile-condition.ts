import { asList } from '../as-list.ts'
import { isTrue } from './compare-scalar.ts'
import { compileComparison } from './compile-comparison.ts'
import { parseOperator } from '../parse/condition-operator.ts'
import type { ContextView } from './context-view.ts'
import type { Conditions, ConditionValue } from '../document.ts'

/** One operator and key of a Condition element, ready to be asked; the rest is for telling a person about it. */
export interface CompiledCondition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
  readonly holds: (context: ContextView) => boolean
}

export interface ConditionSetting {
  readonly effect: 'Allow' | 'Deny'
  /** Whether `${…}` means a variable: from Version 2012-10-17 on. */
  readonly variables: boolean
}

/** All operators and keys of a Condition element; the statement applies only where all hold. */
export function compileConditions(conditions: Conditions | undefined, setting: ConditionSetting): CompiledCondition[] {
  return Object.entries(conditions ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileCondition({ operator, key, values }, setting)),
  )
}

function compileCondition(
  condition: { operator: string; key: string; values: ConditionValue | readonly ConditionValue[] },
  setting: ConditionSetting,
): CompiledCondition {
  const { operator, key } = condition
  const values = asList(condition.values).map(String)
  return { operator, key, values, holds: compileTest(operator, key.toLowerCase(), values, setting) }
}

function compileTest(
  name: string,
  key: string,
  values: readonly string[],
  { effect, variables }: ConditionSetting,
): CompiledCondition['holds'] {
  const operator = parseOperator(name)
  // The evaluator refuses an unknown operator before it gets here; a condition that can't be read never helps.
  if (operator === undefined) return () => effect === 'Deny'
  const { comparison, negated, set, ifExists } = operator
  if (comparison === 'null')
    return (context) => values.some((value) => isTrue(value) === (context.get(key) === undefined))
  const compare = compileComparison(comparison, values, variables)
  // ForAnyValue asks for a value that is there: IfExists, which is about each value, does not change that.
  const whenAbsent = set === 'all' || (set === undefined && (ifExists || negated))
  const fits = (value: string, context: ContextView): boolean => {
    const result = compare(value, context)
    if (result === 'unfit') return false
    return result === 'broken' ? effect === 'Deny' : (result === 'match') !== negated
  }
  return (context) => {
    const entry = context.get(key)
    if (entry === undefined) return whenAbsent
    if (set === 'all') return entry.values.every((value) => fits(value, context))
    if (set === 'any') return entry.values.some((value) => fits(value, context))
    const [value] = entry.values
    return value !== undefined && !entry.multiple && fits(value, context)
  }
}
