import { expect, it } from 'vitest'
import type { AuditEntry, AuditKind, JsonValue } from '../audit/audit-entry.ts'
import { decisionOn, decisionsIn } from './decisions.ts'

const entry = (at: string, data: JsonValue, kind: AuditKind = 'decision'): AuditEntry => ({
  version: 1,
  id: at,
  at,
  by: { arn: 'arn:aws:iam::111122223333:user/mary', git: 'Mary Major <mary@example.com>' },
  kind,
  prev: [],
  hash: '',
  data,
})

it('reads decisions back from a history, and lets the last one about a proposal hold', () => {
  const decisions = decisionsIn([
    entry('2026-01-01T00:00:00Z', { proposal: 'a', decision: 'keep', reason: 'year end' }),
    entry('2026-01-02T00:00:00Z', { command: 'review' }, 'run'),
    entry('2026-01-03T00:00:00Z', { proposal: 'b', decision: 'defer', reason: 'ask', until: '2026-02-01' }),
    entry('2026-01-04T00:00:00Z', { proposal: 'a', decision: 'accept', reason: 'gone' }),
    entry('2026-01-05T00:00:00Z', { proposal: 'c', decision: 'perhaps', reason: '' }),
  ])
  expect(decisions).toHaveLength(3)
  expect(decisions[0]).toEqual({
    proposal: 'a',
    decision: 'keep',
    reason: 'year end',
    by: 'Mary Major <mary@example.com> (arn:aws:iam::111122223333:user/mary)',
    at: '2026-01-01T00:00:00Z',
  })
  expect(decisionOn('a', decisions, '2026-01-10')?.decision).toBe('accept')
  expect(decisionOn('b', decisions, '2026-01-10')?.decision).toBe('defer')
  expect(decisionOn('b', decisions, '2026-02-01')).toBeUndefined()
  expect(decisionOn('c', decisions, '2026-01-10')).toBeUndefined()
})
