import { expect, it } from 'vitest'
import type { AuditEntry, JsonValue } from '../audit/audit-entry.ts'
import { agreedRemovals } from './agreed-removals.ts'

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
const allow = (...Action: readonly string[]) => ({ Effect: 'Allow', Action, Resource: '*' })

it('reads what accepted proposals of every kind give up, and to whom', () => {
  const before = { Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] }
  expect(
    agreedRemovals([
      decided({ ...about, proposal: 'narrow', policy: 'P', removed: ['kms', 'iam:GetUser'] }),
      decided({ ...about, proposal: 'drop', groups: ['Clerk'], removed: ['sns'] }),
      decided({ ...about, proposal: 'split', policy: 'P', groups: ['Clerk'], removed: ['sqs'] }),
      decided({ ...about, proposal: 'resources', policy: 'P', removed: ['arn:aws:s3:::b/*'], before }),
      decided({ ...about, proposal: 'key', removed: [] }),
      decided({ ...about, proposal: 'back', policy: 'P', removed: ['ec2'] }),
      decided({ ...about, proposal: 'back', decision: 'keep', removed: [] }),
    ]),
  ).toEqual([
    { policy: 'P', statement: allow('kms:*', 'iam:GetUser') },
    { groups: ['Clerk'], statement: allow('sns:*') },
    { groups: ['Clerk'], statement: allow('sqs:*') },
    { policy: 'P', statement: before },
  ])
})
