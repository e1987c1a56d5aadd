import { expect, it } from 'vitest'
import type { AuditEntry, JsonValue } from '../audit/audit-entry.ts'
import { heldDecisions, isHeld, withoutHeld } from './held-decisions.ts'
import type { UseRow } from './use-rows.ts'

const decided = (data: JsonValue, at = '2026-11-01T00:00:00Z'): AuditEntry => ({
  version: 1,
  id: at,
  at,
  by: { arn: 'x' },
  kind: 'decision',
  prev: [],
  hash: '',
  data,
})
const about = { policy: 'P', removed: ['kms', 'iam:GetUser'], reason: 'x' }
const held = (now: string, ...entries: readonly AuditEntry[]) => {
  const { proposals, removals } = heldDecisions(entries, now)
  return { proposals: [...proposals], removals: [...removals].map(([policy, what]) => [policy, [...what]]) }
}
const nothing = { proposals: [], removals: [] }
const all = { proposals: ['a'], removals: [['P', ['kms', 'iam:GetUser']]] }

it('holds what was kept or deferred until its date, and what was restored for good', () => {
  const kept = decided({ proposal: 'a', decision: 'keep', until: '2027-01-31', ...about })
  expect(held('2027-01-30', kept)).toEqual(all)
  expect(held('2027-02-01', kept)).toEqual(nothing)
  expect(held('2027-01-30', decided({ proposal: 'a', decision: 'defer', until: '2027-01-31', ...about }))).toEqual(all)
  const accepted = decided({ proposal: 'a', decision: 'accept', ...about })
  expect(held('2027-01-30', kept, accepted)).toEqual(nothing)
  const restored = decided({ proposal: 'a', decision: 'keep', reason: 'restored: x', removed: [] })
  expect(held('2030-01-01', accepted, restored)).toEqual(all)
})

it('takes no row for unused that something held depends on', () => {
  const row: UseRow = { lastUsed: null, origin: 'last-accessed' }
  const rows = {
    services: new Map(['kms', 'iam', 's3'].map((name) => [name, row])),
    actions: new Map(
      ['kms:Decrypt', 'iam:GetUser', 'iam:ListRoles'].map((action) => [action.toLowerCase(), { action, ...row }]),
    ),
    evidence: [],
  }
  const left = withoutHeld(rows, new Set(['kms', 'iam:GetUser']))
  expect([[...left.services.keys()], [...left.actions.keys()]]).toEqual([['s3'], ['iam:listroles']])
  expect(withoutHeld(rows, undefined)).toBe(rows)
  expect(
    ['kms', 'kms:Decrypt', 'iam:GetUser', 'iam', 'iam:ListRoles'].map((what) =>
      isHeld(what, new Set(['kms', 'iam:GetUser'])),
    ),
  ).toEqual([true, true, true, false, false])
})
