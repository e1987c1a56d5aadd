import { expect, test } from 'vitest'
import { laws } from './compare-laws.testing.ts'
import { conditionLaws } from './condition-laws.testing.ts'

test.each(Object.entries(laws(8000)))('%s', (_, law) => {
  expect(law()).toBe(null)
})

test.each(conditionLaws(3000))('decides conditions as all values of $key do', ({ law }) => {
  expect(law()).toBe(null)
})
