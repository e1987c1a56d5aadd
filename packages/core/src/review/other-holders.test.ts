import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow, deny } from '../define/statement.ts'
import {
  accountId,
  arnOf,
  company,
  daysAgo,
  event,
  find,
  long,
  now,
  policyOf,
  role,
  trail,
  usageOf,
  withUsers,
} from './company.testing.ts'
import { reviewState, type ReviewOptions } from './review-state.ts'

// Accounts that are not as tidy as a model: who holds a policy by hand, whom it bounds, what people keep from elsewhere.

const options: ReviewOptions = { now, windowDays: 90 }
const used = daysAgo(3)
const both = policyOf('Both', ['sqs:*', 'sns:*'])

describe('who holds a policy besides its groups', () => {
  const clerk = role({ id: 'clerk', tasks: { work: [both] } })
  const given = company([clerk], { mary: [clerk] })
  const shared = arnOf(given.state, 'Both')

  it('is named with what they would lose: a user by hand, and one whom it bounds', () => {
    const all = policyOf('All', ['sns:Publish', 's3:*'])
    const other = role({ id: 'other', tasks: { all: [all] } })
    const made = company([clerk, other], { mary: [clerk], paul: [other] })
    const state = withUsers(
      {
        ...made.state,
        users: made.state.users.map((user) =>
          user.name === 'mary' ? { ...user, attachedPolicies: [shared] } : { ...user, permissionsBoundary: shared },
        ),
      },
      [{ name: 'zoe', attached: [shared] }],
    )
    const use = { sqs: used, sns: null }
    const usage = usageOf(state, { Both: use, Clerk: use, mary: use, zoe: use, All: { s3: used, sns: null }, paul: {} })
    const proposal = find(reviewState(state, usage, options).proposals, 'narrow-statement').find(
      ({ policyName }) => policyName === 'Both',
    )
    expect(proposal?.lossByPerson.map(({ people, loses }) => [people, loses])).toEqual([
      [['mary', 'zoe'], ['sns:*']],
      [['paul'], ['sns:Publish']],
    ])
    expect(proposal?.risk).toEqual({
      level: 'medium',
      reasons: ['outside its groups, the user mary, the user paul, the user zoe also hold the policy'],
    })
  })

  it('and is bounded by it keeps what they used, and what nobody can see that they used', () => {
    const state = withUsers(given.state, [{ name: 'paul', boundary: shared }])
    const use = { Both: { sqs: used, sns: null }, Clerk: { sqs: used, sns: null }, mary: { sqs: used, sns: null } }
    const removed = (reports: Parameters<typeof usageOf>[1], drop = false): readonly string[] => {
      const usage = usageOf(state, { ...use, ...reports })
      const entities = usage.entities.filter(({ arn }) => !drop || !arn.endsWith('/paul'))
      return reviewState(state, { ...usage, entities }, options).proposals.flatMap((one) =>
        one.removed.map(({ what }) => what),
      )
    }
    expect(removed({ paul: { sqs: null, sns: null } })).toEqual(['sns'])
    // What a person's own policies do not grant has no row in the report of that person.
    expect(removed({ paul: { sqs: null } })).toEqual(['sns'])
    expect(removed({ paul: { sns: used } })).toEqual([])
    expect(removed({}, true)).toEqual([])
  })

  it('and is bounded by it keeps single actions too, and what the policy itself has no row of', () => {
    const users = policyOf('Users', ['iam:GetUser', 'iam:ListUsers', 'sns:Publish'])
    const made = company([role({ id: 'helper', tasks: { work: [users] } })], { mary: [] })
    const state = withUsers(made.state, [{ name: 'paul', boundary: arnOf(made.state, 'Users') }])
    const removed = (lastAccessed: string | null): readonly string[] => {
      const usage = usageOf(state, { Users: { iam: used }, Helper: { iam: used }, paul: { iam: used, sns: null } })
      const entities = usage.entities.map((one) => ({
        ...one,
        services: one.services.map((service) => ({
          ...service,
          actions:
            one.kind === 'user'
              ? [
                  { action: 'iam:GetUser', lastAccessed },
                  { action: 'iam:ListUsers', lastAccessed: null },
                ]
              : [{ action: 'iam:GetUser', lastAccessed: null }],
        })),
      }))
      return reviewState(state, { ...usage, entities }, options).proposals.flatMap((one) =>
        one.removed.map(({ what }) => what),
      )
    }
    expect(removed(null)).toEqual(['iam:GetUser'])
    expect(removed(used)).toEqual([])
  })

  it('leaves events that are use of it: a user by hand, and sessions of a role', () => {
    const robot = {
      name: 'Robot',
      path: '/',
      arn: `arn:aws:iam::${accountId}:role/Robot`,
      trustPolicy: { Version: '2012-10-17' as const, Statement: [] },
      attachedPolicies: [shared],
      inlinePolicies: [],
      tags: {},
    }
    const state = { ...withUsers(given.state, [{ name: 'zoe', attached: [shared] }]), roles: [robot] }
    const usage = usageOf(state, { Both: { sqs: null, sns: null }, Clerk: { sqs: null, sns: null }, zoe: {} })
    const session = { arn: `arn:aws:sts::${accountId}:assumed-role/Robot/run`, kind: 'assumed-role' as const }
    const seen = trail(event('zoe', 'sqs', 'CreateQueue'), event('', 'sns', 'CreateTopic', { actor: session }))
    expect(reviewState(state, usage, options).proposals).toHaveLength(1)
    expect(reviewState(state, usage, { ...options, trail: seen }).proposals).toEqual([])
  })

  it('and is a role that it bounds, of which there are no reports: it stays, and the role is named', () => {
    const state: AccountState = {
      ...given.state,
      roles: [
        {
          name: 'Robot',
          path: '/',
          arn: `arn:aws:iam::${accountId}:role/Robot`,
          createdAt: long,
          attachedPolicies: [],
          inlinePolicies: [],
          tags: {},
          permissionsBoundary: shared,
          trustPolicy: { Version: '2012-10-17', Statement: [] },
        },
      ],
    }
    const usage = usageOf(state, { Both: { sqs: used, sns: null }, Clerk: { sqs: used, sns: null } })
    const found = reviewState(state, usage, options)
    expect(found.proposals).toEqual([])
    expect(found.notEnoughHistory.map(({ name, reason }) => [name, reason])).toEqual([
      ['Both', 'it bounds the role Robot, and there is no report of what that used'],
    ])
  })
})

describe('a person who keeps a part of what goes', () => {
  it('is named with it: the same action on fewer resources is a loss', () => {
    const first = policyOf('First', ['sqs:*', 's3:*'])
    const second = policyOf('Second', ['sqs:SendMessage'], ['arn:aws:sqs:*:*:bills'])
    const third = policyOf('Third', ['sqs:*'])
    const one = role({ id: 'one', tasks: { first: [first] } })
    const two = role({ id: 'two', tasks: { second: [second] } })
    const three = role({ id: 'three', tasks: { third: [third] } })
    const given = company([one, two, three], { ana: [one, three], mary: [one, two], zoe: [one] })
    const usage = usageOf(given.state, {
      First: { sqs: null, s3: used },
      Second: { sqs: used },
      Third: { sqs: used },
      One: { sqs: null, s3: used },
    })
    const [proposal] = find(reviewState(given.state, usage, options).proposals, 'narrow-statement')
    expect(proposal?.policyName).toBe('First')
    const losses = proposal?.lossByPerson.map(({ people, loses, partly }) => ({
      people,
      all: loses.includes('sqs:*'),
      some: loses.includes('sqs:ListQueues') && !loses.includes('sqs:SendMessage'),
      partly,
    }))
    expect(losses).toEqual([
      { people: ['zoe'], all: true, some: false, partly: undefined },
      { people: ['mary'], all: false, some: true, partly: ['sqs:SendMessage'] },
    ])
  })

  it('and so is the same action under a condition only, whatever is denied besides', () => {
    const wide = policyOf('Wide', ['sqs:*', 's3:*'])
    const guarded = definePolicy({
      name: 'Guarded',
      statements: [
        allow({ actions: ['sqs:*'], resources: ['*'], conditions: { Bool: { 'aws:MultiFactorAuthPresent': true } } }),
        deny({ actions: ['sqs:PurgeQueue'], resources: ['arn:aws:sqs:*:*:bills'] }),
      ],
    })
    const first = role({ id: 'first', tasks: { wide: [wide] } })
    const second = role({ id: 'second', tasks: { guarded: [guarded] } })
    const given = company([first, second], { mary: [first, second] })
    const usage = usageOf(given.state, { Wide: { sqs: null, s3: used }, Guarded: { sqs: used } })
    const [proposal] = find(reviewState(given.state, usage, options).proposals, 'narrow-statement')
    expect(proposal?.lossByPerson).toEqual([{ people: ['mary'], loses: [], actions: 0, partly: ['sqs:*'] }])
  })

  it('and of resources that go, all that is left on fewer of them', () => {
    const secrets = policyOf('Secrets', ['secretsmanager:PutSecretValue'])
    const keeper = role({ id: 'keeper', tasks: { keep: [secrets] } })
    const given = company([keeper], { mary: [keeper] })
    const usage = usageOf(given.state, { Secrets: { secretsmanager: used }, Keeper: { secretsmanager: used } })
    const secret = `arn:aws:secretsmanager:us-east-1:${accountId}:secret:bills-AbCdEf`
    const put = event('mary', 'secretsmanager', 'PutSecretValue', { resources: [secret] })
    const { proposals } = reviewState(given.state, usage, { ...options, trail: trail(put) })
    const [proposal] = find(proposals, 'narrow-resources')
    expect(proposal?.lossByPerson).toEqual([
      { people: ['mary'], loses: [], actions: 0, partly: ['secretsmanager:PutSecretValue'] },
    ])
    expect(proposal?.risk).toEqual({
      level: 'low',
      reasons: ['nobody used it in the time that CloudTrail was read for'],
    })
  })
})

describe('what goes although another policy needs it', () => {
  it('is named, when somebody holds both', () => {
    const copy = policyOf('Copy', ['elasticache:CopySnapshot'])
    const store = policyOf('Store', ['s3:*', 'sqs:*'])
    const copier = role({ id: 'copier', tasks: { copy: [copy] } })
    const keeper = role({ id: 'keeper', tasks: { store: [store] } })
    const given = company([copier, keeper], { mary: [copier, keeper] })
    const usage = usageOf(given.state, { Copy: { elasticache: used }, Store: { s3: null, sqs: used } })
    const [proposal] = reviewState(given.state, usage, options).proposals
    expect(proposal?.needed.map(({ action }) => action)).toEqual(['s3:DeleteObject', 's3:GetBucketAcl', 's3:PutObject'])
    expect(proposal?.risk.level).toBe('high')
  })
})
