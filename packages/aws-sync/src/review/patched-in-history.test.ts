import type { AuditEntry, AuditKind, JsonValue } from '@rolewright/core'
import { expect, it } from 'vitest'
import { patchedInHistory } from './patched-in-history.ts'

const entry = (kind: AuditKind, data: JsonValue = {}): AuditEntry => ({
  version: 1,
  id: '',
  at: '2026-01-01T00:00:00Z',
  by: { arn: 'arn:aws:iam::111122223333:user/mary' },
  kind,
  prev: [],
  hash: '',
  data,
})
const patched = entry('patched', { proposals: [{ proposal: 'a' }, { proposal: 'b' }] })
const review = entry('review', { proposals: ['a'] })
const ids = (...entries: readonly AuditEntry[]) => [...patchedInHistory(entries).keys()]

it('knows what is in the source: neither what was restored, nor what was granted anew and proposed again', () => {
  expect(ids(patched, entry('applied'))).toEqual(['a', 'b'])
  expect(ids(patched, entry('restored', { proposal: 'a', file: 'model.ts', reason: 'needed' }))).toEqual(['b'])
  expect(ids(patched, entry('applied'), review)).toEqual(['b'])
  expect(ids(patched, review, entry('applied'))).toEqual(['a', 'b'])
  expect(ids(patched, entry('applied'), review, entry('patched', { proposals: [{ proposal: 'a' }] }))).toEqual([
    'b',
    'a',
  ])
})
