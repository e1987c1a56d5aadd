import { expect, it } from 'vitest'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { company, daysAgo, now, role, usageOf } from './company.testing.ts'
import type { HeldDecisions } from './held-decisions.ts'
import { reviewState } from './review-state.ts'

const bills = (queues: number) => {
  const names = Array.from(
    { length: queues },
    (_, index) => `arn:aws:sqs:us-east-1:111122223333:a-queue-of-bills-${index}`,
  )
  return definePolicy({
    name: 'Bills',
    statements: [
      allow({ actions: ['sqs:*', 'sns:*'], resources: names }),
      allow({ actions: ['kms:*'], resources: ['*'] }),
    ],
  })
}

const arn = (name: string): string => `arn:aws:iam::111122223333:policy/rolewright/example/${name}`
const used = { sqs: daysAgo(1), sns: null, kms: null }

/** What is proposed to go from each policy of a clerk who only uses queues. */
function removals(policies: readonly ReturnType<typeof definePolicy>[], kept: Readonly<Record<string, string>> = {}) {
  const clerk = role({ id: 'clerk', tasks: { work: policies } })
  const { state, model } = company([clerk], { mary: [clerk] })
  const held: HeldDecisions = {
    proposals: new Set(['a']),
    removals: new Map(Object.entries(kept).map(([name, what]) => [arn(name), new Set([what])])),
  }
  const usage = usageOf(state, Object.fromEntries([...state.policies, ...state.groups].map(({ name }) => [name, used])))
  const { proposals } = reviewState(state, usage, { now, windowDays: 90, model, held })
  const gone = new Map<string, Set<string>>()
  for (const proposal of proposals) {
    if (!('policyName' in proposal)) continue
    gone.set(proposal.policyName, gone.get(proposal.policyName) ?? new Set())
    for (const { what } of proposal.removed) gone.get(proposal.policyName)?.add(what)
  }
  return Object.fromEntries([...gone].map(([name, what]) => [name, [...what].toSorted()]))
}

it('holds what was kept of a policy in all the parts that packing makes of it later', () => {
  expect(removals([bills(1)])).toEqual({ Bills: ['kms', 'sns'] })
  expect(removals([bills(1)], { Bills: 'sns' })).toEqual({ Bills: ['kms'] })
  const split = removals([bills(200)])
  expect(Object.keys(split)).toEqual(['Bills', 'Bills-2', 'Bills-3'])
  expect(Object.values(split).flat()).toContain('sns')
  expect(Object.values(removals([bills(200)], { Bills: 'sns' })).flat()).toEqual(['kms'])
  // And the other way round, when a part is there no more.
  expect(removals([bills(1)], { 'Bills-2': 'sns' })).toEqual({ Bills: ['kms'] })
})

it('holds it where small policies of a role are joined, and when they are not any more', () => {
  const small = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      definePolicy({ name: `Small-${index}`, statements: [allow({ actions: ['sqs:*', 'sns:*'], resources: ['*'] })] }),
    )
  const joined = removals(small(12))
  expect(joined['ClerkTasks']).toEqual(['sns'])
  const without = Object.keys(removals(small(12), { 'Small-0': 'sns' }))
  expect(without).not.toContain('ClerkTasks')
  expect(without).toContain('Small-9')
  expect(removals(small(2), { ClerkTasks: 'sns' })).toEqual({})
})

it('takes no other policy for a part, be it numbered alike', () => {
  const named = (name: string) =>
    definePolicy({ name, statements: [allow({ actions: ['sqs:*', 'sns:*'], resources: ['*'] })] })
  const two = [named('Bills'), named('Bills-2')]
  expect(removals(two, { Bills: 'sns' })).toEqual({ 'Bills-2': ['sns'] })
  expect(removals(two, { 'Bills-2': 'sns' })).toEqual({ Bills: ['sns'] })
})
