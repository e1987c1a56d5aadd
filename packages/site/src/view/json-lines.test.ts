import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonDiff, jsonLines, type JsonLine } from './json-lines.ts'

const text = (lines: readonly JsonLine[]): string =>
  lines.map((line) => line.tokens.map((token) => token.text).join('')).join('\n')

test('the pieces of printed JSON put together are the JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(text(jsonLines(value))).toBe(JSON.stringify(value, undefined, 2))
    }),
  )
})

test('keys, strings, numbers and words are told apart', () => {
  const kinds = jsonLines({ 'a "b"': ['x: y', -1.5e3, true] }).flatMap((line) =>
    line.tokens.map((token) => `${token.kind} ${token.text.trim()}`),
  )
  expect(kinds).toEqual(expect.arrayContaining(['key "a \\"b\\""', 'string "x: y"', 'number -1500', 'word true']))
})

test('a comparison holds both sides whole', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      const lines = jsonDiff(before, after)
      const side = (without: JsonLine['change']): string => text(lines.filter((line) => line.change !== without))
      expect(side('added')).toBe(before === null ? '' : JSON.stringify(before, undefined, 2))
      expect(side('removed')).toBe(after === null ? '' : JSON.stringify(after, undefined, 2))
    }),
  )
})

test('what both have is said once', () => {
  const lines = jsonDiff({ Effect: 'Allow', Action: ['a:b', 'c:d'] }, { Effect: 'Allow', Action: ['c:d'] })
  expect(lines.filter((line) => line.change !== 'same').map((line) => `${line.change} ${text([line]).trim()}`)).toEqual(
    ['removed "a:b",'],
  )
})
