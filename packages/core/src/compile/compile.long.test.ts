import { expect, test } from 'vitest'
import { laws } from './compile-laws.testing.ts'

test.each(Object.entries(laws(2500)))('%s', (_, law) => {
  expect(law()).toBe(null)
})
