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

it('takes no acceptance that was carried out for one of what is granted and proposed anew', () => {
  const accept = entry('2026-01-01T00:00:00Z', { proposal: 'a', decision: 'accept', reason: 'unused' })
  const review = (at: string, ...proposals: readonly string[]) => entry(at, { proposals }, 'review')
  const patched = entry('2026-01-02T00:00:00Z', { proposals: [{ proposal: 'a' }] }, 'patched')
  const applied = entry('2026-01-03T00:00:00Z', {}, 'applied')
  const again = review('2026-04-01T00:00:00Z', 'b', 'a')
  const on = (entries: readonly AuditEntry[], now = '2026-05-01') =>
    decisionOn('a', decisionsIn(entries), now)?.decision
  expect(on([accept, patched, applied, again])).toBeUndefined()
  expect(on([accept, patched, applied, again], '2026-03-01')).toBe('accept')
  // Proposed again since it was not carried out yet, or never proposed again.
  expect(on([accept, again])).toBe('accept')
  expect(on([accept, patched, again, applied])).toBe('accept')
  expect(on([accept, patched, applied, review('2026-04-01T00:00:00Z', 'b')])).toBe('accept')
  const anew = entry('2026-04-02T00:00:00Z', { proposal: 'a', decision: 'accept', reason: 'still unused' })
  expect(on([accept, patched, applied, again, anew])).toBe('accept')
  expect(on([accept, patched, applied, again, anew, review('2026-04-03T00:00:00Z', 'a')])).toBe('accept')
  const kept = entry('2026-01-01T00:00:00Z', { proposal: 'a', decision: 'keep', reason: 'x' })
  expect(on([accept, patched, applied, kept, again])).toBe('keep')
})
