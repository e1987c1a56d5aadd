import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import { allow } from '../define/statement.ts'
import { definePolicy } from '../define/define-policy.ts'
import type { CredentialReport } from '../people/credential-report.ts'
import { accountId, company, daysAgo, event, find, long, now, role, rows, trail, usageOf } from './company.testing.ts'
import { placeKey } from './observed-since.ts'
import { type ReviewOptions, reviewState } from './review-state.ts'
import { reviewSchema } from './review-schema.ts'
import type { Trail } from './trail.ts'

const queues = definePolicy({
  name: 'Queues',
  statements: [allow({ actions: ['sqs:*'], resources: ['*'] })],
})
const topics = definePolicy({ name: 'Topics', statements: [allow({ actions: ['sns:*'], resources: ['*'] })] })
const both = definePolicy({
  name: 'Both',
  statements: [allow({ actions: ['sqs:*', 'sns:*', 'dynamodb:*'], resources: ['*'] })],
})
const secrets = definePolicy({
  name: 'Secrets',
  statements: [allow({ actions: ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecret'], resources: ['*'] })],
})
const roles = definePolicy({
  name: 'PassRoles',
  statements: [allow({ actions: ['iam:PassRole', 'sns:Publish'], resources: ['*'] })],
})

const options: ReviewOptions = { now, windowDays: 90 }
const used = daysAgo(3)

describe('a task that nobody in the role used', () => {
  const clerk = role({ id: 'clerk', tasks: { queue: [queues], publish: [topics] } })
  const given = company([clerk], { mary: [clerk], diego: [clerk] })

  it('is dropped from the role, with what everybody would lose', () => {
    const usage = usageOf(given.state, {
      Clerk: { sqs: used, sns: daysAgo(200) },
      Queues: { sqs: used },
      Topics: { sns: null },
    })
    const [proposal, ...others] = find(reviewState(given.state, usage, { ...options, ...given }).proposals, 'drop-task')
    expect(others).toEqual([])
    expect(proposal).toMatchObject({
      role: 'clerk',
      task: 'publish',
      taskTitle: 'Do publish',
      groups: ['Clerk'],
      removed: [{ what: 'sns', lastUsed: daysAgo(200), origin: 'last-accessed' }],
      lossByPerson: [{ people: ['diego', 'mary'], loses: ['sns:*'] }],
      documents: [{ policyName: 'Topics', groups: ['Clerk'], after: null }],
      proof: 'narrower',
      risk: { level: 'medium', reasons: ['`sns` was used 200 days ago'] },
    })
    expect(proposal?.actionsRemoved).toBeGreaterThan(20)
    const later = reviewState(
      given.state,
      { ...usage, entities: usage.entities.map((one) => ({ ...one, reportedAt: daysAgo(-30) })) },
      { ...options, ...given, now: daysAgo(-30) },
    )
    expect(find(later.proposals, 'drop-task')[0]?.id).toBe(proposal?.id)
  })

  it('is not dropped while somebody keeps what its policy allows', () => {
    const usage = usageOf(given.state, {
      Clerk: { sqs: used, sns: null },
      Queues: { sqs: used },
      Topics: { sns: null },
    })
    const topic = given.state.policies.find(({ name }) => name === 'Topics')?.arn ?? ''
    const held = { proposals: new Set(['other']), removals: new Map([[topic, new Set(['sns'])]]) }
    expect(reviewState(given.state, usage, { ...options, ...given, held }).proposals).toEqual([])
  })

  it('is not dropped together with another that alone allows what was used', () => {
    const also = definePolicy({
      name: 'Also',
      statements: [allow({ actions: ['sqs:*', 'dynamodb:*'], resources: ['*'] })],
    })
    const other = definePolicy({
      name: 'Other',
      statements: [allow({ actions: ['sqs:*', 'sns:*'], resources: ['*'] })],
    })
    const worker = role({ id: 'worker', tasks: { one: [also], two: [other], three: [secrets] } })
    const made = company([worker], { mary: [worker] })
    const use = { sqs: used, sns: null, dynamodb: null, secretsmanager: used }
    const usage = usageOf(made.state, { Worker: use, Also: use, Other: use, Secrets: use })
    const found = find(reviewState(made.state, usage, { ...options, ...made }).proposals, 'drop-task')
    expect(found.map(({ task }) => task)).toEqual(['one'])
  })

  it('stays when its use can not be observed, when another task needs the policy, and when the account differs from the model', () => {
    const none = usageOf(given.state, { Clerk: { sqs: used }, Queues: { sqs: used }, Topics: {} })
    expect(find(reviewState(given.state, none, { ...options, ...given }).proposals, 'drop-task')).toEqual([])
    const passing = role({ id: 'passer', tasks: { queue: [queues], pass: [roles] } })
    const other = company([passing], { mary: [passing] })
    const usage = usageOf(other.state, {
      Passer: { sqs: used, iam: null, sns: null },
      Queues: { sqs: used },
      PassRoles: { iam: null, sns: null },
    })
    expect(find(reviewState(other.state, usage, { ...options, ...other }).proposals, 'drop-task')).toEqual([])
    const sharing = role({ id: 'sharer', tasks: { queue: [queues, topics], publish: [topics] } })
    const shared = company([sharing], { mary: [sharing] })
    const unused = usageOf(shared.state, {
      Sharer: { sqs: used, sns: null },
      Queues: { sqs: used },
      Topics: { sns: null },
    })
    expect(find(reviewState(shared.state, unused, { ...options, ...shared }).proposals, 'drop-task')).toEqual([])
    const drifted: AccountState = {
      ...given.state,
      groups: given.state.groups.map((group) => ({ ...group, attachedPolicies: group.attachedPolicies.slice(0, 1) })),
    }
    const idle = usageOf(drifted, { Clerk: { sqs: null, sns: null }, Queues: { sqs: null }, Topics: { sns: null } })
    expect(find(reviewState(drifted, idle, { ...options, ...given }).proposals, 'drop-task')).toEqual([])
  })
})

describe('a part of a shared policy that one role uses and the other does not', () => {
  const clerk = role({ id: 'clerk', tasks: { work: [both] } })
  const buyer = role({ id: 'buyer', tasks: { buy: [both] } })
  const given = company([clerk, buyer], { mary: [clerk], diego: [buyer] })

  it('is taken from that role alone, and what nobody uses from both', () => {
    const usage = usageOf(given.state, {
      Both: { sqs: used, sns: used, dynamodb: null },
      Clerk: { sqs: used, sns: null, dynamodb: null },
      Buyer: { sqs: null, sns: used, dynamodb: null },
    })
    const { proposals } = reviewState(given.state, usage, { ...options, ...given })
    expect(
      find(proposals, 'narrow-statement').map(({ groups, removed }) => [groups, removed.map(({ what }) => what)]),
    ).toEqual([[['Buyer', 'Clerk'], ['dynamodb']]])
    expect(
      find(proposals, 'split-task').map(({ groups, usedBy, removed, after, tasks }) => ({
        groups,
        usedBy,
        removed: removed.map(({ what }) => what),
        actions: after?.Action,
        tasks,
      })),
    ).toEqual([
      {
        groups: ['Buyer'],
        usedBy: ['Clerk'],
        removed: ['sqs'],
        actions: ['sns:*', 'dynamodb:*'],
        tasks: ['buy', 'work'],
      },
      {
        groups: ['Clerk'],
        usedBy: ['Buyer'],
        removed: ['sns'],
        actions: ['sqs:*', 'dynamodb:*'],
        tasks: ['buy', 'work'],
      },
    ])
    expect(find(proposals, 'split-task').map(({ lossByPerson }) => lossByPerson.map(({ people }) => people))).toEqual([
      [['diego']],
      [['mary']],
    ])
  })
})

describe('a member who uses only a part of a role that others use whole', () => {
  const clerk = role({ id: 'clerk', tasks: { queue: [queues], publish: [topics] } })
  const given = company([clerk], { mary: [clerk], diego: [clerk], ana: [clerk], ben: [clerk] })
  const usage = usageOf(given.state, {
    Clerk: { sqs: used, sns: used },
    Queues: { sqs: used },
    Topics: { sns: used },
    mary: { sqs: used, sns: used },
    diego: { sqs: used, sns: null },
    ana: { sqs: used, sns: daysAgo(100) },
    ben: { sqs: null, sns: null },
  })

  it('moves to a second role', () => {
    const [proposal, ...others] = find(
      reviewState(given.state, usage, { ...options, ...given }).proposals,
      'split-role',
    )
    expect(others).toEqual([])
    expect(proposal).toMatchObject({
      role: 'clerk',
      newRole: 'clerk-queue',
      moved: ['ana', 'diego'],
      stay: ['ben', 'mary'],
      tasks: ['queue'],
      without: ['publish'],
      lossByPerson: [{ people: ['ana', 'diego'], loses: ['sns:*'] }],
      proof: 'narrower',
    })
  })

  it('is not judged when it joined within the window, nor without somebody who uses all of it', () => {
    const joined = Object.fromEntries(['ana', 'diego'].map((user) => [placeKey(user, 'Clerk'), daysAgo(20)]))
    const young = reviewState(given.state, usage, { ...options, ...given, dates: { joined } })
    expect(find(young.proposals, 'split-role')).toEqual([])
    expect(young.notEnoughHistory.map(({ about, name, from }) => [about, name, from])).toEqual([
      ['person', 'ana', daysAgo(-70)],
      ['person', 'diego', daysAgo(-70)],
    ])
    const idle = {
      ...usage,
      entities: usage.entities.map((one) =>
        one.arn.endsWith('/mary') ? { ...one, services: rows({ sqs: used, sns: null }) } : one,
      ),
    }
    expect(find(reviewState(given.state, idle, { ...options, ...given }).proposals, 'split-role')).toEqual([])
  })
})

describe('CloudTrail as a second source', () => {
  const keeper = role({ id: 'keeper', tasks: { keep: [secrets] } })
  const given = company([keeper], { mary: [keeper] })
  const usage = usageOf(given.state, {
    Secrets: { secretsmanager: used },
    Keeper: { secretsmanager: used },
    mary: { secretsmanager: used },
  })
  const secret = `arn:aws:secretsmanager:us-east-1:${accountId}:secret:bills-AbCdEf`
  const put = event('mary', 'secretsmanager', 'PutSecretValue', { resources: [secret] })

  it('narrows resources to what was touched, where it has all of the window', () => {
    const { proposals, evidence } = reviewState(given.state, usage, { ...options, trail: trail(put) })
    expect(evidence).toEqual([{ origin: 'cloudtrail', from: daysAgo(90), to: now, regions: ['us-east-1'], events: 1 }])
    expect(find(proposals, 'narrow-resources')).toMatchObject([
      {
        after: { Action: ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecret'], Resource: secret },
        touched: [secret],
        removed: [{ what: '*', lastUsed: null }],
        kept: [{ what: secret, lastUsed: daysAgo(10), because: 'used', origin: 'cloudtrail' }],
        proof: 'narrower',
      },
    ])
    // The second action was not used, and a trail of the whole window shows that last accessed does not.
    expect(find(proposals, 'narrow-statement').map(({ removed }) => removed.map(({ what }) => what))).toEqual([
      ['secretsmanager:UpdateSecret'],
    ])
  })

  it.each<[string, Trail]>([
    ['it begins within the window', { ...trail(put), from: daysAgo(89) }],
    ['it ends before now', { ...trail(put), to: daysAgo(2) }],
    ['it lacks the region of IAM', { ...trail(put), regions: ['eu-west-1'] }],
    ['a region could not be read', { ...trail(put), unread: ['eu-west-1'] }],
    ['an event names no resource', trail(put, event('mary', 'secretsmanager', 'UpdateSecret'))],
    ['an event of the service is unknown', trail(put, event('mary', 'secretsmanager', 'NobodyKnows'))],
  ])('does not, when %s', (_, one) => {
    expect(find(reviewState(given.state, usage, { ...options, trail: one }).proposals, 'narrow-resources')).toEqual([])
  })

  it('counts what it shows as use, an unknown event as use of the whole service, and names that one', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [queues, topics] } })
    const other = company([clerk], { mary: [clerk] })
    const idle = usageOf(other.state, { Queues: { sqs: null }, Topics: { sns: null }, Clerk: { sqs: null, sns: null } })
    const removedBy = (one: Trail): readonly string[] =>
      reviewState(other.state, idle, { ...options, trail: one }).proposals.flatMap(({ removed }) =>
        removed.map(({ what }) => what),
      )
    expect(removedBy(trail())).toEqual(['sqs', 'sns'])
    expect(removedBy(trail(event('mary', 'sqs', 'CreateQueue')))).toEqual(['sns'])
    expect(removedBy(trail(event('paul', 'sqs', 'CreateQueue')))).toEqual(['sqs', 'sns'])
    const unknown = trail(event('mary', 'sns', 'NobodyKnows'))
    expect(removedBy(unknown)).toEqual(['sqs'])
    expect(reviewState(other.state, idle, { ...options, trail: unknown }).unmapped).toEqual([
      { source: 'sns.amazonaws.com', name: 'NobodyKnows', events: 1, lastAt: daysAgo(10) },
    ])
  })

  it('proposes what was denied and a task seems to need, apart from all narrowing', () => {
    const denied = { error: { code: 'AccessDenied' }, resources: [secret] }
    const events2 = [
      put,
      event('mary', 'secretsmanager', 'DescribeSecret', { ...denied, at: daysAgo(5) }),
      event('mary', 'secretsmanager', 'DescribeSecret', { ...denied, at: daysAgo(6) }),
      // Nothing of hers has to do with it.
      event('mary', 'ec2', 'RunInstances', { error: { code: 'Client.UnauthorizedOperation' } }),
      // Something else than her policies denied it.
      event('mary', 'secretsmanager', 'PutSecretValue', denied),
    ]
    const found = find(
      reviewState(given.state, usage, { ...options, trail: trail(...events2) }).proposals,
      'grant-missing',
    )
    expect(found).toMatchObject([
      {
        action: 'secretsmanager:DescribeSecret',
        policyName: 'Secrets',
        groups: ['Keeper'],
        statement: { Effect: 'Allow', Action: ['secretsmanager:DescribeSecret'], Resource: [secret] },
        attempts: 2,
        denied: [
          { at: daysAgo(5), userName: 'mary', resource: secret },
          { at: daysAgo(6), userName: 'mary', resource: secret },
        ],
        reason: 'Secrets already allows `secretsmanager:PutSecretValue` of the same service',
        proof: 'wider',
        removed: [],
        risk: { level: 'low' },
      },
    ])
  })
})

describe('credentials that nobody uses', () => {
  const clerk = role({ id: 'clerk', tasks: { queue: [queues] } })
  const given = company([clerk], { mary: [clerk], diego: [clerk], ana: [clerk] })
  const key = (last: string | null, active = true) => ({
    active,
    lastRotated: long,
    lastUsed: last === null ? null : { at: last, region: 'us-east-1', service: 'sqs' },
  })
  const reported = (user: string, more: object) => ({
    user,
    arn: `arn:aws:iam::${accountId}:user/${user}`,
    createdAt: long,
    password: null,
    mfaActive: true,
    accessKeys: [],
    certificates: [],
    ...more,
  })
  const password = (lastUsed: string | null) => ({ lastUsed, lastChanged: long, nextRotation: null })
  const credentials: CredentialReport = {
    generatedAt: now,
    root: reported('<root_account>', {}),
    users: [
      reported('mary', { password: password(daysAgo(1)), accessKeys: [key(null), key(daysAgo(1)), key(null, false)] }),
      reported('diego', { password: password(daysAgo(200)), accessKeys: [key(daysAgo(2))] }),
      reported('ana', { password: password(null), accessKeys: [key(daysAgo(120))] }),
    ],
  }
  const usage = usageOf(given.state, {
    Queues: { sqs: used },
    Clerk: { sqs: used },
    mary: { sqs: used },
    diego: { sqs: used },
    ana: { sqs: null },
  })

  it('are handed over to `people`, a person who uses nothing as a whole', () => {
    const { proposals } = reviewState(given.state, usage, { ...options, credentials })
    expect(
      proposals.flatMap((one) =>
        'userName' in one
          ? [[one.kind, one.userName, one.keyNumber, one.removed[0]?.lastUsed, one.command.join(' ')]]
          : [],
      ),
    ).toEqual([
      ['unused-person', 'ana', undefined, daysAgo(120), 'rolewright people offboard ana'],
      ['unused-password', 'diego', undefined, daysAgo(200), 'rolewright people review'],
      ['unused-key', 'mary', 1, null, 'rolewright people review'],
    ])
    const review = {
      version: 2,
      accountId,
      at: now,
      windowDays: 90,
      proposals,
      notEnoughHistory: [],
      unmapped: [],
      evidence: [],
    }
    expect(reviewSchema.parse(JSON.parse(JSON.stringify(review))).proposals).toEqual(proposals)
  })
})

describe('what depends on what goes', () => {
  it('is named with the proposal, and makes it risky', () => {
    const copy = definePolicy({
      name: 'Copy',
      statements: [allow({ actions: ['elasticache:CopySnapshot', 's3:*'], resources: ['*'] })],
    })
    const copier = role({ id: 'copier', tasks: { copy: [copy] } })
    const given = company([copier], { mary: [copier] })
    const usage = usageOf(given.state, { Copy: { elasticache: used, s3: null } })
    const [proposal] = reviewState(given.state, usage, options).proposals
    expect(proposal?.removed.map(({ what }) => what)).toEqual(['s3'])
    expect(proposal?.needed).toEqual(
      ['s3:DeleteObject', 's3:GetBucketAcl', 's3:PutObject'].map((action) => ({
        action,
        neededBy: ['elasticache:CopySnapshot'],
      })),
    )
    expect(proposal?.risk).toEqual({
      level: 'high',
      reasons: ['`elasticache:CopySnapshot` stays and may need `s3:DeleteObject`, and 2 more like it'],
    })
  })
})

describe('a service that AWS has not tracked for the whole window', () => {
  it('is not observable, and named with the date on which it will be', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [queues, topics] } })
    const given = company([clerk], { mary: [clerk] })
    const usage = usageOf(given.state, {
      Queues: { sqs: null },
      Topics: { sns: null },
      Clerk: { sqs: null, sns: null },
    })
    const found = reviewState(given.state, usage, { ...options, trackedSince: { sqs: daysAgo(30), sns: daysAgo(120) } })
    expect(found.proposals.flatMap(({ removed }) => removed.map(({ what }) => what))).toEqual(['sns'])
    expect(found.notEnoughHistory).toEqual([
      {
        about: 'service',
        name: 'sqs',
        reason: `AWS tracks its use only since ${daysAgo(30).slice(0, 10)}`,
        from: daysAgo(-60),
      },
    ])
  })

  it('nor is a policy whose report is old', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [queues] } })
    const given = company([clerk], { mary: [clerk] })
    const usage = usageOf(given.state, { Queues: { sqs: null } })
    const old = { ...usage, entities: usage.entities.map((one) => ({ ...one, reportedAt: daysAgo(12) })) }
    const why = { reason: `its report is of ${daysAgo(12).slice(0, 10)}: collect the usage again`, from: now }
    expect(reviewState(given.state, old, options)).toMatchObject({
      proposals: [],
      notEnoughHistory: [
        { about: 'policy', name: 'Queues', ...why },
        { about: 'group', name: 'Clerk', ...why },
        { about: 'person', name: 'mary', ...why },
      ],
    })
  })
})

describe('a statement that an older version had already', () => {
  it('is as old as that version, though a newer version changed something else', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [both] } })
    const given = company([clerk], { mary: [clerk] })
    const [policy] = given.state.policies
    const [version] = policy?.versions ?? []
    if (policy === undefined || version === undefined) throw new Error('the model has a policy')
    const wider = {
      ...version,
      document: { ...version.document, Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] },
    }
    const narrowed = { ...version, versionId: 'v2', createdAt: daysAgo(10) }
    const state = { ...given.state, policies: [{ ...policy, defaultVersionId: 'v2', versions: [narrowed, wider] }] }
    const usage = usageOf(state, { Both: { sqs: used, sns: null, dynamodb: used } })
    expect(reviewState(state, usage, options).proposals.map(({ kind }) => kind)).toEqual(['narrow-statement'])
    const other = {
      ...wider,
      document: { ...wider.document, Statement: [{ Effect: 'Allow' as const, Action: 's3:*', Resource: '*' }] },
    }
    const young = { ...state, policies: [{ ...policy, defaultVersionId: 'v2', versions: [narrowed, other] }] }
    expect(reviewState(young, usage, options)).toMatchObject({
      proposals: [],
      notEnoughHistory: [{ name: 'Both', reason: `version v2 is in force only since ${daysAgo(10).slice(0, 10)}` }],
    })
  })
})
