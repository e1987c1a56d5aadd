import { expect, test } from 'vitest'
import { fullAccount } from './generate-company.ts'
import { editsOf } from './stability.ts'

test('a thousand edits of a line touch hardly more than a policy each, and rename none', () => {
  const size = { ...fullAccount, roles: 15, tasks: 100, policies: 75, people: 0 }
  const edits = editsOf({ size, edits: 1000, seed: 11 })
  const touched = edits.reduce((sum, edit) => sum + edit.touched, 0)
  expect(touched / edits.length).toBeLessThanOrEqual(1.2)
  expect(edits.filter(({ renamed }) => renamed > 0)).toEqual([])
})
