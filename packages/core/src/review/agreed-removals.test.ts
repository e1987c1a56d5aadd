import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../audit/audit-entry.ts'
import { toJsonValue } from '../audit/canonical-json.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { agreedRemovals } from './agreed-removals.ts'
import { agreedData, givenUp } from './given-up.ts'
import type { DropTaskProposal, Proposal, SplitRoleProposal, StatementProposal } from './proposal.ts'

const base = {
  accountId: '111122223333',
  windowDays: 90,
  groups: ['Clerk'],
  removed: [],
  kept: [],
  evidence: [],
  risk: { level: 'low', reasons: [] },
  lossByPerson: [],
  needed: [],
  documents: [],
  actionsRemoved: 0,
  charactersSaved: 0,
  proof: 'narrower',
} as const

const narrowing = (before: Statement, after: Statement | null): StatementProposal => ({
  ...base,
  kind: after === null ? 'remove-statement' : 'narrow-statement',
  id: 'narrow',
  policyArn: 'P',
  policyName: 'P',
  statementIndex: 0,
  before,
  after,
})

const allow = (...Action: readonly string[]): Statement => ({ Effect: 'Allow', Action, Resource: '*' })
const allBut = (...NotAction: readonly string[]): Statement => ({ Effect: 'Allow', NotAction, Resource: '*' })
const change = (before: PolicyDocument, after: PolicyDocument | null) => ({
  policyArn: 'P',
  policyName: 'P',
  groups: ['Clerk'],
  before,
  after,
})
const drop = (task: string, more: Partial<DropTaskProposal> = {}): DropTaskProposal => ({
  ...base,
  id: `drop-${task}`,
  kind: 'drop-task',
  role: 'clerk',
  task,
  taskTitle: task,
  ...more,
})

describe('what a proposal gives up', () => {
  const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }

  it.each<[string, Proposal, readonly Statement[]]>([
    ['a service', narrowing(allow('sqs:Send*', 's3:*'), allow('s3:*')), [allow('sqs:Send*')]],
    ['an action', narrowing(allow('s3:Get*', 's3:PutObject'), allow('s3:Get*')), [allow('s3:PutObject')]],
    ['a pattern, all that AWS may add to it', narrowing(allow('s3:*'), allow('s3:GetObject')), [allow('s3:*')]],
    ['everything, all but what stays', narrowing(allow('*'), allow('s3:*')), [allBut('s3:*')]],
    [
      'a statement, on its resources and under its conditions',
      narrowing({ Sid: 'One', ...allow('sqs:*'), Resource: 'arn:aws:sqs:*:*:bills', Condition: mfa }, null),
      [{ ...allow('sqs:*'), Action: ['sqs:*'], Resource: 'arn:aws:sqs:*:*:bills', Condition: mfa }],
    ],
    [
      'of all but some, the rest',
      narrowing(allBut('iam:*'), allow('s3:*', 'ec2:*')),
      [allBut('iam:*', 's3:*', 'ec2:*')],
    ],
    ['of all but some, all', narrowing(allBut('iam:*'), null), [allBut('iam:*')]],
    ['of all but some, one more', narrowing(allBut('iam:*'), allBut('iam:*', 'kms:*')), [allow('kms:*')]],
    [
      'resources, all but those that stay',
      {
        ...narrowing(allow('s3:*'), allow('s3:*')),
        kind: 'narrow-resources',
        after: { ...allow('s3:*'), Resource: ['a'] },
        touched: [],
      },
      [{ Effect: 'Allow', Action: ['s3:*'], NotResource: ['a'] }],
    ],
    [
      'a task, what it alone allows',
      drop('pay', {
        documents: [change({ Statement: [allow('s3:*'), allBut('iam:*')] }, { Statement: [allow('s3:*')] })],
      }),
      [allBut('iam:*')],
    ],
    [
      'no denial that goes with it',
      drop('pay', { documents: [change({ Statement: [{ ...allow('s3:*'), Effect: 'Deny' }, allow('sqs:*')] }, null)] }),
      [allow('sqs:*')],
    ],
  ])('is, of %s', (_what, proposal, statements) => {
    expect(givenUp(proposal).map(({ statement }) => statement)).toEqual(statements)
  })
})

describe('agreedRemovals', () => {
  const decided = (proposal: Proposal, decision = 'accept'): AuditEntry => ({
    version: 1,
    id: 'x',
    at: '2026-11-01T00:00:00Z',
    by: { arn: 'x' },
    kind: 'decision',
    prev: [],
    hash: '',
    data: toJsonValue({ proposal: proposal.id, decision, reason: 'x', ...agreedData(proposal) }),
  })
  const shared = (task: string, other: string): DropTaskProposal =>
    drop(task, { shared: [{ tasks: [other], documents: [change({ Statement: allow('sqs:*') }, null)] }] })

  it('are of the holders of a policy, of groups, or of people', () => {
    const split: SplitRoleProposal = {
      ...base,
      id: 'split',
      kind: 'split-role',
      role: 'clerk',
      newRole: 'clerk-two',
      moved: ['ana'],
      stay: ['ben'],
      tasks: [],
      without: ['pay'],
      documents: [change({ Statement: allow('sns:*') }, null)],
    }
    const one = drop('pay', { documents: [change({ Statement: allow('sqs:*') }, null)] })
    expect(agreedRemovals([decided(narrowing(allow('s3:*'), null)), decided(one), decided(split)])).toEqual([
      { policy: 'P', statement: allow('s3:*') },
      { groups: ['Clerk'], statement: allow('sqs:*') },
      { users: ['ana'], statement: allow('sns:*') },
    ])
  })

  it('are what was accepted last', () => {
    const one = narrowing(allow('s3:*'), null)
    expect(agreedRemovals([decided(one), decided(one, 'keep')])).toEqual([])
    expect(agreedRemovals([decided(one, 'keep'), decided(one)])).toHaveLength(1)
    expect(agreedRemovals([{ ...decided(one), data: { proposal: 7 } }])).toEqual([])
  })

  it('are what two tasks bring in together only where both are dropped', () => {
    const [pay, file] = [shared('pay', 'file'), shared('file', 'pay')]
    const both = { groups: ['Clerk'], statement: allow('sqs:*') }
    expect(agreedRemovals([decided(pay)])).toEqual([])
    expect(agreedRemovals([decided(pay), decided(file)])).toEqual([both, both])
    expect(agreedRemovals([decided(pay), decided(file), decided(pay, 'keep')])).toEqual([])
    expect(agreedRemovals([decided(pay), decided({ ...file, role: 'other' })])).toEqual([])
  })
})
