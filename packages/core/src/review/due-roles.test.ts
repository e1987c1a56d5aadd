import { expect, it } from 'vitest'
import type { AuditEntry } from '../audit/audit-entry.ts'
import { defineRole } from '../define/define-role.ts'
import { dueRoles } from './due-roles.ts'

const role = (id: string, reviewEveryDays?: number) =>
  defineRole({
    id,
    title: id,
    owner: 'it@example.com',
    justification: 'x',
    tasks: [],
    ...(reviewEveryDays === undefined ? {} : { reviewEveryDays }),
  })

const campaign = (at: string, roles: readonly string[]): AuditEntry => ({
  version: 1,
  id: at,
  at,
  by: { arn: 'x' },
  kind: 'campaign',
  prev: [],
  hash: '',
  data: {
    review: 'x.json',
    deadline: at,
    population: { sha256: '0'.repeat(64), roles, people: [], policies: [] },
    reviewers: [],
  },
})

it('counts from the last review that covered a role, by the days that the role asks for', () => {
  const roles = [role('quarterly'), role('monthly', 30), role('new')]
  const entries = [
    campaign('2026-01-01T00:00:00.000Z', ['monthly', 'quarterly']),
    campaign('2026-02-01T00:00:00.000Z', ['monthly']),
    { ...campaign('2026-03-01T00:00:00.000Z', ['new']), kind: 'review' as const },
    { ...campaign('2026-03-01T00:00:00.000Z', ['new']), data: 'damaged' },
  ]
  expect(dueRoles(roles, entries, '2026-03-02T23:59:59Z')).toEqual([
    { role: 'new', lastReviewed: null, due: null, isDue: true },
    { role: 'monthly', lastReviewed: '2026-02-01T00:00:00.000Z', due: '2026-03-03T00:00:00.000Z', isDue: false },
    { role: 'quarterly', lastReviewed: '2026-01-01T00:00:00.000Z', due: '2026-04-01T00:00:00.000Z', isDue: false },
  ])
  const later = dueRoles(roles, entries, '2026-03-03T00:00:00Z').filter(({ isDue }) => isDue)
  expect(later.map(({ role: id }) => id)).toEqual(['new', 'monthly'])
})

const isDue = (everyDays: number, entries: readonly AuditEntry[], now: string): boolean =>
  dueRoles([role('one', everyDays)], entries, now)[0]?.isDue === true

it('is by the day: a run that begins earlier in the day than the last one still reviews what its interval asks for', () => {
  const [last] = [campaign('2028-02-23T05:17:45.000Z', ['one'])]
  expect(isDue(7, [last], '2028-03-01T04:17:03Z')).toBe(true)
  // Over the leap day, and not on the day before.
  expect(isDue(7, [last], '2028-02-29T23:59:59Z')).toBe(false)
  expect(isDue(1, [last], '2028-02-23T23:59:59Z')).toBe(false)
})

it('is by the latest review, in whatever order the history has them, and not by one that a wrong clock made', () => {
  const entries = [campaign('2026-03-01T00:00:00.000Z', ['one']), campaign('2026-01-01T00:00:00.000Z', ['one'])]
  expect(isDue(30, entries, '2026-03-02T00:00:00Z')).toBe(false)
  const ahead = [campaign('2026-01-01T00:00:00.000Z', ['one']), campaign('2036-01-01T00:00:00.000Z', ['one'])]
  expect(isDue(30, ahead, '2026-02-01T00:00:00Z')).toBe(true)
  // A clock set back by an hour is no wrong one: nothing is reviewed twice.
  expect(isDue(30, [campaign('2026-02-01T00:30:00.000Z', ['one'])], '2026-01-31T23:30:00Z')).toBe(false)
})
