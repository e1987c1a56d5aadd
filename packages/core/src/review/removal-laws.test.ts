import { expect, it } from 'vitest'
import { checkRemovalLaws, sharingTasks } from './removal-laws.testing.ts'

it('what dropped tasks and narrowings took away is named with all that brings it back, and is agreed to', () => {
  const seen = checkRemovalLaws(sharingTasks, { numRuns: 40, seed: 1 })
  expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([])
})
