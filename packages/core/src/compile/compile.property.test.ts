import { expect, test } from 'vitest'
import { laws } from './compile-laws.testing.ts'

test.each(Object.entries(laws(40)))('%s', (_, law) => {
  expect(law()).toBe(null)
})
