import { assert, nat, property, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import {
  actionSet,
  fullSet,
  has,
  intersect,
  isEmptySet,
  isSameSet,
  isSubset,
  numbersIn,
  overlaps,
  sizeOf,
  subtract,
  union,
} from './action-set.ts'

const capacity = 100
const byValue = (a: number, b: number): number => a - b
const numbers = uniqueArray(nat(capacity - 1))

test('behaves as a set of numbers does', () => {
  assert(
    property(numbers, numbers, (first, second) => {
      const [a, b] = [new Set(first), new Set(second)]
      const [left, right] = [actionSet(first, capacity), actionSet(second, capacity)]
      expect([...numbersIn(union(left, right))]).toEqual([...new Set([...first, ...second])].toSorted(byValue))
      expect([...numbersIn(intersect(left, right))]).toEqual(first.filter((number) => b.has(number)).toSorted(byValue))
      expect([...numbersIn(subtract(left, right))]).toEqual(first.filter((number) => !b.has(number)).toSorted(byValue))
      expect(isSubset(left, right)).toBe(first.every((number) => b.has(number)))
      expect(overlaps(left, right)).toBe(first.some((number) => b.has(number)))
      expect(sizeOf(left)).toBe(a.size)
      expect(isEmptySet(left)).toBe(a.size === 0)
      expect(isSameSet(left, right)).toBe(a.size === b.size && first.every((number) => b.has(number)))
      for (const number of second) expect(has(left, number)).toBe(a.has(number))
    }),
  )
})

test('the full set holds every number and nothing past the last', () => {
  for (const size of [1, 31, 32, 33, 64, 100]) {
    expect([...numbersIn(fullSet(size))]).toEqual(Array.from({ length: size }, (_, number) => number))
  }
})

test('a set is not changed by what is made of it', () => {
  const set = actionSet([1, 2, 3], capacity)
  union(set, fullSet(capacity))
  subtract(set, fullSet(capacity))
  expect([...numbersIn(set)]).toEqual([1, 2, 3])
})
