import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { printPolicy } from '../policy/print/print-policy.ts'
import { applyToState } from './apply-to-state.ts'
import { diff } from './diff.ts'
import type { Change } from './plan.ts'
import { rollbackPlan, RollbackRefused } from './rollback.ts'
import { accountState, groupState, ownedPath, policyState, states, together, userState } from './states.testing.ts'

const read: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
}
const write: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
}
const ownership = { path: ownedPath, exclusiveGroups: [] }
const arnOf = (name: string): string => policyState(name, read).arn

/** What of a state an apply changes and a rollback brings back: all but version numbers, dates, and who was made without anything. */
function matter(state: AccountState, users: ReadonlySet<string>): unknown {
  return {
    groups: state.groups.map(({ arn, attachedPolicies, inlinePolicies }) => ({
      arn,
      attachedPolicies,
      inlinePolicies,
    })),
    policies: state.policies.map((policy) => {
      const document = defaultDocument(policy)
      return [policy.arn, document === undefined ? null : printPolicy(document)]
    }),
    users: state.users.filter(({ name }) => users.has(name)).map(({ name, groups }) => [name, groups]),
  }
}

describe('rollbackPlan', () => {
  it('sets back whatever an apply has done', () => {
    fc.assert(
      fc.property(
        fc.record({
          there: states({ path: ownedPath, prefix: 'Own', owned: false }),
          foreign: states({ path: '/team/', prefix: 'Foreign', owned: false }),
          wanted: states({ path: ownedPath, prefix: 'Own', owned: true }),
          prune: fc.boolean(),
        }),
        ({ there, foreign, wanted, prune }) => {
          const actual = together(there, foreign)
          const { changes } = diff(actual, wanted, { prune })
          const after = applyToState(actual, changes)
          const back = rollbackPlan(changes, after, wanted)
          const users = new Set(actual.users.map(({ name }) => name))
          const end = applyToState(after, back.changes)
          expect(matter(end, users)).toEqual(matter(actual, users))
          expect(end.users.filter(({ name }) => !users.has(name)).flatMap(({ groups }) => groups)).toEqual([])
          expect(rollbackPlan(changes, end, wanted).changes).toEqual([])
        },
      ),
    )
  })

  it('sets back as much as was done when the apply had stopped halfway', () => {
    fc.assert(
      fc.property(
        states({ path: ownedPath, prefix: 'Own', owned: false }),
        states({ path: ownedPath, prefix: 'Own', owned: true }),
        fc.nat(),
        (actual, wanted, at) => {
          const { changes } = diff(actual, wanted, { prune: true })
          const half = applyToState(actual, changes.slice(0, at % (changes.length + 1)))
          const users = new Set(actual.users.map(({ name }) => name))
          const end = applyToState(half, rollbackPlan(changes, half, wanted).changes)
          expect(matter(end, users)).toEqual(matter(actual, users))
        },
      ),
    )
  })

  const before = accountState({
    policies: [policyState('Read', read)],
    groups: [groupState('Reader', [arnOf('Read')])],
  })
  const wanted = accountState({
    policies: [policyState('Read', write), policyState('More', read)],
    groups: [groupState('Reader', [arnOf('Read'), arnOf('More')]), groupState('Writer', [])],
    users: [userState('mary', ['Writer'])],
    ownership,
  })
  const { changes } = diff(before, wanted)
  const after = applyToState(before, changes)
  const refusal = (state: AccountState, made: readonly Change[] = changes): readonly string[] => {
    try {
      rollbackPlan(made, state, wanted)
    } catch (error) {
      if (error instanceof RollbackRefused) return error.findings.map(({ path, message }) => `${path} ${message}`)
      throw error
    }
    return []
  }

  it('puts the earlier version in force where the policy still has it, and leaves users', () => {
    const back = rollbackPlan(changes, after, wanted)
    expect(back.changes.map(({ kind }) => kind)).toEqual([
      'set-default-version',
      'remove-member',
      'detach-policy',
      'delete-group',
      'delete-policy',
    ])
    expect(back.notes).toEqual([
      {
        kind: 'stays',
        subject: 'user mary',
        message: 'stays, without what the apply gave: only offboarding deletes a user',
      },
    ])
    expect(back.calls.length).toBe(7)
  })

  it('refuses with every difference where the account has moved on', () => {
    const edited = applyToState(after, [
      {
        kind: 'update-policy',
        before: after.policies.find(({ name }) => name === 'Read') ?? policyState('Read', read),
        after: policyState('Read', { ...write, Statement: [] }),
        reason: 'by hand',
      },
      { kind: 'add-member', before: null, after: { group: 'Writer', user: 'diego' }, reason: 'by hand' },
    ])
    const moved = {
      ...edited,
      users: [...edited.users, { ...userState('diego', ['Writer']), attachedPolicies: [arnOf('More')] }],
    }
    expect(refusal(moved)).toEqual([
      'policy Read is not as the apply left it',
      'group Writer was made by the apply, and has `diego` in it since',
      'policy More was made by the apply, and is used by `diego` since',
    ])
  })

  it('refuses to bring back what no longer has a place', () => {
    const removed = diff(after, accountState({ ownership, users: [userState('mary', [])] }), { prune: true }).changes
    const empty = applyToState(after, removed)
    const taken = {
      ...empty,
      users: [],
      policies: [policyState('read', read, '/team/')],
    }
    expect(refusal(taken, removed)).toEqual(
      expect.arrayContaining([
        'policy Read another policy has its name since',
        'user mary in group Writer the user `mary` is not there any more',
      ]),
    )
  })

  it('touches nothing foreign, whatever a history says', () => {
    const foreign = policyState('Theirs', write, '/team/')
    const state = accountState({ policies: [foreign], groups: [groupState('Team', [], '/team/')] })
    const forged = [
      { kind: 'create-policy', before: null, after: foreign, reason: '' },
      { kind: 'create-policy', before: null, after: { ...foreign, path: ownedPath }, reason: '' },
      { kind: 'create-group', before: null, after: groupState('Team', [], '/team/'), reason: '' },
      { kind: 'detach-policy', before: { group: 'Team', policyArn: foreign.arn }, after: null, reason: '' },
    ] as const
    for (const change of forged) {
      expect(() => rollbackPlan([change], state, { ...wanted })).toThrow(RollbackRefused)
    }
  })
})
