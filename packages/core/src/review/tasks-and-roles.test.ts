import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import { servicePrefixes } from '../catalog/catalog.ts'
import { awsManaged } from '../define/aws-managed.ts'
import { asList } from '../policy/as-list.ts'
import { narrowPolicy } from '../policy/narrow/narrow-policy.ts'
import { accountId, company, daysAgo, find, now, policyOf, role, usageOf } from './company.testing.ts'
import { placeKey } from './observed-since.ts'
import { reviewState, type ReviewOptions } from './review-state.ts'

// Which tasks a role loses, and which people could do with a second role.

const options: ReviewOptions = { now, windowDays: 90 }
const used = daysAgo(3)
const queues = policyOf('Queues', ['sqs:*'])
const topics = policyOf('Topics', ['sns:*'])

describe('a role without members', () => {
  it('loses no task: nobody could have used one', () => {
    const clerk = role({ id: 'clerk', tasks: { queue: [queues], publish: [topics] } })
    const given = company([clerk], {})
    const usage = usageOf(given.state, {
      Clerk: { sqs: null, sns: null },
      Queues: { sqs: null },
      Topics: { sns: null },
    })
    expect(find(reviewState(given.state, usage, { ...options, ...given }).proposals, 'drop-task')).toEqual([])
  })
})

describe('a task', () => {
  const clerk = role({ id: 'clerk', tasks: { queue: [queues], publish: [topics] } })
  const given = company([clerk], { mary: [clerk] })
  const reports = { Clerk: { sqs: used, sns: null }, Queues: { sqs: used }, Topics: { sns: null } }
  const dropped = (state: AccountState, model = given.model) =>
    find(reviewState(state, usageOf(state, reports), { ...options, model }).proposals, 'drop-task').map(
      ({ task }) => task,
    )

  it('is not judged where its policy was changed in the account', () => {
    expect(dropped(given.state)).toEqual(['publish'])
    const edited = given.state.policies.map((policy) =>
      policy.name === 'Topics'
        ? {
            ...policy,
            versions: policy.versions.map((version) => ({
              ...version,
              document: {
                ...version.document,
                Statement: [{ Effect: 'Allow' as const, Action: 'sns:List*', Resource: '*' }],
              },
            })),
          }
        : policy,
    )
    expect(dropped({ ...given.state, policies: edited })).toEqual([])
  })

  it('stays whose statement was packed together with what another task needs', () => {
    const { sources } = given.model
    const merged = sources.statements.map((source) =>
      source.policyName === 'Topics'
        ? { ...source, definitions: [...source.definitions, { policy: 'Queues', statement: 0 }] }
        : source,
    )
    expect(dropped(given.state, { ...given.model, sources: { ...sources, statements: merged } })).toEqual([])
  })

  it('goes where another task allows all of it that was used or could be', () => {
    const left = narrowPolicy(
      { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } },
      { services: {}, actions: { 'sqs:CreateQueue': null } },
      { now, windowDays: 90 },
    )
    const rest = policyOf('Rest', asList(asList(left.document?.Statement)[0]?.Action))
    const worker = role({ id: 'worker', tasks: { all: [queues], most: [rest] } })
    const made = company([worker], { mary: [worker] })
    const usage = usageOf(made.state, { Worker: { sqs: used }, Queues: { sqs: used }, Rest: { sqs: used } })
    const entities = usage.entities.map((one) => ({
      ...one,
      services: one.services.map((service) => ({
        ...service,
        actions: [{ action: 'sqs:CreateQueue', lastAccessed: null }],
      })),
    }))
    const { proposals } = reviewState(made.state, { ...usage, entities }, { ...options, ...made })
    expect(find(proposals, 'drop-task').map(({ task, removed }) => [task, removed.map(({ what }) => what)])).toEqual([
      ['all', ['sqs:CreateQueue']],
    ])
  })

  it('nor what it allows is judged that nobody could use for all of the window', () => {
    const joined = { [placeKey('mary', 'Clerk')]: daysAgo(20) }
    const found = reviewState(given.state, usageOf(given.state, reports), { ...options, ...given, dates: { joined } })
    expect(found.proposals).toEqual([])
    expect(found.notEnoughHistory.map(({ name, reason }) => [name, reason])).toEqual([
      ['Queues', `somebody can use it only since ${daysAgo(20).slice(0, 10)}`],
      ['Topics', `somebody can use it only since ${daysAgo(20).slice(0, 10)}`],
      ['mary', `a member of Clerk only since ${daysAgo(20).slice(0, 10)}`],
    ])
  })

  it('is as old as the last version that brought it back', () => {
    const version = (versionId: string, days: number, Action: string) => ({
      versionId,
      createdAt: daysAgo(days),
      document: { Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow' as const, Action, Resource: '*' }] },
    })
    const versions = [version('v3', 20, 'sns:*'), version('v2', 150, 's3:*'), version('v1', 300, 'sns:*')]
    const policies = given.state.policies.map((policy) =>
      policy.name === 'Topics' ? { ...policy, defaultVersionId: 'v3', versions } : policy,
    )
    const state = { ...given.state, policies }
    const found = reviewState(state, usageOf(state, reports), options)
    expect(found.proposals).toEqual([])
    expect(found.notEnoughHistory.map(({ reason }) => reason)).toEqual([
      `version v3 is in force only since ${daysAgo(20).slice(0, 10)}`,
    ])
  })
})

describe('a task with a policy of AWS', () => {
  it('is dropped when nobody used it, although the policy itself can not be narrowed', () => {
    const read = awsManaged('AmazonSQSReadOnlyAccess')
    const clerk = role({ id: 'clerk', tasks: { publish: [topics], read: [read] } })
    const arn = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess'
    const document = {
      Version: '2012-10-17' as const,
      Statement: [{ Effect: 'Allow' as const, Action: ['sqs:ListQueues', 'sqs:ReceiveMessage'], Resource: '*' }],
    }
    const given = company([clerk], { mary: [clerk] }, { [arn]: { versionId: 'v1', document } })
    const usage = usageOf(given.state, {
      Clerk: { sns: used, sqs: null },
      Topics: { sns: used },
      AmazonSQSReadOnlyAccess: { sqs: null },
    })
    const { proposals } = reviewState(given.state, usage, { ...options, ...given })
    expect(proposals.map((one) => [one.kind, 'task' in one ? one.task : null])).toEqual([['drop-task', 'read']])
    const twice = role({ id: 'clerk', tasks: { publish: [topics, read], read: [read] } })
    const shared = company([twice], { mary: [twice] }, { [arn]: { versionId: 'v1', document } })
    const kinds = reviewState(shared.state, usage, { ...options, ...shared }).proposals.map(({ kind }) => kind)
    expect(kinds).toEqual([])
  })
})

describe('a second role for people who use less', () => {
  const clerk = role({ id: 'clerk', tasks: { queue: [queues], publish: [topics] } })
  const given = company([clerk], { ana: [clerk], ben: [clerk], mary: [clerk] })
  const usage = usageOf(given.state, {
    Clerk: { sqs: used, sns: used },
    Queues: { sqs: used },
    Topics: { sns: used },
    ana: { sqs: used, sns: null },
    ben: { sqs: daysAgo(40), sns: daysAgo(100) },
    mary: { sqs: used, sns: used },
  })

  it('names the latest use of all of them, and when what they keep was used', () => {
    const [proposal] = find(reviewState(given.state, usage, { ...options, ...given }).proposals, 'split-role')
    expect(proposal?.moved).toEqual(['ana', 'ben'])
    expect(proposal?.removed).toEqual([{ what: 'sns', lastUsed: daysAgo(100), origin: 'last-accessed' }])
    expect(proposal?.kept).toEqual([{ what: 'queue', lastUsed: used, because: 'used', origin: 'last-accessed' }])
    expect(proposal?.risk.level).toBe('high')
  })

  it('is for who uses less than the others, whatever nobody uses', () => {
    const tables = policyOf('Tables', ['dynamodb:*'])
    const worker = role({ id: 'worker', tasks: { queue: [queues], publish: [topics], keep: [tables] } })
    const made = company([worker], { ana: [worker], ben: [worker], mary: [worker] })
    const most = { sqs: used, sns: used, dynamodb: null }
    const reports = usageOf(made.state, {
      Worker: most,
      Queues: { sqs: used },
      Topics: { sns: used },
      Tables: { dynamodb: null },
      ana: { ...most, sns: null },
      ben: { ...most, sqs: null },
      mary: most,
    })
    const found = find(reviewState(made.state, reports, { ...options, ...made }).proposals, 'split-role')
    expect(
      found.map(({ newRole, moved, without, kept }) => [newRole, moved, without, kept.map(({ what }) => what)]),
    ).toEqual([
      ['worker-queue', ['ana'], ['publish'], ['queue']],
      ['worker-publish', ['ben'], ['queue'], ['publish']],
    ])
  })

  it('is none where only a task that the role may lose too still allows what they use', () => {
    const worker = role({
      id: 'worker',
      tasks: {
        wide: [policyOf('Wide', ['sqs:*', 'sns:*'])],
        spare: [policyOf('Spare', ['sqs:*', 'dynamodb:*'])],
        keep: [policyOf('Keep', ['secretsmanager:*'])],
      },
    })
    const made = company([worker], { ana: [worker], mary: [worker] })
    const all = { sqs: used, sns: used, dynamodb: null, secretsmanager: used }
    const named = Object.fromEntries(['Worker', 'Wide', 'Spare', 'Keep', 'mary'].map((name) => [name, all]))
    const reports = usageOf(made.state, { ...named, ana: { ...all, sns: null } })
    const { proposals } = reviewState(made.state, reports, { ...options, ...made })
    expect(find(proposals, 'drop-task').map(({ task }) => task)).toEqual(['spare'])
    expect(find(proposals, 'split-role')).toEqual([])
  })

  it('gets a name that neither another second role nor a role of the model has', () => {
    const tables = policyOf('Tables', ['dynamodb:*'])
    const worker = role({ id: 'worker', tasks: { queue: [queues], publish: [topics], keep: [tables] } })
    const other = role({ id: 'worker-queue', tasks: { 'queue-only': [queues] } })
    const made = company([worker, other], { ana: [worker], ben: [worker], mary: [worker] })
    const all = { sqs: used, sns: used, dynamodb: used }
    const reports = usageOf(made.state, {
      ...Object.fromEntries(['Worker', 'Queues', 'Topics', 'Tables', 'WorkerQueue', 'mary'].map((name) => [name, all])),
      ana: { ...all, sns: null },
      ben: { ...all, dynamodb: null },
    })
    const state = { ...made.state, groups: made.state.groups.filter(({ name }) => name === 'Worker') }
    const found = find(reviewState(state, reports, { ...options, ...made }).proposals, 'split-role')
    expect(found.map(({ newRole }) => newRole)).toEqual(['worker-queue-2', 'worker-queue-3'])
  })

  it('gets a name whose group the account does not have yet', () => {
    const [group] = given.state.groups
    if (group === undefined) throw new Error('there is a group')
    const foreign = { ...group, name: 'clerkqueue', path: '/', arn: `arn:aws:iam::${accountId}:group/clerkqueue` }
    const state = { ...given.state, groups: [...given.state.groups, { ...foreign, attachedPolicies: [] }] }
    const [proposal] = find(reviewState(state, usage, { ...options, ...given }).proposals, 'split-role')
    expect(proposal?.newRole).toBe('clerk-queue-2')
  })
})

describe('the id of a proposal', () => {
  it('does not depend on Sids, nor on those of other statements', () => {
    const rest = { Effect: 'Allow' as const, NotAction: ['iam:*'], Resource: '*' }
    const idOf = (statements: readonly object[]): string | undefined => {
      const clerk = role({ id: 'clerk', tasks: { work: [policyOf('Wide', ['*'])] } })
      const { state } = company([clerk], { mary: [clerk] })
      const document = JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement: statements }))
      const changed = {
        ...state,
        policies: state.policies.map((one) => ({ ...one, versions: one.versions.map((v) => ({ ...v, document })) })),
      }
      const unused = Object.fromEntries(servicePrefixes().map((service) => [service, null]))
      const usage = usageOf(changed, { Wide: { ...unused, sqs: used }, Clerk: {} })
      const { proposals } = reviewState(changed, usage, options)
      return proposals.find((one) => 'before' in one && one.before.NotAction !== undefined)?.id
    }
    const only = idOf([rest])
    expect(only).toMatch(/^[0-9a-f]{16}$/)
    expect(idOf([{ ...rest, Sid: 'Everything' }])).toBe(only)
    const named = { Sid: 'FullAccessToSomeServices', Effect: 'Allow', Action: 'sqs:*', Resource: '*' }
    expect(idOf([named, rest])).toBe(only)
  })
})
