import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import { servicePrefixes } from '../catalog/catalog.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { accountId, company, daysAgo, find, long, now, role, usageOf } from './company.testing.ts'
import { placeKey } from './observed-since.ts'
import { type ReviewOptions, reviewState } from './review-state.ts'

const used = daysAgo(3)
const both = definePolicy({ name: 'Both', statements: [allow({ actions: ['sqs:*', 'sns:*'], resources: ['*'] })] })
const clerk = role({ id: 'clerk', tasks: { work: [both] } })
const buyer = role({ id: 'buyer', tasks: { buy: [both] } })
const { state, model } = company([clerk, buyer], { mary: [clerk], diego: [buyer] })
const policyArn = state.policies[0]?.arn ?? ''

type Reports = Parameters<typeof usageOf>[1]
const splits = (reports: Reports, more: Partial<ReviewOptions> = {}, account: AccountState = state) =>
  find(
    reviewState(account, usageOf(account, reports), { now, windowDays: 90, model, ...more }).proposals,
    'split-task',
  ).map(({ groups, usedBy, removed }) => [groups, usedBy, removed.map(({ what }) => what)])

describe('what one role uses of a policy and another does not', () => {
  const reports = {
    Both: { sqs: used, sns: used },
    Clerk: { sqs: used, sns: null },
    Buyer: { sqs: null, sns: daysAgo(90) },
  }

  it('is what was used on the first day of the window, too', () => {
    expect(splits(reports)).toEqual([
      [['Buyer'], ['Clerk'], ['sqs']],
      [['Clerk'], ['Buyer'], ['sns']],
    ])
    expect(splits({ ...reports, Buyer: { sqs: null, sns: daysAgo(91) } })).toEqual([
      [['Buyer'], ['Clerk'], ['sns', 'sqs']],
    ])
  })

  it('is not judged of the role that holds the policy for less than the window', () => {
    const attached = { [placeKey('Buyer', policyArn)]: daysAgo(20) }
    expect(splits(reports, { dates: { attached } })).toEqual([[['Clerk'], ['Buyer'], ['sns']]])
  })

  it('is not proposed again in another shape of what somebody keeps', () => {
    const held = { proposals: new Set(['other']), removals: new Map([[policyArn, new Set(['sns'])]]) }
    expect(splits(reports, { held })).toEqual([[['Buyer'], ['Clerk'], ['sqs']]])
  })

  it('waits where what is left would not fit into a policy before what nobody uses is gone', () => {
    const all = definePolicy({ name: 'All', statements: [allow({ actions: ['*'], resources: ['*'] })] })
    const [one, two] = [role({ id: 'one', tasks: { first: [all] } }), role({ id: 'two', tasks: { second: [all] } })]
    const made = company([one, two], { ana: [one], mary: [two] })
    const none = Object.fromEntries(servicePrefixes().map((service) => [service, null]))
    const usage = usageOf(made.state, {
      All: { ...none, sqs: used, sns: used },
      One: { ...none, sqs: used },
      Two: { ...none, sqs: used, sns: used },
    })
    const { proposals } = reviewState(made.state, usage, { now, windowDays: 90, model: made.model })
    expect(proposals.map(({ kind }) => kind)).toEqual(['narrow-statement'])
  })

  it('is nothing where only somebody uses it who holds the policy by hand', () => {
    const zoe = { name: 'zoe', path: '/', arn: `arn:aws:iam::${accountId}:user/zoe`, createdAt: long, tags: {} }
    const foreign = {
      ...state,
      users: [...state.users, { ...zoe, groups: [], attachedPolicies: [policyArn], inlinePolicies: [] }],
    }
    const use = { sqs: used, sns: null }
    expect(splits({ Both: { sqs: used, sns: used }, Clerk: use, Buyer: use, zoe: { sns: used } }, {}, foreign)).toEqual(
      [],
    )
  })
})
