import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importFiles } from './import-files.ts'
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

  it('calls no file what Windows keeps for its devices', () => {
    const names = ['Aux', 'COM7', 'LPT9', 'nul']
    const arn = (kind: string, name: string): string => `arn:aws:iam::111122223333:${kind}/${name}`
    const held = names.map((name) => ({ PolicyArn: arn('policy', name) }))
    const Document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'ce:Get*', Resource: '*' } }
    const { made } = expectEmptyPlan({
      UserDetailList: [],
      GroupDetailList: names.map((name) => ({
        GroupName: name,
        Arn: arn('group', name),
        AttachedManagedPolicies: held,
      })),
      RoleDetailList: [],
      Policies: names.map((name) => ({
        Arn: arn('policy', name),
        DefaultVersionId: 'v1',
        PolicyVersionList: [{ VersionId: 'v1', Document }],
      })),
    })
    const files = Object.keys(importFiles(made.model, { now: new Date('2026-11-28') }))
    expect(files.filter((file) => /\d\.ts$/.test(file))).toEqual(
      ['', 'tasks/'].flatMap((folder) => ['aux', 'com7', 'lpt9', 'nul'].map((id) => `roles/${folder}${id}-2.ts`)),
    )
  })
})
