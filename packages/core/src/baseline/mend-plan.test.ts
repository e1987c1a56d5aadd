import { describe, expect, it } from 'vitest'
import { accountId, allowing, factsWith, goodFacts, group, policy, user } from './facts.testing.ts'
import { mendPlan } from './mend-plan.ts'
import { defaultPasswordPolicy, strengthenedPasswordPolicy } from './password-policy.ts'

const arn = (name: string): string => `arn:aws:iam::${accountId}:policy/${name}`
const read = { name: 'read', document: allowing('s3:GetObject') }

describe('mending', () => {
  it('plans nothing where nothing is wrong, and nothing for what only a person can do', () => {
    for (const check of ['account-alias', 'password-policy', 'administrators-group', 'inline-policies', 'root-mfa'])
      expect(mendPlan(check, goodFacts)).toEqual({ check, calls: [], left: [] })
  })

  it('gives the alias that is named, and never replaces one', () => {
    const without = factsWith({ facts: { alias: null } })
    expect(mendPlan('account-alias', without, { alias: 'corp' }).calls).toEqual([
      { kind: 'create-alias', alias: 'corp' },
    ])
    expect(mendPlan('account-alias', without).left).toEqual([
      { subject: `account ${accountId}`, why: 'nothing says which alias: name one with `--alias`' },
    ])
    expect(mendPlan('account-alias', goodFacts, { alias: 'other' }).calls).toEqual([])
  })

  it('makes the password policy as strict as it should be and no laxer than it was', () => {
    const before = { ...defaultPasswordPolicy, minimumLength: 20, symbols: false, maxAge: 30 }
    expect(strengthenedPasswordPolicy(before)).toEqual({ ...before, symbols: true })
    expect(mendPlan('password-policy', factsWith({ facts: { passwordPolicy: null } })).calls).toEqual([
      { kind: 'set-password-policy', before: null, after: defaultPasswordPolicy },
    ])
  })

  it('does not shorten the age of passwords that expire for good, since that could lock everybody out', () => {
    const before = { ...defaultPasswordPolicy, maxAge: 365, hardExpiry: true }
    const plan = mendPlan('password-policy', factsWith({ facts: { passwordPolicy: before } }))
    expect(plan.calls).toEqual([])
    expect(plan.left[0]?.why).toMatch(/hard expiry/)
  })

  it('makes nobody an administrator who is in a group of that name already', () => {
    const facts = factsWith({})
    const named = {
      ...facts,
      state: {
        ...facts.state,
        groups: [group('iamadministrators')],
        users: [user('mary', { groups: ['iamadministrators'] })],
      },
    }
    expect(mendPlan('administrators-group', named)).toEqual({
      check: 'administrators-group',
      calls: [],
      left: [
        {
          subject: 'group iamadministrators',
          why: 'it has 1 member already, who would become IAM administrators: attach IAMFullAccess to it by hand if that is meant',
        },
      ],
    })
  })

  it('attaches a managed policy of the same document before the inline one goes', () => {
    const facts = factsWith({ groups: [group('Clerks', { inlinePolicies: [read] })] })
    expect(mendPlan('inline-policies', facts).calls).toEqual([
      { kind: 'create-policy', policy: 'read', document: read.document },
      { kind: 'attach-policy', group: 'Clerks', policyArn: arn('read') },
      { kind: 'delete-inline-policy', group: 'Clerks', policy: 'read' },
    ])
  })

  it('goes on where an interrupted mend stopped', () => {
    const attached = group('Clerks', { inlinePolicies: [read], attachedPolicies: [arn('read')] })
    const facts = factsWith({ groups: [attached], policies: [policy('read', read.document)] })
    expect(mendPlan('inline-policies', facts).calls).toEqual([
      { kind: 'delete-inline-policy', group: 'Clerks', policy: 'read' },
    ])
  })

  it('shares one policy where two groups hold the same, and names another where they differ', () => {
    const other = { name: 'READ', document: allowing('s3:PutObject') }
    const facts = factsWith({
      groups: [
        group('A', { inlinePolicies: [read] }),
        group('B', { inlinePolicies: [read] }),
        group('C', { inlinePolicies: [other] }),
      ],
    })
    expect(mendPlan('inline-policies', facts).calls.filter(({ kind }) => kind === 'create-policy')).toEqual([
      { kind: 'create-policy', policy: 'read', document: read.document },
      { kind: 'create-policy', policy: 'C-READ', document: other.document },
    ])
  })

  it('leaves what a group has no room for, what a user holds, and what is the model’s', () => {
    const full = Array.from({ length: 10 }, (_, index) => arn(`p${index}`))
    const adopted = group('Adopted', { inlinePolicies: [read], path: '/staff/' })
    const facts = factsWith({
      groups: [
        group('Full', { inlinePolicies: [read], attachedPolicies: full }),
        group('Owned', { inlinePolicies: [read], path: '/rolewright/example/' }),
        adopted,
      ],
      users: [user('mary', { inlinePolicies: [read] })],
    })
    const plan = mendPlan('inline-policies', facts, {
      owned: { path: '/rolewright/example/', adopted: [adopted.arn] },
    })
    expect(plan.calls).toEqual([])
    expect(plan.left.map(({ subject, why }) => `${subject}: ${why}`)).toEqual([
      'policy read of group Full: the group has 10 managed policies already',
      'policy read of group Owned: the group is the model’s: `rolewright apply` brings it about',
      'policy read of group Adopted: the group is the model’s: `rolewright apply` brings it about',
      'policy read of user mary: a person decides which business role needs it',
    ])
  })
})
