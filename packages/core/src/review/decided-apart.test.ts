import { expect, it } from 'vitest'
import type { AuditEntry, JsonValue } from '../audit/audit-entry.ts'
import { decidedApart } from './decided-apart.ts'

const entry = (hash: string, prev: readonly string[], data: JsonValue): AuditEntry => ({
  version: 1,
  id: hash,
  at: '2026-01-01T00:00:00Z',
  by: { arn: `arn:aws:iam::111122223333:user/${hash}` },
  kind: 'decision',
  prev,
  hash,
  data,
})
const about = (decision: string, more: Readonly<Record<string, string>> = {}) => ({
  proposal: 'a',
  decision,
  reason: 'x',
  ...more,
})
const begun = { ...entry('0', [], {}), kind: 'run' as const }
const words = (...entries: readonly AuditEntry[]) =>
  decidedApart([begun, ...entries]).map(({ proposal, earlier, later }) => [proposal, earlier.by, later.by])

it('names what two people decided differently without knowing of each other, until somebody decides who knows of both', () => {
  const [keep, accept] = [entry('1', ['0'], about('keep')), entry('2', ['0'], about('accept'))]
  const user = (name: string): string => `arn:aws:iam::111122223333:user/${name}`
  expect(words(keep, accept)).toEqual([['a', user('1'), user('2')]])
  expect(words(keep, accept, entry('3', ['1', '2'], about('accept')))).toEqual([])
  expect(words(keep, accept, entry('3', ['2'], about('defer', { until: '2099-01-01' })))).toEqual([
    ['a', user('1'), user('3')],
  ])
})

it('says nothing of a mind that was changed, of the same decision twice, and of different proposals', () => {
  const keep = entry('1', ['0'], about('keep'))
  expect(words(keep, entry('2', ['1'], about('accept')))).toEqual([])
  expect(words(keep, entry('2', ['0'], about('keep', { reason: 'y' })))).toEqual([])
  expect(words(keep, entry('2', ['0'], about('keep', { until: '2099-01-01' })))).toHaveLength(1)
  expect(words(keep, entry('2', ['0'], { ...about('accept'), proposal: 'b' }))).toEqual([])
  expect(words(keep)).toEqual([])
})
