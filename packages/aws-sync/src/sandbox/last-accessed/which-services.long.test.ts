import { describe, expect, it } from 'vitest'
import { tryLists, tryRows } from './try-policies.testing.ts'

describe('any policies', () => {
  it('have rows of exactly the services that can be reached by some action on some resource', async () => {
    await expect(tryRows(50)).resolves.toBeUndefined()
  })

  it('are listed each by itself for exactly the services that they may grant', async () => {
    await expect(tryLists(120)).resolves.toBeUndefined()
  })
})
