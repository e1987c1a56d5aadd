import { describe, expect, it } from 'vitest'
import { documentFinder } from '../account/documents.ts'
import { servicePrefixes } from '../catalog/catalog.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import { applyProposals } from './apply-proposals.ts'
import { company, daysAgo, event, now, role, trail, usageOf } from './company.testing.ts'
import { reviewState } from './review-state.ts'

// What always holds of accepted proposals stands in review-laws.testing.ts; here is what an account looks like then.

const used = daysAgo(2)
const policyOf = (name: string, ...actions: readonly string[]) =>
  definePolicy({ name, statements: [allow({ actions, resources: ['*'] })] })
const both = policyOf('Both', 'sqs:*', 'sns:*')
const tables = policyOf('Tables', 'dynamodb:*')
const options = { now, windowDays: 90 }

describe('accepted proposals', () => {
  it('give one role a policy of its own, and drop the task of another', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [both], keep: [tables] } })
    const buyer = role({ id: 'buyer', tasks: { buy: [both] } })
    const given = company([clerk, buyer], { mary: [clerk], diego: [buyer] })
    const usage = usageOf(given.state, {
      Both: { sqs: used, sns: used },
      Tables: { dynamodb: null },
      Clerk: { sqs: used, sns: used, dynamodb: null },
      Buyer: { sqs: used, sns: null },
    })
    const { proposals } = reviewState(given.state, usage, { ...options, ...given })
    expect(proposals.map(({ kind }) => kind).toSorted()).toEqual(['drop-task', 'remove-statement', 'split-task'])
    const after = applyProposals(given.state, proposals)
    const path = 'arn:aws:iam::111122223333:policy/rolewright/example'
    expect(after.groups.map(({ name, attachedPolicies }) => [name, attachedPolicies])).toEqual([
      ['Buyer', [`${path}/Both-Buyer`]],
      ['Clerk', [`${path}/Both`]],
    ])
    expect(documentFinder(after).ofPolicy(`${path}/Both-Buyer`)?.Statement).toEqual([
      { Effect: 'Allow', Action: ['sqs:*'], Resource: '*' },
    ])
    expect(documentFinder(after).ofPolicy(`${path}/Both`)).toEqual(documentFinder(given.state).ofPolicy(`${path}/Both`))
  })

  it('move people to a second role, which keeps the rest of the first', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [policyOf('Queues', 'sqs:*')], keep: [tables] } })
    const given = company([clerk], { mary: [clerk], diego: [clerk] })
    const all = { sqs: used, dynamodb: used }
    const usage = usageOf(given.state, {
      Queues: { sqs: used },
      Tables: { dynamodb: used },
      Clerk: all,
      mary: all,
      diego: { sqs: used, dynamodb: null },
    })
    const { proposals } = reviewState(given.state, usage, { ...options, ...given })
    const after = applyProposals(given.state, proposals)
    expect(after.users.map(({ name, groups }) => [name, groups])).toEqual([
      ['diego', ['ClerkWork']],
      ['mary', ['Clerk']],
    ])
    expect(after.groups.map(({ name, attachedPolicies }) => [name, attachedPolicies.length])).toEqual([
      ['Clerk', 2],
      ['ClerkWork', 1],
    ])
  })

  it('give each statement of a policy a Sid of its own', () => {
    const rest = (Resource: string) => ({ Effect: 'Allow' as const, NotAction: ['iam:*'], Resource })
    const clerk = role({ id: 'clerk', tasks: { work: [policyOf('Rest', '*')] } })
    const { state } = company([clerk], { mary: [clerk] })
    const document = { Version: '2012-10-17' as const, Statement: [rest('*'), rest('arn:aws:s3:::bills/*')] }
    const policies = state.policies.map((policy) => ({
      ...policy,
      versions: policy.versions.map((version) => ({ ...version, document })),
    }))
    const account = { ...state, policies }
    const none = Object.fromEntries(servicePrefixes().map((service) => [service, null]))
    const usage = usageOf(account, { Rest: { ...none, s3: used }, Clerk: {} })
    const after = applyProposals(account, reviewState(account, usage, options).proposals)
    expect(after.policies[0]?.versions[0]?.document.Statement).toEqual([
      { Sid: 'FullAccessToSomeServices', Effect: 'Allow', Action: ['s3:*'], Resource: '*' },
      { Sid: 'FullAccessToSomeServices2', Effect: 'Allow', Action: ['s3:*'], Resource: 'arn:aws:s3:::bills/*' },
    ])
  })

  it('that widen are applied by themselves', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [policyOf('Work', 's3:ListAllMyBuckets', 'sqs:*')] } })
    const { state } = company([clerk], { mary: [clerk] })
    const usage = usageOf(state, { Work: { s3: used, sqs: null }, Clerk: { s3: used, sqs: null } })
    const events = trail(
      event('mary', 's3', 'CreateBucket', { at: daysAgo(3), error: { code: 'AccessDenied' } }),
      event('mary', 's3', 'ListBuckets'),
    )
    const { proposals } = reviewState(state, usage, { ...options, trail: events })
    expect(proposals.map(({ kind }) => kind)).toEqual(['narrow-statement', 'grant-missing'])
    expect(() => applyProposals(state, proposals)).toThrow(expect.objectContaining({ code: 'mixed-proposals' }))
    const after = applyProposals(state, proposals.slice(1))
    const mary = after.users[0]
    const evaluator = createEvaluator(mary === undefined ? [] : documentFinder(after).ofUser(mary).documents)
    expect(evaluator.decide({ action: 's3:CreateBucket', resource: 'arn:aws:s3:::new' }).effect).toBe('allow')
  })
})
