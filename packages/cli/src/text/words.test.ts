import { expect, it } from 'vitest'
import { count, some } from './words.ts'

it.each([
  [1, 'policy', '1 policy'],
  [0, 'policy', '0 policies'],
  [90, 'day', '90 days'],
  [2, 'access key', '2 access keys'],
  [12, 'person', '12 people'],
  [1500, 'group', '1,500 groups'],
])('counts %i of a %s: %s', (number, noun, text) => {
  expect(count(number, noun)).toBe(text)
})

it('names the first of a list, and never leaves out one alone', () => {
  expect(some(['a', 'b', 'c'], 2)).toBe('a, b, c')
  expect(some(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
})
