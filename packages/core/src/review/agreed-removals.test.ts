import { describe, expect, it } from 'vitest'
import type { AuditEntry, JsonValue } from '../audit/audit-entry.ts'
import type { Statement } from '../policy/document.ts'
import { agreedRemovals, lostStatement } from './agreed-removals.ts'
import type { StatementProposal } from './proposal.ts'

const decided = (data: JsonValue): AuditEntry => ({
  version: 1,
  id: 'x',
  at: '2026-11-01T00:00:00Z',
  by: { arn: 'x' },
  kind: 'decision',
  prev: [],
  hash: '',
  data,
})
const about = { decision: 'accept', reason: 'x' }
const allow = (...Action: readonly string[]): Statement => ({ Effect: 'Allow', Action, Resource: '*' })

it('reads what accepted proposals of every kind give up, and to whom', () => {
  const lost = { Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] }
  expect(
    agreedRemovals([
      decided({ ...about, proposal: 'narrow', policy: 'P', removed: ['kms', 'iam:GetUser'] }),
      decided({ ...about, proposal: 'drop', groups: ['Clerk'], removed: ['sns'] }),
      decided({ ...about, proposal: 'split', policy: 'P', groups: ['Clerk'], removed: ['sqs'] }),
      decided({ ...about, proposal: 'resources', policy: 'P', removed: ['arn:aws:s3:::b/*'], lost }),
      decided({ ...about, proposal: 'key', removed: [] }),
      decided({ ...about, proposal: 'back', policy: 'P', removed: ['ec2'] }),
      decided({ ...about, proposal: 'back', decision: 'keep', removed: [] }),
    ]),
  ).toEqual([
    { policy: 'P', statement: allow('kms:*', 'iam:GetUser') },
    { groups: ['Clerk'], statement: allow('sns:*') },
    { groups: ['Clerk'], statement: allow('sqs:*') },
    { policy: 'P', statement: lost },
  ])
})

describe('what is lost where its parts can’t say it', () => {
  const allBut = (...NotAction: readonly string[]): Statement => ({ Effect: 'Allow', NotAction, Resource: '*' })
  const narrowing = (before: Statement, after: Statement | null): StatementProposal => ({
    kind: after === null ? 'remove-statement' : 'narrow-statement',
    id: 'x',
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
    policyArn: 'P',
    policyName: 'P',
    statementIndex: 0,
    before,
    after,
    proof: 'narrower',
  })

  it('is, of resources, all but those that stay', () => {
    const on = (...Resource: readonly string[]): Statement => ({ Effect: 'Allow', Action: 's3:GetObject', Resource })
    const { kind: _, after: __, ...rest } = narrowing(on('a', 'b'), on('a'))
    expect(lostStatement({ ...rest, kind: 'narrow-resources', after: on('a'), touched: [] })).toEqual({
      Effect: 'Allow',
      Action: 's3:GetObject',
      NotResource: ['a'],
    })
  })

  it.each([
    [allBut('iam:*'), allow('s3:*', 'ec2:*'), allBut('iam:*', 's3:*', 'ec2:*')],
    [allBut('iam:*'), null, allBut('iam:*')],
    [allBut('iam:*'), allBut('iam:*', 'kms:*'), undefined],
    [allow('s3:*', 'ec2:*'), allow('s3:*'), undefined],
  ])('is, of %j to %j, %j', (before, after, lost) => {
    expect(lostStatement(narrowing(before, after))).toEqual(lost)
  })
})
