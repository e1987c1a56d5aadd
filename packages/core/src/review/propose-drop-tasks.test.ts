import { describe, expect, it } from 'vitest'
import type { AccountState, PolicyState } from '../account/account-state.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { asList } from '../policy/as-list.ts'
import { policySize } from '../policy/print/policy-size.ts'
import { accountId, company, daysAgo, find, long, now, role, usageOf } from './company.testing.ts'
import type { ReviewedModel } from './ground.ts'
import { placeKey } from './observed-since.ts'
import { type ReviewOptions, reviewState } from './review-state.ts'

const used = daysAgo(3)
const policyOf = (name: string, action: string) =>
  definePolicy({ name, statements: [allow({ actions: [action], resources: ['*'] })] })
const clerk = role({
  id: 'clerk',
  tasks: { queue: [policyOf('Queues', 'sqs:*')], publish: [policyOf('Topics', 'sns:*')] },
})
const given = company([clerk], { mary: [clerk], diego: [clerk] })
const reports = {
  Clerk: { sqs: used, sns: null },
  Queues: { sqs: used, sns: null },
  Topics: { sns: null },
  mary: { sqs: used, sns: null },
}

const dropped = (
  one: { readonly state: AccountState; readonly model: ReviewedModel },
  more: Partial<ReviewOptions> = {},
) =>
  find(
    reviewState(one.state, usageOf(one.state, reports), { now, windowDays: 90, model: one.model, ...more }).proposals,
    'drop-task',
  )

/** With somebody whom the model does not know, who holds a policy by hand. */
function withZoe(state: AccountState, policyName: string): AccountState {
  const arn = state.policies.find(({ name }) => name === policyName)?.arn ?? ''
  const zoe = { name: 'zoe', path: '/', arn: `arn:aws:iam::${accountId}:user/zoe`, createdAt: long, tags: {} }
  return {
    ...state,
    users: [...state.users, { ...zoe, groups: [], attachedPolicies: [arn], inlinePolicies: [] }],
  }
}

/** As if both policies had been packed into one. */
function packed(): { readonly state: AccountState; readonly model: ReviewedModel } {
  const [queues, topics] = given.state.policies
  if (queues === undefined || topics === undefined) throw new Error('there are two policies')
  const both = [queues, topics].flatMap(({ versions }) => asList(versions[0]?.document.Statement))
  const inOne = (state: AccountState): AccountState => ({
    ...state,
    groups: state.groups.map((group) => ({ ...group, attachedPolicies: [queues.arn] })),
    policies: state.policies.flatMap((policy): readonly PolicyState[] =>
      policy.arn === queues.arn
        ? [
            {
              ...policy,
              versions: policy.versions.map((version) => ({
                ...version,
                document: { ...version.document, Statement: both },
              })),
            },
          ]
        : [],
    ),
  })
  const statements = given.model.sources.statements.map((source, statement) => ({
    ...source,
    policyArn: queues.arn,
    policyName: queues.name,
    statement,
  }))
  return {
    state: inOne(given.state),
    model: { ...given.model, sources: { ...given.model.sources, statements }, desired: inOne(given.model.desired) },
  }
}

describe('a task that nobody used', () => {
  it('goes, with the size of its policy', () => {
    const [proposal, ...others] = dropped(given)
    expect(others).toEqual([])
    const [, topics] = given.state.policies
    expect(proposal?.charactersSaved).toBe(policySize(topics?.versions[0]?.document ?? { Statement: [] }))
  })

  it('stays where it is the last', () => {
    const idle = { ...reports, Clerk: { sqs: null, sns: null } }
    const { proposals } = reviewState(given.state, usageOf(given.state, idle), { now, windowDays: 90, ...given })
    expect(find(proposals, 'drop-task').map(({ task }) => task)).toEqual(['queue'])
  })

  it('stays while its policy is not on the group for as long as the window', () => {
    const topics = given.state.policies[1]?.arn ?? ''
    expect(dropped(given, { dates: { attached: { [placeKey('Clerk', topics)]: daysAgo(90) } } })).toHaveLength(1)
    expect(dropped(given, { dates: { attached: { [placeKey('Clerk', topics)]: daysAgo(89) } } })).toEqual([])
  })

  it('leaves the rest of a policy that it is packed with', () => {
    const [proposal] = dropped(packed())
    expect(proposal?.documents.map(({ after }) => asList(after?.Statement).length)).toEqual([1])
  })

  it('stays where somebody holds by hand what it is packed with, who would get the new version', () => {
    const one = packed()
    expect(dropped({ ...one, state: withZoe(one.state, 'Queues') })).toEqual([])
    // A policy that leaves the group whole stays with whoever else holds it.
    expect(dropped({ ...given, state: withZoe(given.state, 'Topics') })).toHaveLength(1)
  })
})

describe('a second role, whose people leave a packed policy', () => {
  it('is no risk for who holds the policy by hand: that stays as it is', () => {
    const one = packed()
    const state = withZoe(one.state, 'Queues')
    const all = { sqs: used, sns: used }
    const usage = usageOf(state, { Clerk: all, Queues: all, mary: all, diego: { sqs: used, sns: null }, zoe: all })
    const { proposals } = reviewState(state, usage, { now, windowDays: 90, model: one.model })
    expect(proposals.map(({ kind, risk }) => [kind, risk])).toEqual([
      ['split-role', { level: 'low', reasons: ['nobody used it as far as AWS looks back'] }],
    ])
    expect(proposals[0]?.lossByPerson.map(({ people }) => people)).toEqual([['diego']])
  })
})
