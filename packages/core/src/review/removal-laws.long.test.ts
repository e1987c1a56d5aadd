import { expect, it } from 'vitest'
import { checkRemovalLaws } from './removal-laws.testing.ts'
import { anyCompany } from './review-arbitraries.testing.ts'

it('what was taken away is named with all that brings it back, and is agreed to, whatever the company', () => {
  const { alone, together, agreed } = checkRemovalLaws(anyCompany, { numRuns: 60 })
  expect(Math.min(alone, together, agreed)).toBeGreaterThan(0)
})
