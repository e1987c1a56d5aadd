import { describe, expect, it } from 'vitest'
import { compile } from '../compile/compile.ts'
import { defineAccount } from '../define/define-account.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { defineModel } from '../model/define-model.ts'
import { account, company, daysAgo, now, role, usageOf } from './company.testing.ts'
import { reviewedModel } from './reviewed-model.ts'
import { reviewSchema } from './review-schema.ts'
import { reviewState } from './review-state.ts'

const policyOf = (name: string, action: string) =>
  definePolicy({ name, statements: [allow({ actions: [action], resources: ['*'] })] })
const [queues, topics, tables] = [
  policyOf('Queues', 'sqs:*'),
  policyOf('Topics', 'sns:*'),
  policyOf('Tables', 'dynamodb:*'),
]
const clerk = role({ id: 'clerk', tasks: { queue: [queues], publish: [topics] } })
const buyer = role({ id: 'buyer', tasks: { buy: [topics], keep: [tables] } })
const prod = defineAccount({ id: 'prod', accountId: '444455556666', roles: ['buyer'] })
const made = company([clerk, buyer], { mary: [clerk], diego: [buyer] })

describe('what another account of the model has too', () => {
  const model = defineModel({ id: 'example', roles: [clerk, buyer], people: [], accounts: [account, prod] })
  const compiled = compile(model, account, { now: new Date(now), awsManaged: {} })
  const usage = usageOf(made.state, {
    Queues: { sqs: null },
    Topics: { sns: null },
    Tables: { dynamodb: daysAgo(2) },
    Clerk: { sqs: daysAgo(2), sns: null },
    Buyer: { sns: null, dynamodb: daysAgo(2) },
  })

  it('is named with each proposal that would change its definition, and makes it risky', () => {
    const review = reviewState(made.state, usage, {
      now,
      windowDays: 90,
      model: {
        ...reviewedModel(model, account, compiled),
        sources: made.model.sources,
        desired: made.model.desired,
      },
    })
    expect(review.proposals.map((one) => [one.kind, one.groups, one.alsoIn, one.risk.level])).toEqual([
      ['remove-statement', ['Clerk'], undefined, 'low'],
      // The buyers of the other account share it, though its clerks are not there.
      ['remove-statement', ['Buyer', 'Clerk'], ['prod'], 'high'],
      ['drop-task', ['Clerk'], undefined, 'low'],
      ['drop-task', ['Buyer'], ['prod'], 'high'],
    ])
    expect(review.proposals[1]?.risk.reasons).toEqual([
      '`prod` has the same definition, and nothing here says what is used there',
    ])
    const stored = { version: 2, accountId: account.accountId, at: now, windowDays: 90, ...review }
    expect(reviewSchema.parse(JSON.parse(JSON.stringify(stored))).proposals).toEqual(review.proposals)
  })

  it('is told of the statement that a proposal is about, where a policy has those of several definitions', () => {
    const review = reviewState(made.state, usage, {
      now,
      windowDays: 90,
      model: {
        ...reviewedModel(model, account, compiled),
        // As if another statement of the same policy came from what goes to the other account.
        sources: {
          ...made.model.sources,
          statements: made.model.sources.statements.flatMap((source) =>
            source.policyName === 'Queues'
              ? [source, { ...source, statement: 1, definitions: [{ policy: 'Topics', statement: 0 }] }]
              : [source],
          ),
        },
        desired: made.model.desired,
      },
    })
    expect(review.proposals[0]).toMatchObject({ kind: 'remove-statement', groups: ['Clerk'] })
    expect(review.proposals[0]?.alsoIn).toBe(undefined)
  })

  it('is nothing where the account is the only one', () => {
    const alone = defineModel({ id: 'example', roles: [clerk, buyer], people: [], accounts: [account] })
    const { elsewhere } = reviewedModel(alone, account, compiled)
    expect([elsewhere?.roles.size, elsewhere?.policies.size]).toEqual([0, 0])
  })
})
