import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import type { AgreedRemoval } from './agreed-removal.ts'
import { diff } from './diff.ts'
import { brokenGuards } from './guards.ts'
import type { Plan } from './plan.ts'
import { accountState, groupState, ownedPath, policyState, userState } from './states.testing.ts'

const allowing = (...Action: readonly string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})
const ownership = { path: ownedPath, exclusiveGroups: [] }
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `user${index + 10}`)

/** People in one group with one policy. */
function company(given: {
  readonly holders: readonly string[]
  readonly others?: readonly string[]
  actions?: readonly string[]
}): AccountState {
  const policy = policyState('Read', allowing(...(given.actions ?? ['s3:GetObject'])))
  return accountState({
    policies: [policy],
    groups: [groupState('Reader', [policy.arn])],
    users: [
      ...given.holders.map((name) => userState(name, ['Reader'])),
      ...(given.others ?? []).map((name) => userState(name)),
    ],
    ownership,
  })
}

/** A plan that takes the role from the first of a number of people. */
function planTaking(from: number, of: number): Plan {
  const people = names(of)
  return diff(company({ holders: people }), company({ holders: people.slice(from), others: people.slice(0, from) }))
}

const codesOf = (...given: Parameters<typeof brokenGuards>): readonly string[] =>
  brokenGuards(...given).map(({ code }) => code)

describe('the guard of people who lose access', () => {
  it.each([
    [1, 1, []],
    [1, 5, []],
    [2, 5, ['max-loss']],
    [2, 20, []],
    [3, 20, ['max-loss']],
    [3, 39, []],
    [4, 39, ['max-loss']],
  ])('with %d of %d losing, breaks %j', (losing, of, broken) => {
    const plan = planTaking(losing, of)
    expect(plan.people).toMatchObject({ total: of, losing: names(losing), planned: [], gaining: [] })
    expect(codesOf(plan)).toEqual(broken)
  })

  it('is let pass by a number or a share that is large enough, and by no other', () => {
    const plan = planTaking(4, 10)
    expect(codesOf(plan, { maxLoss: { people: 4 } })).toEqual([])
    expect(codesOf(plan, { maxLoss: { people: 3 } })).toEqual(['max-loss'])
    expect(codesOf(plan, { maxLoss: { percent: 40 } })).toEqual([])
    expect(codesOf(plan, { maxLoss: { percent: 39 } })).toEqual(['max-loss'])
    expect(codesOf(plan, { allowWider: true })).toEqual(['max-loss'])
    expect(codesOf(planTaking(1, 10), { maxLoss: { people: 0 } })).toEqual(['max-loss'])
    expect(brokenGuards(plan)).toEqual([
      {
        code: 'max-loss',
        message: '4 people lose access by this plan, and at most 10 % of 10, so 1 may',
        hint: 'look at who loses what; if it is meant, give `--max-loss 4`',
        override: '--max-loss 4',
      },
    ])
  })

  it('counts who loses by a narrower policy', () => {
    const people = names(10)
    const plan = diff(
      company({ holders: people, actions: ['s3:GetObject', 's3:PutObject'] }),
      company({ holders: people }),
    )
    expect(codesOf(plan)).toEqual(['max-loss'])
  })

  it('does not count what has ended by its date, unless the same person loses something else too', () => {
    const people = names(10)
    const ended = people.slice(0, 5).map((name) => ({ ...userState(name), endedGroups: ['Reader'] }))
    const wanted = {
      ...company({ holders: people.slice(5) }),
      users: [...ended, ...people.slice(5).map((name) => userState(name, ['Reader']))],
    }
    const plan = diff(company({ holders: people }), wanted)
    expect(plan.people).toMatchObject({ total: 10, losing: [], planned: people.slice(0, 5) })
    expect(plan.changes.map((change) => change.reason)).toEqual(ended.map(() => 'the role has ended by its date'))
    expect(codesOf(plan)).toEqual([])
    const narrowed = diff(company({ holders: people, actions: ['s3:GetObject', 's3:PutObject'] }), wanted)
    expect(narrowed.people.losing).toEqual(people)
  })
})

describe('what a review has given up', () => {
  const people = names(10)
  const before = company({ holders: people, actions: ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'] })
  const after = company({ holders: people })
  const arn = before.policies[0]?.arn ?? ''

  const given = (...Action: readonly string[]): Statement => ({ Effect: 'Allow', Action, Resource: '*' })

  it.each<readonly AgreedRemoval[]>([
    [{ policy: arn, statement: given('sqs:*', 's3:PutObject') }],
    [
      { groups: ['Reader'], statement: given('sqs:*') },
      { policy: arn, statement: given('s3:PutObject') },
    ],
  ])('is no loss: %j', (...agreed) => {
    const plan = diff(before, after, { agreed })
    expect(plan.people).toMatchObject({ losing: [], planned: people })
    expect(codesOf(plan)).toEqual([])
  })

  it.each<readonly AgreedRemoval[]>([
    [{ policy: arn, statement: given('sqs:*') }],
    [{ policy: `${arn}2`, statement: given('*') }],
    [{ groups: ['Writer'], statement: given('*') }],
    [{ policy: arn, statement: { ...given('sqs:*', 's3:PutObject'), Resource: 'arn:aws:s3:::other/*' } }],
    [],
  ])('covers nothing else: %j', (...agreed) => {
    expect(diff(before, after, { agreed }).people).toMatchObject({ losing: people, planned: [] })
  })

  it('is no loss where all but some actions were allowed and the rest goes, unknown actions too', () => {
    const allowAllBut: Statement = { Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }
    const narrow = company({ holders: people, actions: ['s3:*'] })
    const wide = { ...narrow, policies: [policyState('Read', { Statement: allowAllBut })] }
    const policy = wide.policies[0]?.arn ?? ''
    const lost = (...NotAction: readonly string[]): AgreedRemoval => ({
      policy,
      statement: { Effect: 'Allow', NotAction, Resource: '*' },
    })
    const losing = (agreed: AgreedRemoval): readonly string[] => diff(wide, narrow, { agreed: [agreed] }).people.losing
    expect(losing(lost('iam:*', 's3:*'))).toEqual([])
    expect(losing(lost('iam:*', 's3:*', 'sqs:*'))).toEqual(people)
  })

  it('is no loss of the resources that go, and a loss of those that stay', () => {
    const on = (...Resource: readonly string[]): Statement => ({ Effect: 'Allow', Action: 's3:GetObject', Resource })
    const holding = (Statement: Statement): AccountState => ({
      ...before,
      policies: [policyState('Read', { Statement })],
    })
    const [a, b] = ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*']
    const agreed = [{ policy: arn, statement: { Effect: 'Allow', Action: 's3:GetObject', NotResource: [a] } }] as const
    const losing = (was: Statement, is: Statement): readonly string[] =>
      diff(holding(was), holding(is), { agreed }).people.losing
    expect([losing(on(a, b), on(a)), losing(on('*'), on(a))]).toEqual([[], []])
    expect(losing(on(a, b), on(b))).toEqual(people)
  })

  it('is no loss either where a whole policy goes from a group, or people move to another', () => {
    const two = company({ holders: people })
    const detached = { ...two, groups: two.groups.map((group) => ({ ...group, attachedPolicies: [] })) }
    const moved = { ...two, users: two.users.map((user) => ({ ...user, groups: [] })) }
    const agreed = [{ groups: ['Reader'], statement: given('s3:GetObject') }]
    for (const wanted of [detached, moved]) {
      expect(diff(two, wanted).people.losing).toEqual(people)
      expect(diff(two, wanted, { agreed }).people).toMatchObject({ losing: [], planned: people })
    }
  })
})

describe('the guard of sensitive roles', () => {
  const options = { sensitive: new Set(['Reader']) }
  const wide = company({ holders: ['mary'], actions: ['s3:*'] })

  it('stops a role that somebody holds from doing more, and names its override', () => {
    const plan = diff(company({ holders: ['mary'] }), wide, options)
    expect(brokenGuards(plan)).toMatchObject([
      {
        code: 'wider-sensitive',
        message: 'the role of `Reader` is marked sensitive and may do more by this plan',
        override: '--allow-wider',
      },
    ])
    expect(codesOf(plan, { allowWider: true })).toEqual([])
  })

  it('lets narrowing pass, making the role, and widening what is not sensitive', () => {
    const narrow = company({ holders: ['mary'] })
    expect(diff(wide, narrow, options).widened).toEqual([])
    expect(diff(accountState(), wide, options).widened).toEqual([])
    expect(diff(narrow, wide).widened).toEqual([])
  })

  it('takes a change that it can’t compare for a widening', () => {
    const unread = { ...wide, groups: [groupState('Reader', ['arn:aws:iam::aws:policy/Unread'])] }
    expect(diff(company({ holders: ['mary'] }), unread, options).widened).toEqual(['Reader'])
  })
})

it('a taken name has no override', () => {
  const actual = accountState({ groups: [groupState('READER', [], '/')] })
  const [guard] = brokenGuards(diff(actual, company({ holders: [] })), { allowWider: true, maxLoss: { percent: 100 } })
  expect(guard).toMatchObject({ code: 'name-taken' })
  expect(guard).not.toHaveProperty('override')
})
