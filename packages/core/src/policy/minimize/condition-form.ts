import { asList } from '../as-list.ts'
import { parseOperator } from '../parse/condition-operator.ts'
import type { Conditions, ConditionValue } from '../document.ts'
import { hashOf } from './hash.ts'

/** One operator and key with its values: what a condition demands is all of its tests. */
interface ConditionTest {
  readonly operator: string
  readonly key: string
  readonly values: readonly ConditionValue[]
  /** Same for every spelling of the same test. */
  readonly text: string
}

/** The conditions of a statement. */
export interface ConditionForm {
  /** Empty for no condition; the same for every spelling of the same conditions. */
  readonly text: string
  /** Undefined where two spellings of one key stand under one operator: IAM does not say what they mean together. */
  readonly tests: readonly ConditionTest[] | undefined
  readonly source: Conditions | undefined
  /** Characters it takes when printed. */
  readonly size: number
  readonly hash: number
}

const none: ConditionForm = { text: '', tests: [], source: undefined, size: 0, hash: 0 }

/** The same conditions come back in statement after statement; past this many the memory starts anew. */
const remembered = 5000
const known = new Map<string, ConditionForm>()

/** Takes conditions apart, with values that are repeated left out. */
export function readConditions(conditions: Conditions | undefined): ConditionForm {
  if (conditions === undefined) return none
  const written = JSON.stringify(conditions)
  const found = known.get(written)
  if (found !== undefined) return found
  if (known.size >= remembered) known.clear()
  const form = read(conditions)
  known.set(written, form)
  return form
}

function read(conditions: Conditions): ConditionForm {
  const tests: ConditionTest[] = []
  const seen = new Set<string>()
  for (const [written, keys] of Object.entries(conditions)) {
    const operator = shorterOperator(written, conditions)
    for (const [key, given] of Object.entries(keys)) {
      seen.add(`${operator} ${key.toLowerCase()}`)
      tests.push(readTest(operator, key, asList(given)))
    }
  }
  if (tests.length === 0) return none
  if (seen.size < tests.length) {
    const text = JSON.stringify(conditions)
    return {
      text,
      tests: undefined,
      source: conditions,
      size: text.length + ',"Condition":'.length,
      hash: hashOf(text),
    }
  }
  return formOf(tests)
}

function formOf(tests: readonly ConditionTest[]): ConditionForm {
  const sorted = tests.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  const source: Record<string, Record<string, ConditionValue | readonly ConditionValue[]>> = {}
  for (const { operator, key, values } of sorted) {
    const [first, ...rest] = values
    ;(source[operator] ??= {})[key] = first !== undefined && rest.length === 0 ? first : values
  }
  const size = JSON.stringify(source).length + ',"Condition":'.length
  const text = sorted.map((test) => test.text).join('\n')
  return { text, tests: sorted, source, size, hash: hashOf(text) }
}

/**
 * `StringLike` says the same as the longer `StringEquals` of values without wildcards, and `ArnLike` the same as `ArnEquals` of any.
 */
function shorterOperator(operator: string, conditions: Conditions): string {
  if (!operator.includes('Equals')) return operator
  const parsed = parseOperator(operator)
  if (parsed?.comparison !== 'string-equals' && parsed?.comparison !== 'arn-like') return operator
  const keys = Object.entries(conditions[operator] ?? {})
  if (parsed.comparison === 'string-equals' && !keys.every(([, values]) => asList(values).every(isPlain)))
    return operator
  const like = operator.replace('Equals', 'Like')
  const taken = new Set(Object.keys(conditions[like] ?? {}).map((key) => key.toLowerCase()))
  return keys.some(([key]) => taken.has(key.toLowerCase())) ? operator : like
}

/** Whether a value can hold no wildcard. A policy variable may stand for one, but not one that stands for an account's number. */
function isPlain(value: ConditionValue): boolean {
  return !/[*?]|\$\{/.test(String(value).replaceAll(/\$\{aws:(?:Principal|Resource|Source)Account\}/gi, ''))
}

function readTest(operator: string, key: string, given: readonly ConditionValue[]): ConditionTest {
  const boolean = operator.includes('Bool') || operator.startsWith('Null')
  const spelled = new Map(given.map((value) => [String(value), boolean ? shortBoolean(value) : value]))
  const sorted = [...spelled.keys()].toSorted()
  const values = sorted.map((text) => spelled.get(text) ?? text)
  return { operator, key, values, text: JSON.stringify([operator, key.toLowerCase(), ...sorted]) }
}

/** IAM takes `true` for `"true"`, which is shorter by its quotes. */
function shortBoolean(value: ConditionValue): ConditionValue {
  return value === 'true' ? true : value === 'false' ? false : value
}

/** Whether whatever fits `inner` also fits `outer`: since all tests must pass, fewer of the same tests let more through. */
export function impliedBy(outer: ConditionForm, inner: ConditionForm): boolean {
  if (outer === inner || outer.text === '') return true
  if (outer.hash === inner.hash && outer.text === inner.text) return true
  if (outer.tests === undefined || inner.tests === undefined || outer.tests.length > inner.tests.length) return false
  const { tests } = inner
  return outer.tests.every(({ text }) => tests.some((test) => test.text === text))
}

/**
 * Conditions that let through exactly what `a` or `b` lets through, if one condition can say that: they differ in the values of one test alone, and
 * that test passes for any one of its values.
 */
export function eitherOf(a: ConditionForm, b: ConditionForm): ConditionForm | undefined {
  if (a.tests === undefined || b.tests === undefined || a.tests.length !== b.tests.length) return undefined
  const texts = new Set(b.tests.map(({ text }) => text))
  const [own, ...more] = a.tests.filter(({ text }) => !texts.has(text))
  if (own === undefined || more.length > 0) return undefined
  const ownTexts = new Set(a.tests.map(({ text }) => text))
  const other = b.tests.find(({ text }) => !ownTexts.has(text))
  if (other === undefined || other.operator !== own.operator || other.key.toLowerCase() !== own.key.toLowerCase())
    return undefined
  const values = [...own.values, ...other.values]
  if (!passesForAnyValue(own.operator) || values.some((value) => String(value).includes('${'))) return undefined
  const kept = a.tests.filter((test) => test !== own)
  return formOf([...kept, readTest(own.operator, own.key, values)])
}

/** Comparisons of text alone: a number, date or ARN that does not parse may decide for the others. */
function passesForAnyValue(operator: string): boolean {
  const parsed = parseOperator(operator)
  if (parsed === undefined || parsed.negated || parsed.set === 'all') return false
  return ['string-equals', 'string-equals-ignore-case', 'string-like'].includes(parsed.comparison)
}
