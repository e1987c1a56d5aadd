import { describe, expect, it } from 'vitest'
import { asList } from '../policy/as-list.ts'
import type { AccountState } from '../account/account-state.ts'
import type { AuditEntry, AuditKind, JsonValue } from '../audit/audit-entry.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { graceWatch } from './grace-watch.ts'
import type { Proposal, StatementProposal } from './proposal.ts'
import type { TrailEvent } from './trail-event.ts'

const arn = 'arn:aws:iam::111122223333:'
const document = (...Action: readonly string[]): PolicyDocument => ({
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})

const proposal: StatementProposal = {
  id: 'feed',
  kind: 'narrow-statement',
  accountId: '111122223333',
  windowDays: 90,
  groups: ['Developers'],
  policyArn: `${arn}policy/P`,
  policyName: 'P',
  statementIndex: 0,
  before: { Effect: 'Allow', Action: ['ec2:*', 's3:*'], Resource: '*' },
  after: { Effect: 'Allow', Action: ['s3:*'], Resource: '*' },
  removed: [{ what: 'ec2', lastUsed: null }],
  kept: [],
  evidence: [],
  risk: { level: 'low', reasons: [] },
  lossByPerson: [],
  needed: [],
  documents: [
    {
      policyArn: `${arn}policy/P`,
      policyName: 'P',
      groups: ['Developers'],
      before: document('ec2:*', 's3:*'),
      after: document('s3:*'),
    },
  ],
  actionsRemoved: 1,
  charactersSaved: 1,
  proof: 'narrower',
}

function state(now: PolicyDocument): AccountState {
  const user = (name: string, groups: readonly string[]) => ({
    name,
    path: '/',
    arn: `${arn}user/${name}`,
    groups,
    attachedPolicies: [],
    inlinePolicies: [],
    tags: {},
  })
  return {
    accountId: '111122223333',
    users: [user('ana', ['Developers']), user('bo', [])],
    roles: [],
    groups: [
      {
        name: 'Developers',
        path: '/',
        arn: `${arn}group/Developers`,
        attachedPolicies: [`${arn}policy/P`],
        inlinePolicies: [],
      },
    ],
    policies: [
      {
        name: 'P',
        path: '/',
        arn: `${arn}policy/P`,
        defaultVersionId: 'v1',
        versions: [{ versionId: 'v1', document: now }],
      },
    ],
  }
}

const entry = (at: string, kind: AuditKind, data: JsonValue): AuditEntry => ({
  version: 1,
  id: at,
  at,
  by: { arn: 'x' },
  kind,
  prev: [],
  hash: '',
  data,
})

const patched = entry('2026-11-01T00:00:00Z', 'patched', { proposals: [{ proposal: 'feed' }] })
const applied = entry('2026-11-02T00:00:00Z', 'applied', { changes: 1 })

function event(at: string, more: Partial<TrailEvent> = {}): TrailEvent {
  return {
    id: at,
    at,
    region: 'us-east-1',
    source: 'ec2.amazonaws.com',
    name: 'RunInstances',
    actor: { arn: `${arn}user/ana`, kind: 'user' },
    resources: [],
    error: { code: 'Client.UnauthorizedOperation' },
    ...more,
  }
}

const watch = (entries: readonly AuditEntry[], events: readonly TrailEvent[], now = document('s3:*')) =>
  graceWatch({ entries, proposals: [proposal], events, state: state(now) })

it('finds what was denied within 14 days of the apply that took it away', () => {
  const events = [
    event('2026-11-01T12:00:00Z'),
    event('2026-11-03T00:00:00Z'),
    event('2026-11-15T23:59:59Z', { name: 'StopInstances' }),
    event('2026-11-16T00:00:00Z'),
    event('2026-11-16T00:00:01Z'),
  ]
  const about = {
    proposal: 'feed',
    title: 'Narrow statement 1 of P',
    who: [`${arn}user/ana`],
    removedAt: '2026-11-02T00:00:00Z',
    restore: ['rolewright', 'review', 'restore', 'feed'],
  }
  expect(watch([patched, applied], events)).toEqual([
    { ...about, action: 'ec2:RunInstances', attempts: 2, lastAt: '2026-11-16T00:00:00Z' },
    { ...about, action: 'ec2:StopInstances', attempts: 1, lastAt: '2026-11-15T23:59:59Z' },
  ])
})

it.each<[string, readonly AuditEntry[], TrailEvent, PolicyDocument?]>([
  ['before anything was applied', [patched], event('2026-11-03T00:00:00Z')],
  [
    'after a restore',
    [patched, applied, entry('2026-11-02T01:00:00Z', 'restored', { proposal: 'feed', file: 'a.ts', reason: 'x' })],
    event('2026-11-03T00:00:00Z'),
  ],
  ['what worked', [patched, applied], { ...event('2026-11-03T00:00:00Z'), error: { code: 'ThrottlingException' } }],
  [
    'what was never allowed',
    [patched, applied],
    event('2026-11-03T00:00:00Z', { source: 'sqs.amazonaws.com', name: 'CreateQueue' }),
  ],
  [
    'what the policy still allows',
    [patched, applied],
    event('2026-11-03T00:00:00Z', { source: 's3.amazonaws.com', name: 'CreateBucket' }),
  ],
  [
    'people who never held it',
    [patched, applied],
    event('2026-11-03T00:00:00Z', { actor: { arn: `${arn}user/bo`, kind: 'user' } }),
  ],
  ['what is allowed again', [patched, applied], event('2026-11-03T00:00:00Z'), document('ec2:RunInstances')],
])('says nothing of %s', (_, entries, one, now) => {
  expect(watch(entries, [one], now)).toEqual([])
})

describe('what several proposals took away', () => {
  const narrowed: StatementProposal = { ...proposal, id: 'narrow' }
  const { policyArn: _, policyName: __, statementIndex: ___, before: ____, after: _____, ...ofTask } = proposal
  const dropped = (before: PolicyDocument): Proposal => ({
    ...ofTask,
    id: 'drop',
    kind: 'drop-task',
    role: 'developer',
    task: 'compute',
    taskTitle: 'Compute',
    documents: [{ policyArn: `${arn}policy/P`, policyName: 'P', groups: ['Developers'], before, after: null }],
    actionsRemoved: 2,
  })
  const drop = {
    patched: entry('2027-02-01T00:00:00Z', 'patched', { proposals: [{ proposal: 'drop' }] }),
    applied: entry('2027-02-02T00:00:00Z', 'applied', { changes: 1 }),
  }
  const narrow = entry('2026-11-01T00:00:00Z', 'patched', { proposals: [{ proposal: 'narrow' }] })
  const nothing: PolicyDocument = { Statement: [] }
  const watchAll = (
    entries: readonly AuditEntry[],
    proposals: readonly Proposal[],
    at: string,
    name = 'RunInstances',
  ) =>
    graceWatch({
      entries,
      proposals,
      events: [event(at, name === 'RunInstances' ? {} : { source: 's3.amazonaws.com', name })],
      state: state(nothing),
    })

  it('names a service narrowed in one quarter and its task dropped in the next, with one command for both', () => {
    const proposals = [narrowed, dropped(document('s3:*'))]
    const entries = [narrow, applied, drop.patched, drop.applied]
    expect(watchAll(entries, proposals, '2027-02-03T00:00:00Z')).toEqual([
      {
        proposal: 'narrow',
        together: ['drop'],
        title: 'Narrow statement 1 of P; Drop the task compute from developer',
        action: 'ec2:RunInstances',
        who: [`${arn}user/ana`],
        attempts: 1,
        lastAt: '2027-02-03T00:00:00Z',
        removedAt: '2027-02-02T00:00:00Z',
        restore: ['rolewright', 'review', 'restore', 'narrow', 'drop'],
      },
    ])
    // What only the drop took needs only the drop; what the narrowing alone took is 14 days' matter.
    expect(watchAll(entries, proposals, '2027-02-03T00:00:00Z', 'CreateBucket')).toMatchObject([
      { proposal: 'drop', restore: ['rolewright', 'review', 'restore', 'drop'] },
    ])
    expect(watchAll([narrow, applied], proposals, '2027-02-03T00:00:00Z')).toEqual([])
    // The drop is back already: the narrowing alone is left, long past its 14 days.
    const restored = entry('2027-02-02T12:00:00Z', 'restored', { proposal: 'drop', file: 'a.ts', reason: 'x' })
    expect(watchAll([...entries, restored], proposals, '2027-02-03T00:00:00Z')).toEqual([])
  })

  it('names both where one review narrowed a policy and dropped its task', () => {
    const proposals = [narrowed, dropped(document('ec2:*', 's3:*'))]
    const both = entry('2027-02-01T00:00:00Z', 'patched', { proposals: [{ proposal: 'narrow' }, { proposal: 'drop' }] })
    const entries = [both, drop.applied]
    expect(watchAll(entries, proposals, '2027-02-03T00:00:00Z')).toMatchObject([
      { proposal: 'narrow', together: ['drop'], restore: ['rolewright', 'review', 'restore', 'narrow', 'drop'] },
    ])
    expect(watchAll(entries, proposals, '2027-02-03T00:00:00Z', 'CreateBucket')).toMatchObject([{ proposal: 'drop' }])
  })

  it('names both where a statement was removed before its task was dropped, and one of two statements that allowed it', () => {
    const removed: Proposal = { ...narrowed, kind: 'remove-statement', after: null }
    const entries = [narrow, applied, drop.patched, drop.applied]
    expect(watchAll(entries, [removed, dropped(document('s3:*'))], '2027-02-03T00:00:00Z')).toMatchObject([
      { proposal: 'narrow', together: ['drop'] },
    ])
    const wide = {
      ...document('ec2:*', 's3:*'),
      Statement: [...asList(document('ec2:*', 's3:*').Statement), ...asList(document('ec2:*').Statement)],
    }
    const [change] = proposal.documents
    const documents = change === undefined ? [] : [{ ...change, before: wide }]
    const first: Proposal = { ...narrowed, documents, actionsRemoved: 9 }
    const second: Proposal = { ...narrowed, id: 'second', statementIndex: 1, documents, actionsRemoved: 5 }
    const two = entry('2026-11-01T00:00:00Z', 'patched', {
      proposals: [{ proposal: 'narrow' }, { proposal: 'second' }],
    })
    expect(watchAll([two, applied], [first, second], '2026-11-03T00:00:00Z')).toMatchObject([
      { proposal: 'second', restore: ['rolewright', 'review', 'restore', 'second'] },
    ])
  })

  it('takes conditions as fulfilled, and an attempt on nobody knows what as one on what was allowed', () => {
    const guarded: Proposal = {
      ...narrowed,
      before: {
        Effect: 'Allow',
        Action: ['ec2:*', 's3:*'],
        Resource: `arn:aws:ec2:*:111122223333:instance/*`,
        Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      },
      documents: proposal.documents.map((change) => ({
        ...change,
        before: {
          Statement: {
            Effect: 'Allow',
            Action: ['ec2:*', 's3:*'],
            Resource: `arn:aws:ec2:*:111122223333:instance/*`,
            Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
          },
        },
      })),
    }
    expect(watchAll([narrow, applied], [guarded], '2026-11-03T00:00:00Z')).toMatchObject([{ proposal: 'narrow' }])
  })
})
