import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesOnceAdopted, expectEmptyPlan } from './import-laws.testing.ts'
import { randomAccounts } from './random-account.testing.ts'

describe('importing an account', () => {
  it('gives an empty plan, whatever is in the account', () => {
    fc.assert(
      fc.property(randomAccounts({ groups: 5, policies: 6, users: 5, odd: true }), (details) => {
        expectEmptyPlan(details)
      }),
      { numRuns: 30 },
    )
  })

  it('says everything that a group holds: adopted, it is moved, and what was inline becomes managed', () => {
    fc.assert(
      fc.property(randomAccounts({ groups: 5, policies: 6, users: 5, odd: false }), (details) => {
        const kinds = new Set(changesOnceAdopted(expectEmptyPlan(details)).map(({ kind }) => kind))
        for (const kind of ['move-group', 'create-policy', 'attach-policy', 'delete-inline-policy'] as const)
          kinds.delete(kind)
        expect([...kinds]).toEqual([])
      }),
      { numRuns: 12 },
    )
  })
})
