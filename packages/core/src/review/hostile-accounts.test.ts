import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import { servicePrefixes } from '../catalog/catalog.ts'
import { awsManaged } from '../define/aws-managed.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { asList } from '../policy/as-list.ts'
import { narrowPolicy } from '../policy/narrow/narrow-policy.ts'
import type { CredentialReport } from '../people/credential-report.ts'
import { accountId, company, daysAgo, event, find, long, now, role, rows, trail, usageOf } from './company.testing.ts'
import { placeKey } from './observed-since.ts'
import { reviewState, type ReviewOptions } from './review-state.ts'
import type { Trail } from './trail.ts'
import type { Usage } from './usage.ts'

// Accounts that are not as tidy as a model: foreign holders, boundaries, reports of other days.

const options: ReviewOptions = { now, windowDays: 90 }
const used = daysAgo(3)
const policyOf = (name: string, actions: readonly string[], resources: readonly string[] = ['*']) =>
  definePolicy({ name, statements: [allow({ actions, resources })] })
const queues = policyOf('Queues', ['sqs:*'])
const topics = policyOf('Topics', ['sns:*'])
const both = policyOf('Both', ['sqs:*', 'sns:*'])

const arnOf = (state: AccountState, name: string): string => state.policies.find((one) => one.name === name)?.arn ?? ''

/** With users beside the model's. */
function withUsers(
  state: AccountState,
  users: readonly { readonly name: string; readonly attached?: readonly string[]; readonly boundary?: string }[],
): AccountState {
  return {
    ...state,
    users: [
      ...state.users,
      ...users.map(({ name, attached = [], boundary }) => ({
        name,
        path: '/',
        arn: `arn:aws:iam::${accountId}:user/${name}`,
        createdAt: long,
        groups: [],
        attachedPolicies: attached,
        inlinePolicies: [],
        tags: {},
        ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      })),
    ],
  }
}

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
          actions: [{ action: 'iam:GetUser', lastAccessed: one.kind === 'user' ? lastAccessed : null }],
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

describe('resources that an action needs together', () => {
  const volumes = policyOf('Volumes', ['ec2:AttachVolume'], ['arn:aws:ec2:*:*:*/*'])
  const keeper = role({ id: 'keeper', tasks: { keep: [volumes] } })
  const given = company([keeper], { mary: [keeper] })
  const usage = usageOf(given.state, { Volumes: { ec2: used }, Keeper: { ec2: used } })
  const volume = `arn:aws:ec2:us-east-1:${accountId}:volume/vol-1`
  const instance = `arn:aws:ec2:us-east-1:${accountId}:instance/i-1`
  const narrowed = (resources: readonly string[]) =>
    find(
      reviewState(given.state, usage, {
        ...options,
        trail: trail(event('mary', 'ec2', 'AttachVolume', { resources })),
      }).proposals,
      'narrow-resources',
    ).map(({ after }) => after.Resource)

  it('are narrowed only where its event names all of them', () => {
    expect(narrowed([instance, volume])).toEqual([[instance, volume]])
    expect(narrowed([volume])).toEqual([])
  })
})

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

describe('an attempt that was denied', () => {
  it('by a condition is nothing that a task lacks', () => {
    const guarded = definePolicy({
      name: 'Guarded',
      statements: [
        allow({ actions: ['sqs:ListQueues'], resources: ['*'] }),
        allow({
          actions: ['sqs:DeleteQueue'],
          resources: ['*'],
          conditions: { Bool: { 'aws:MultiFactorAuthPresent': true } },
        }),
      ],
    })
    const clerk = role({ id: 'clerk', tasks: { work: [guarded] } })
    const given = company([clerk], { mary: [clerk] })
    const usage = usageOf(given.state, { Guarded: { sqs: used }, Clerk: { sqs: used } })
    const denied = event('mary', 'sqs', 'DeleteQueue', { error: { code: 'AccessDenied' } })
    const { proposals } = reviewState(given.state, usage, { ...options, trail: trail(denied) })
    expect(find(proposals, 'grant-missing')).toEqual([])
  })

  it('by a boundary would be denied still', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [policyOf('List', ['sqs:ListQueues'])] } })
    const given = company([clerk], { mary: [clerk] })
    const bound = policyOf('Bound', ['sqs:ListQueues'])
    const second = role({ id: 'second', tasks: { bound: [bound] } })
    const wide = company([clerk, second], { mary: [clerk] })
    const denied = event('mary', 'sqs', 'DeleteQueue', { error: { code: 'AccessDenied' } })
    const found = (state: AccountState) => {
      const use = { sqs: used }
      const usage = usageOf(state, { List: use, Clerk: use, Bound: use, Second: use, mary: use })
      return find(reviewState(state, usage, { ...options, trail: trail(denied) }).proposals, 'grant-missing')
    }
    expect(found(given.state).map(({ action }) => action)).toEqual(['sqs:DeleteQueue'])
    const bounded = wide.state.users.map((user) => ({ ...user, permissionsBoundary: arnOf(wide.state, 'Bound') }))
    expect(found({ ...wide.state, users: bounded })).toEqual([])
  })
})

describe('a person with a new key', () => {
  it('is not called unused, since nothing older says so', () => {
    const clerk = role({ id: 'clerk', tasks: { queue: [queues] } })
    const given = company([clerk], { mary: [clerk] })
    const mary = {
      user: 'mary',
      arn: `arn:aws:iam::${accountId}:user/mary`,
      createdAt: long,
      password: null,
      mfaActive: true,
      certificates: [],
    }
    const credentials = (lastRotated: string): CredentialReport => ({
      generatedAt: now,
      root: { ...mary, user: '<root_account>', accessKeys: [] },
      users: [{ ...mary, accessKeys: [{ active: true, lastRotated, lastUsed: null }] }],
    })
    const usage = usageOf(given.state, { Queues: { sqs: used }, Clerk: { sqs: used }, mary: { sqs: null } })
    const kinds = (report: CredentialReport) =>
      reviewState(given.state, usage, { ...options, credentials: report }).proposals.map(({ kind }) => kind)
    expect(kinds(credentials(long))).toEqual(['unused-person'])
    expect(kinds(credentials(daysAgo(9)))).toEqual([])
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
