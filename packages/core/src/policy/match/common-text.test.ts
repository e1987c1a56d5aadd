import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { commonText } from './common-text.ts'
import { matchesGlob } from './glob.ts'
import { globsOverlap } from './globs-overlap.ts'

test('gives a text that both patterns take', () => {
  expect(commonText('role/app-*', 'role/*-reader')).toBe('role/app-reader')
  expect(commonText('role/*', 'role/admin')).toBe('role/admin')
  expect(commonText('a?c', '?b?')).toBe('abc')
  expect(commonText('role/app-*', 'role/audit-*')).toBeUndefined()
})

test('finds one exactly where there is one', () => {
  const pattern = array(constantFrom('a', 'b', '*', '?', '/'), { maxLength: 7 }).map((parts) => parts.join(''))
  assert(
    property(pattern, pattern, (a, b) => {
      const text = commonText(a, b)
      expect(text !== undefined).toBe(globsOverlap(a, b))
      expect(text === undefined || (matchesGlob(a, text) && matchesGlob(b, text))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})
