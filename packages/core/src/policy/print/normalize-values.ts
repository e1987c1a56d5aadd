import { asList } from '../as-list.ts'
import { parseOperator } from '../parse/condition-operator.ts'
import type { Conditions, ConditionValue } from '../document.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'

/** Conditions with each number and boolean in one spelling, where the operator reads it as such. */
export function normalizeValues(conditions: Conditions): Conditions {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => {
      const normalize = normalizerOf(operator)
      const entries = Object.entries(keys).map(([key, values]) => [key, asList(values).map(normalize)] as const)
      return [operator, Object.fromEntries(entries)]
    }),
  )
}

function normalizerOf(operator: string): (value: ConditionValue) => string {
  const comparison = parseOperator(operator)?.comparison ?? ''
  if (comparison === 'bool' || comparison === 'null') return (value) => String(String(value).toLowerCase() === 'true')
  if (!comparison.startsWith('numeric')) return String
  return (value) => {
    const number = parseDecimal(String(value))
    return number === undefined ? String(value) : formatDecimal(number)
  }
}
