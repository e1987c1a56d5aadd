import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { canonicalJson, toJsonValue } from './canonical-json.ts'

describe('canonicalJson', () => {
  it('sorts keys by UTF-16 unit, those that look like numbers too', () => {
    expect(canonicalJson({ b: 1, a: { 10: 'x', 9: 'y' }, Z: [] })).toBe('{"Z":[],"a":{"10":"x","9":"y"},"b":1}')
  })

  it('leaves undefined properties out', () => {
    expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}')
  })

  it('keeps a key called __proto__', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1}}')
  })

  it('does not depend on the order of keys, and reads back as what it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(canonicalJson(reversed(value))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 300 },
    )
  })

  it('names the place of what JSON cannot hold', () => {
    expect(() => toJsonValue({ a: [1, Number.NaN] })).toThrow(
      new RolewrightError({
        code: 'not-json',
        message: "`a[1]` is `NaN`, which JSON can't hold",
        hint: 'give plain objects, arrays, strings, finite numbers, booleans and null',
      }),
    )
    expect(() => toJsonValue(() => 1)).toThrow("the value is a function, which JSON can't hold")
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(() => canonicalJson(circle)).toThrow('is nested deeper than 500 levels, or contains itself')
  })
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reversed(item)]),
  )
}
