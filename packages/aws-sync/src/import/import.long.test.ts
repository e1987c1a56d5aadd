import {
  compile,
  defineAccount,
  defineModel,
  definePolicy,
  defineRole,
  defineTask,
  parsePolicy,
  sameDocument,
} from '@rolewright/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { awsManagedPolicies } from '../sandbox/aws-managed-policies.ts'
import { defineStatements } from './define-statements.ts'
import { changesOnceAdopted, expectEmptyPlan } from './import-laws.testing.ts'
import { randomAccounts } from './random-account.testing.ts'

const account = defineAccount({ id: 'dev', accountId: '111122223333' })

describe('importing', () => {
  it('says what AWS’s own policies say, every one of them', () => {
    const made = [...awsManagedPolicies().values()].map((policy, index) => {
      const document = parsePolicy(policy.versions[0]?.document)
      const defined = defineStatements(document)
      if ('problem' in defined) throw new Error(`${policy.name}: ${defined.problem}`)
      // A policy outside the path is compiled as it is, whatever its size.
      return { document, policy: definePolicy({ name: `P${index}`, statements: defined.statements }) }
    })
    const task = defineTask({ id: 'all', title: 'All', policies: made.map(({ policy }) => policy) })
    const role = defineRole({ id: 'all', title: 'All', owner: 'o', justification: 'j', tasks: [task] })
    const arn = (kind: string, name: string): string => `arn:aws:iam::111122223333:${kind}/${name}`
    const all = { ...account, foreign: [arn('group', 'All'), ...made.map((_, index) => arn('policy', `P${index}`))] }
    const model = defineModel({ id: 'test', roles: [role], people: [], accounts: [all] })
    const { state } = compile(model, all, { now: new Date(), awsManaged: {} })
    const compiled = new Map(state.policies.map((policy) => [policy.name, policy.versions[0]?.document]))
    const differing = made.filter(({ document, policy }) => {
      const after = compiled.get(policy.name)
      return (
        after === undefined ||
        !sameDocument(
          { ...document, Version: '2012-10-17' },
          { ...after, ...(document.Id === undefined ? {} : { Id: document.Id }) },
        )
      )
    })
    expect(differing.map(({ document }) => document)).toEqual([])
    expect(made.length).toBeGreaterThan(1000)
  })

  it('gives an empty plan for thousands of odd accounts', () => {
    fc.assert(
      fc.property(randomAccounts({ groups: 4, policies: 5, users: 4, odd: true }), (details) => {
        expectEmptyPlan(details)
      }),
      { numRuns: 2000 },
    )
  }, 60_000)

  it('gives an empty plan for large accounts, and loses nothing of them once all is adopted', () => {
    fc.assert(
      fc.property(randomAccounts({ groups: 120, policies: 400, users: 500, odd: true }), (details) => {
        expectEmptyPlan(details)
      }),
      { numRuns: 3 },
    )
    fc.assert(
      fc.property(randomAccounts({ groups: 6, policies: 10, users: 10, odd: false }), (details) => {
        const kinds = new Set(changesOnceAdopted(expectEmptyPlan(details)).map(({ kind }) => kind))
        for (const kind of ['move-group', 'create-policy', 'attach-policy', 'delete-inline-policy'] as const)
          kinds.delete(kind)
        expect([...kinds]).toEqual([])
      }),
      { numRuns: 100 },
    )
  }, 120_000)
})
