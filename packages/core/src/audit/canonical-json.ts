import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import type { JsonValue } from './audit-entry.ts'

const DEEPEST = 500

/**
 * The one spelling of a JSON value that everybody arrives at: keys sorted by UTF-16 unit, no white space, numbers and strings
 * as ECMAScript prints them (the JSON Canonicalization Scheme of RFC 8785).
 *
 * A property that is undefined counts as absent. Anything else that JSON can't hold (a function, a `bigint`, `NaN`, a value that
 * contains itself) throws a RolewrightError of code `not-json` that names the place.
 *
 * @example
 * ```ts
 * canonicalJson({ b: [1, true], a: 'x' }) // '{"a":"x","b":[1,true]}'
 * ```
 */
export function canonicalJson(value: unknown): string {
  return print(toJsonValue(value))
}

/**
 * A copy as plain JSON, without undefined properties; throws as {@link canonicalJson} does.
 *
 * @example
 * ```ts
 * toJsonValue({ b: undefined, a: 1 }) // { a: 1 }
 * ```
 */
export function toJsonValue(value: unknown): JsonValue {
  return convert(value, '', 0)
}

// JSON.stringify would move keys that look like array indexes to the front, so objects are printed here.
function print(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(print).join(',')}]`
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${print(item)}`).join(',')}}`
}

function convert(value: unknown, path: string, depth: number): JsonValue {
  if (depth > DEEPEST) throw notJson(path, `is nested deeper than ${DEEPEST} levels, or contains itself`)
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    throw notJson(path, `is \`${value}\``)
  }
  if (Array.isArray(value)) return value.map((item: unknown, index) => convert(item, `${path}[${index}]`, depth + 1))
  if (typeof value !== 'object' || value instanceof Date) {
    throw notJson(path, `is a ${value instanceof Date ? 'date' : typeof value}`)
  }
  const entries: [string, JsonValue][] = []
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) entries.push([key, convert(item, path === '' ? key : `${path}.${key}`, depth + 1)])
  }
  return Object.fromEntries(entries)
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function notJson(path: string, what: string): RolewrightError {
  return new RolewrightError({
    code: 'not-json',
    message: `${path === '' ? 'the value' : `\`${path}\``} ${what}, which JSON can't hold`,
    hint: 'give plain objects, arrays, strings, finite numbers, booleans and null',
  })
}
