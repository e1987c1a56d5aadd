import { expect, it } from 'vitest'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import type { ReportedUser } from '../people/credential-report.ts'
import { accountId, company, daysAgo, long, now, role, usageOf } from './company.testing.ts'
import { reviewState } from './review-state.ts'

const queues = definePolicy({ name: 'Queues', statements: [allow({ actions: ['sqs:*'], resources: ['*'] })] })
const clerk = role({ id: 'clerk', tasks: { queue: [queues] } })
const { state } = company([clerk], { mary: [clerk] })

const mary: ReportedUser = {
  user: 'mary',
  arn: `arn:aws:iam::${accountId}:user/mary`,
  createdAt: long,
  password: null,
  mfaActive: true,
  accessKeys: [],
  certificates: [],
}
const key = (lastRotated: string, last: string | null): ReportedUser['accessKeys'][number] => ({
  active: true,
  lastRotated,
  lastUsed: last === null ? null : { at: last, region: 'us-east-1', service: 'sqs' },
})
const password = (lastChanged: string | null, lastUsed: string | null) => ({
  lastUsed,
  lastChanged,
  nextRotation: null,
})

/** Kinds and ids of what is proposed of Mary, who used something so many days ago. */
function proposed(reported: Partial<ReportedUser>, days: number | null) {
  const use = days === null ? null : daysAgo(days)
  const usage = usageOf(state, { Queues: { sqs: daysAgo(1) }, Clerk: { sqs: daysAgo(1) }, mary: { sqs: use } })
  const credentials = { generatedAt: now, root: { ...mary, user: '<root_account>' }, users: [{ ...mary, ...reported }] }
  const { proposals } = reviewState(state, usage, { now, windowDays: 90, credentials })
  return proposals.map(({ kind, id }) => ({ kind, id }))
}
const kinds = (...given: Parameters<typeof proposed>): readonly string[] => proposed(...given).map(({ kind }) => kind)

it('a person is unused who used nothing for as long as the window, and was there for all of it', () => {
  expect(kinds({}, null)).toEqual(['unused-person'])
  expect(kinds({}, 91)).toEqual(['unused-person'])
  expect(kinds({}, 90)).toEqual([])
  expect(kinds({ createdAt: daysAgo(30) }, null)).toEqual([])
  expect(kinds({ createdAt: daysAgo(90) }, null)).toEqual(['unused-person'])
  expect(kinds({ password: password(long, daysAgo(20)) }, null)).toEqual([])
})

it('a password is unused that was set before the window, and not used in it', () => {
  expect(kinds({ password: password(long, daysAgo(91)) }, 1)).toEqual(['unused-password'])
  expect(kinds({ password: password(long, daysAgo(90)) }, 1)).toEqual([])
  expect(kinds({ password: password(daysAgo(20), null) }, 1)).toEqual([])
  expect(kinds({ password: password(null, null) }, 1)).toEqual(['unused-password'])
})

it('a key that takes the place of another is another', () => {
  const [first] = proposed({ accessKeys: [key(long, null)] }, 1)
  const [second] = proposed({ accessKeys: [key(daysAgo(200), daysAgo(150))] }, 1)
  expect([first?.kind, second?.kind]).toEqual(['unused-key', 'unused-key'])
  expect(first?.id).not.toBe(second?.id)
  expect(proposed({ accessKeys: [key(long, daysAgo(150))] }, 1)[0]?.id).toBe(first?.id)
  expect(kinds({ accessKeys: [key(daysAgo(20), null)] }, 1)).toEqual([])
  expect(kinds({ accessKeys: [{ ...key(long, null), active: false }] }, 1)).toEqual([])
})
