import { expect, it } from 'vitest'
import { checkLaws } from './review-laws.testing.ts'

it('the laws of proposals hold for companies that have all that could break them', () => {
  const { seen, kinds } = checkLaws({ numRuns: 250 })
  expect(Object.entries(seen).filter(([, times]) => times < 5)).toEqual([])
  expect([...kinds.keys()].toSorted()).toEqual([
    'drop-task',
    'narrow-resources',
    'narrow-statement',
    'remove-statement',
    'split-role',
    'split-task',
  ])
}, 120_000)
