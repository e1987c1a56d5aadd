import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import {
  accountId,
  arnOf,
  company,
  daysAgo,
  event,
  find,
  now,
  policyOf,
  role,
  rows,
  trail,
  usageOf,
} from './company.testing.ts'
import type { Trail } from './trail.ts'
import type { Usage } from './usage.ts'
import { reviewState, type ReviewOptions } from './review-state.ts'

// What reports and events say of use, and what their silence does not.

const options: ReviewOptions = { now, windowDays: 90 }
const used = daysAgo(3)
const queues = policyOf('Queues', ['sqs:*'])
const topics = policyOf('Topics', ['sns:*'])
const both = policyOf('Both', ['sqs:*', 'sns:*'])

describe('a report that is older than the review', () => {
  const clerk = role({ id: 'clerk', tasks: { queue: [queues], publish: [topics] } })
  const given = company([clerk], { mary: [clerk], diego: [clerk] })
  const usage = usageOf(given.state, {
    Clerk: { sqs: used, sns: null },
    Queues: { sqs: used },
    Topics: { sns: used },
    mary: { sqs: used, sns: used },
    diego: { sqs: used, sns: null },
  })
  const older = (kind: string): Usage => ({
    ...usage,
    entities: usage.entities.map((one) => (one.kind === kind ? { ...one, reportedAt: daysAgo(60) } : one)),
  })

  it('of a group says nothing of its tasks, and is named', () => {
    expect(find(reviewState(given.state, usage, { ...options, ...given }).proposals, 'drop-task')).toHaveLength(1)
    const found = reviewState(given.state, older('group'), { ...options, ...given })
    expect(find(found.proposals, 'drop-task')).toEqual([])
    expect(found.notEnoughHistory).toEqual([
      {
        about: 'group',
        name: 'Clerk',
        arn: given.state.groups[0]?.arn,
        reason: `its report is of ${daysAgo(60).slice(0, 10)}: collect the usage again`,
        from: now,
      },
    ])
  })

  it('of a user says nothing of who could move to another role', () => {
    const whole = {
      ...usage,
      entities: usage.entities.map((one) =>
        one.kind === 'group' ? { ...one, services: rows({ sqs: used, sns: used }) } : one,
      ),
    }
    expect(find(reviewState(given.state, whole, { ...options, ...given }).proposals, 'split-role')).toHaveLength(1)
    const stale = {
      ...whole,
      entities: whole.entities.map((one) => (one.kind === 'user' ? { ...one, reportedAt: daysAgo(60) } : one)),
    }
    const found = reviewState(given.state, stale, { ...options, ...given })
    expect(found.proposals).toEqual([])
    expect(found.notEnoughHistory.map(({ about, name }) => [about, name])).toEqual([
      ['person', 'diego'],
      ['person', 'mary'],
    ])
  })
})

describe('a report with two rows for one service', () => {
  it('counts as use what either of them shows', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [both] } })
    const given = company([clerk], { mary: [clerk] })
    const usage = usageOf(given.state, { Both: { sqs: used, sns: used }, Clerk: { sqs: used, sns: used } })
    const twice = {
      ...usage,
      entities: usage.entities.map((one) => ({
        ...one,
        services: [...rows({ SNS: used }), ...one.services, ...rows({ sqs: null, sns: daysAgo(200) })],
      })),
    }
    expect(reviewState(given.state, twice, options).proposals).toEqual([])
  })
})

describe('a report that contradicts itself', () => {
  it('counts as use what an action shows though its service shows none', () => {
    const users = policyOf('Users', ['iam:*', 'sqs:*'])
    const clerk = role({ id: 'clerk', tasks: { work: [users] } })
    const given = company([clerk], { mary: [clerk] })
    const usage = usageOf(given.state, { Users: { iam: null, sqs: used }, Clerk: { iam: null, sqs: used } })
    const entities = usage.entities.map((one) => ({
      ...one,
      services: one.services.map((service) =>
        service.namespace === 'iam'
          ? { ...service, actions: [{ action: 'iam:GetUser', lastAccessed: used }] }
          : service,
      ),
    }))
    expect(reviewState(given.state, usage, options).proposals).toHaveLength(1)
    expect(reviewState(given.state, { ...usage, entities }, options).proposals).toEqual([])
  })
})

describe('events of CloudTrail', () => {
  const clerk = role({ id: 'clerk', tasks: { queue: [queues], publish: [topics] } })
  const given = company([clerk], { mary: [clerk], diego: [clerk] })
  const seen = trail(event('diego', 'sns', 'CreateTopic'))

  it('of a member keep a task, and keep the member in the role', () => {
    const usage = usageOf(given.state, {
      Clerk: { sqs: used, sns: null },
      Queues: { sqs: used },
      Topics: { sns: null },
      mary: { sqs: used, sns: used },
      diego: { sqs: used, sns: null },
    })
    const kinds = (more: Partial<ReviewOptions>) =>
      reviewState(given.state, usage, { ...options, ...given, ...more }).proposals.map(({ kind }) => kind)
    expect(kinds({})).toEqual(['remove-statement', 'drop-task'])
    expect(kinds({ trail: seen })).toEqual([])
    const all = {
      ...usage,
      entities: usage.entities.map((one) =>
        one.kind === 'user' ? one : { ...one, services: rows({ sqs: used, sns: used }) },
      ),
    }
    const split = (more: Partial<ReviewOptions>) =>
      reviewState(given.state, all, { ...options, ...given, ...more }).proposals.map(({ kind }) => kind)
    expect(split({})).toEqual(['split-role'])
    expect(split({ trail: seen })).toEqual([])
  })

  it('say nothing by their absence where they do not reach over the window, or one of them is unknown', () => {
    const users = policyOf('Users', ['iam:GetUser', 'iam:UpdateUser'])
    const helper = role({ id: 'helper', tasks: { work: [users] } })
    const made = company([helper], { mary: [helper] })
    const usage = usageOf(made.state, { Users: { iam: used }, Helper: { iam: used } })
    const removed = (one: Trail, evidence = usage): readonly string[] =>
      reviewState(made.state, evidence, { ...options, trail: one }).proposals.flatMap((each) =>
        each.removed.map(({ what }) => what),
      )
    const get = event('mary', 'iam', 'GetUser')
    expect(removed(trail(get))).toEqual(['iam:UpdateUser'])
    expect(removed({ ...trail(get), from: daysAgo(89) })).toEqual([])
    const federated = { arn: `arn:aws:sts::${accountId}:federated-user/visitor`, kind: 'other' as const }
    expect(removed(trail(get, event('', 'sqs', 'ListQueues', { actor: federated })))).toEqual([])
    const tracked = {
      ...usage,
      entities: usage.entities.map((one) => ({
        ...one,
        services: one.services.map((each) => ({
          ...each,
          actions: [{ action: 'iam:UpdateUser', lastAccessed: null }],
        })),
      })),
    }
    const short = { ...trail(get, event('mary', 'iam', 'NobodyKnows')), from: daysAgo(89) }
    expect(removed({ ...trail(get), from: daysAgo(89) }, tracked)).toEqual(['iam:UpdateUser'])
    expect(removed(short, tracked)).toEqual([])
  })

  it('never make the last use older than a report has it', () => {
    const worker = role({ id: 'worker', tasks: { work: [both] } })
    const made = company([worker], { mary: [worker] })
    const reports = usageOf(made.state, { Both: { sqs: used, sns: null }, Worker: { sqs: used, sns: null } })
    const { proposals } = reviewState(made.state, reports, {
      ...options,
      trail: trail(event('mary', 'sqs', 'CreateQueue')),
    })
    expect(proposals[0]?.kept).toEqual([{ what: 'sqs', lastUsed: used, because: 'used', origin: 'last-accessed' }])
  })

  it('of a service that AWS has not tracked for the whole window say nothing of its single actions', () => {
    const users = policyOf('Users', ['iam:GetUser', 'iam:ListUsers'])
    const helper = role({ id: 'helper', tasks: { work: [users] } })
    const made = company([helper], { mary: [helper] })
    const usage = usageOf(made.state, { Users: { iam: used }, Helper: { iam: used } })
    const entities = usage.entities.map((one) => ({
      ...one,
      services: one.services.map((service) => ({
        ...service,
        actions: [{ action: 'iam:GetUser', lastAccessed: null }],
      })),
    }))
    const count = (more: Partial<ReviewOptions>) =>
      reviewState(made.state, { ...usage, entities }, { ...options, ...more }).proposals.length
    expect(count({})).toBe(1)
    expect(count({ trackedSince: { iam: daysAgo(30) } })).toBe(0)
  })
})

describe('dates', () => {
  const clerk = role({ id: 'clerk', tasks: { work: [both] } })
  const given = company([clerk], { mary: [clerk] })

  it('that can not be read are refused, wherever they stand', () => {
    const usage = usageOf(given.state, { Both: { sqs: 'yesterday', sns: null } })
    const refused = (state: AccountState, evidence: Usage, more: Partial<ReviewOptions> = {}) =>
      expect(() => reviewState(state, evidence, { ...options, ...more })).toThrow(
        expect.objectContaining({ name: 'RolewrightError', code: 'invalid-date' }),
      )
    refused(given.state, usage)
    const fine = usageOf(given.state, { Both: { sqs: used, sns: null } })
    refused(given.state, { ...fine, entities: fine.entities.map((one) => ({ ...one, reportedAt: 'now' })) })
    refused(given.state, fine, { now: 'tomorrow' })
    refused(given.state, fine, { dates: { attached: { [`Clerk ${arnOf(given.state, 'Both')}`]: 'long ago' } } })
    refused(given.state, fine, { trail: trail(event('mary', 'sqs', 'ListQueues', { at: '' })) })
    refused(given.state, fine, { trail: { ...trail(), from: 'x' } })
    refused(given.state, fine, { trackedSince: { sqs: 'May' } })
    const young = { ...given.state, users: given.state.users.map((user) => ({ ...user, createdAt: 'soon' })) }
    refused(young, fine)
  })
})
