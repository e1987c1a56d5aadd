import { expect, test } from 'vitest'
import { laws } from './narrow-laws.testing.ts'

test.each(Object.entries(laws(2000)))('%s', (_, law) => {
  expect(law()).toBe(null)
})
