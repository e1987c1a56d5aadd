import type { JsonObject, JsonValue } from '../parse/json-value.ts'
import { isJsonObject } from '../parse/json-value.ts'
import { type ConditionOperator, parseOperator } from '../parse/condition-operator.ts'
import type { CoveredCode } from './covered-checks.ts'
import type { Place } from './place.ts'

/** What a policy is attached to, as far as the checks differ. */
export type LintKind = 'identity' | 'trust'

/** Takes what a check finds. `onKey` when the key at the place is at fault, not its value. */
export type Report = (
  code: CoveredCode,
  place: Place,
  message: string,
  more?: { readonly hint?: string; readonly onKey?: boolean },
) => void

/** The strings of one element, a scalar or a list, without what is of another type. */
export interface Listed {
  readonly element: string
  readonly texts: readonly string[]
  /** Where the text of that position stands. */
  readonly placeOf: (index: number) => Place
}

/** One key of a condition block, with its operator taken apart. */
export interface ConditionEntry {
  readonly operator: string
  readonly parsed: ConditionOperator | undefined
  readonly key: string
  readonly lowerKey: string
  readonly values: readonly JsonValue[]
  readonly isList: boolean
  readonly place: Place
  readonly placeOf: (index: number) => Place
}

/** A statement as the checks read it: its elements by name, malformed ones left out (the grammar check reports those). */
export interface StatementView {
  readonly place: Place
  readonly raw: JsonObject
  readonly effect: 'Allow' | 'Deny' | undefined
  readonly actions: Listed | undefined
  readonly notActions: Listed | undefined
  readonly resources: Listed | undefined
  readonly notResources: Listed | undefined
  readonly conditions: readonly ConditionEntry[]
}

/** Everything a check gets. */
export interface LintContext {
  readonly kind: LintKind
  readonly version: string | undefined
  /** How long the text is, when there was one. */
  readonly textLength: number | undefined
  readonly report: Report
}

export function viewStatement(raw: JsonObject, place: Place): StatementView {
  const effect = own(raw, 'Effect')
  return {
    place,
    raw,
    effect: effect === 'Allow' || effect === 'Deny' ? effect : undefined,
    actions: listed(raw, 'Action', place),
    notActions: listed(raw, 'NotAction', place),
    resources: listed(raw, 'Resource', place),
    notResources: listed(raw, 'NotResource', place),
    conditions: conditionEntries(own(raw, 'Condition'), [...place, 'Condition']),
  }
}

/** An own property: a document may well have a key named `constructor`. */
export function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** The strings of an element and where each stands. */
export function listed(object: JsonObject, element: string, place: Place): Listed | undefined {
  const value = own(object, element)
  if (typeof value === 'string') return { element, texts: [value], placeOf: () => [...place, element] }
  if (!isList(value)) return undefined
  if (value.every((item) => typeof item === 'string')) {
    return { element, texts: value, placeOf: (index) => [...place, element, index] }
  }
  const kept = value.flatMap((item, index) => (typeof item === 'string' ? [{ item, index }] : []))
  return {
    element,
    texts: kept.map(({ item }) => item),
    placeOf: (position) => [...place, element, kept[position]?.index ?? 0],
  }
}

/** Whether a JSON value is a list. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

const operators = new Map<string, ConditionOperator | undefined>()

/** {@link parseOperator}, remembered: a policy has few operators and uses them often. */
function knownOperator(name: string): ConditionOperator | undefined {
  if (operators.has(name)) return operators.get(name)
  const parsed = parseOperator(name)
  if (parsed !== undefined) operators.set(name, parsed)
  return parsed
}

function conditionEntries(condition: JsonValue | undefined, place: Place): ConditionEntry[] {
  if (!isJsonObject(condition)) return []
  const entries: ConditionEntry[] = []
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isJsonObject(keys)) continue
    const parsed = knownOperator(operator)
    for (const [key, value] of Object.entries(keys)) {
      const isMany = isList(value)
      const keyPlace = [...place, operator, key]
      entries.push({
        operator,
        parsed,
        key,
        lowerKey: key.toLowerCase(),
        values: isMany ? value : [value],
        isList: isMany,
        place: keyPlace,
        placeOf: (index) => (isMany ? [...keyPlace, index] : keyPlace),
      })
    }
  }
  return entries
}
