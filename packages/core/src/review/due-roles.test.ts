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
