import { expect, it } from 'vitest'
import { checkIds, checkLaws } from './review-laws.testing.ts'

it('proposals never widen, leave everybody what they used and what nobody can see, and say truly what they take', () => {
  const { seen, kinds } = checkLaws({ numRuns: 15, seed: 1 })
  const { used, passRole, unseen } = seen
  expect(Math.min(used, passRole, unseen)).toBeGreaterThan(0)
  expect([...kinds.keys()]).toEqual(expect.arrayContaining(['drop-task', 'narrow-statement']))
})

it('proposals keep their ids when statements are turned round or spelled otherwise', () => {
  expect(checkIds({ numRuns: 10, seed: 1 })).toBeGreaterThan(0)
})
