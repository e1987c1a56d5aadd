import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changedLines } from './changed-lines.ts'

const marks = { same: ' ', removed: '-', added: '+' } as const
const lettersOf = (text: string): readonly string[] => (text === '' ? [] : text.split(''))
const shown = (before: string, after: string): string =>
  changedLines(lettersOf(before), lettersOf(after))
    .map(({ change, text }) => `${marks[change]}${text}`)
    .join('')

it('shows what goes before what comes in its place, and as little as possible', () => {
  expect(shown('abcd', 'axcd')).toBe(' a-b+x c d')
  expect(shown('', 'ab')).toBe('+a+b')
  expect(shown('ab', '')).toBe('-a-b')
  expect(shown('abc', 'bcd')).toBe('-a b c+d')
})

it('holds both texts, whatever they are', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = changedLines(before, after)
      const without = (change: string): readonly string[] =>
        lines.filter((line) => line.change !== change).map((line) => line.text)
      expect(without('added')).toEqual(before)
      expect(without('removed')).toEqual(after)
    }),
  )
})

it('takes long texts that have nothing in common', () => {
  const numbers = (from: number): readonly string[] => Array.from({ length: 5000 }, (_, index) => String(from + index))
  const lines = changedLines(['same', ...numbers(0)], ['same', ...numbers(100_000)])
  expect(lines).toHaveLength(10_001)
  expect(lines[0]).toEqual({ change: 'same', text: 'same' })
})
