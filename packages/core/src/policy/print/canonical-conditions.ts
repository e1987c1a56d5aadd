import { asList } from '../as-list.ts'
import { byText } from '../parse/by-text.ts'
import type { Conditions, ConditionValue } from '../document.ts'

/**
 * Conditions with operators, keys and values sorted, keys in lower case, values as strings, repeats and empty operators left out; undefined when
 * nothing remains. Two spellings of one key under one operator stay apart, since IAM does not say what they mean together.
 */
export function canonicalConditions(conditions: Conditions): Conditions | undefined {
  const operators: [string, Readonly<Record<string, ConditionValue | readonly ConditionValue[]>>][] = []
  for (const [operator, keys] of sortedEntries(conditions)) {
    const lower = sortedEntries(keys).map(([key, values]) => [key.toLowerCase(), canonicalValues(values)] as const)
    const distinct = new Set(lower.map(([key]) => key)).size === lower.length
    const entries = distinct
      ? lower.toSorted(([a], [b]) => byText(a, b))
      : sortedEntries(keys).map(([key, values]) => [key, canonicalValues(values)] as const)
    if (entries.length > 0) operators.push([operator, Object.fromEntries(entries)])
  }
  return operators.length === 0 ? undefined : Object.fromEntries(operators)
}

function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).toSorted(([a], [b]) => byText(a, b))
}

function canonicalValues(values: ConditionValue | readonly ConditionValue[]): string | readonly string[] {
  const sorted = [...new Set(asList(values).map(String))].toSorted(byText)
  const [first, ...rest] = sorted
  return first !== undefined && rest.length === 0 ? first : sorted
}
