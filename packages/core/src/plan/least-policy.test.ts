import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import type { Request } from '../policy/request.ts'
import { diff } from './diff.ts'
import { leastPolicy } from './least-policy.ts'
import type { Plan, PlannedCall } from './plan.ts'
import { ownedPath, states, together } from './states.testing.ts'

const plans: fc.Arbitrary<Plan> = fc
  .record({
    there: states({ path: ownedPath, prefix: 'Own', owned: false }),
    foreign: states({ path: '/team/', prefix: 'Foreign', owned: false }),
    wanted: states({ path: ownedPath, prefix: 'Own', owned: true }),
    prune: fc.boolean(),
  })
  .map(({ there, foreign, wanted, prune }) => diff(together(there, foreign), wanted, { prune }))

function requestOf(call: PlannedCall): Request {
  const { service, operation, resource, policyArn } = call
  return {
    action: `${service}:${operation}`,
    resource,
    ...(policyArn === undefined ? {} : { context: { 'iam:PolicyARN': policyArn } }),
  }
}

const reading: Request = { action: 'iam:GetAccountAuthorizationDetails', resource: '*' }
const requestsOf = (plan: Plan): readonly Request[] => [reading, ...plan.calls.map(requestOf)]

const allowsAll = (document: PolicyDocument, requests: readonly Request[]): boolean => {
  const evaluator = createEvaluator([document])
  return requests.every((request) => evaluator.decide(request).effect === 'allow')
}

/** Every policy that has one action, one resource, one policy ARN or one statement less. */
function narrower(document: PolicyDocument): readonly PolicyDocument[] {
  const statements = asList(document.Statement)
  const replaced = (index: number, statement: Statement | undefined): PolicyDocument => ({
    ...document,
    Statement: statements.flatMap((one, at) => (at !== index ? [one] : statement === undefined ? [] : [statement])),
  })
  return statements.flatMap((statement, index) => {
    const arns = asList(statement.Condition?.['ArnEquals']?.['iam:PolicyARN'])
    const without = <T>(list: readonly T[], make: (rest: readonly T[]) => Statement): readonly PolicyDocument[] =>
      list.length < 2 ? [] : list.map((one) => replaced(index, make(list.filter((other) => other !== one))))
    return [
      replaced(index, undefined),
      ...without(asList(statement.Action), (Action) => ({ ...statement, Action })),
      ...without(asList(statement.Resource), (Resource) => ({ ...statement, Resource })),
      ...without(arns, (rest) => ({ ...statement, Condition: { ArnEquals: { 'iam:PolicyARN': rest } } })),
    ]
  })
}

describe('the least policy of a plan', () => {
  it('allows every call of it, and reading the account', () => {
    fc.assert(fc.property(plans, (plan) => allowsAll(plan.policy, requestsOf(plan))))
  })

  it('does not with any part of it less', () => {
    fc.assert(fc.property(plans, (plan) => narrower(plan.policy).every((less) => !allowsAll(less, requestsOf(plan)))))
  })

  it('allows no other call on the same things', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const wanted = new Set(requestsOf(plan).map((request) => JSON.stringify(request)))
        const evaluator = createEvaluator([plan.policy])
        const operations = new Set(plan.calls.map((call) => call.operation))
        const others = plan.calls.flatMap((call) =>
          plan.calls.flatMap(({ resource }) =>
            [...operations].map((operation) =>
              requestOf({ service: 'iam', operation, subject: '', resource, ...policyOf(operation, call) }),
            ),
          ),
        )
        for (const request of others) {
          if (wanted.has(JSON.stringify(request))) continue
          if (evaluator.decide(request).effect === 'allow') throw new Error(`allows ${JSON.stringify(request)}`)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('reads as a person would write it', () => {
    const calls: readonly PlannedCall[] = [
      { service: 'iam', operation: 'CreateGroup', subject: 'group A', resource: 'arn:aws:iam::111122223333:group/r/A' },
      {
        service: 'iam',
        operation: 'AttachGroupPolicy',
        subject: 'policy P on group A',
        resource: 'arn:aws:iam::111122223333:group/r/A',
        policyArn: 'arn:aws:iam::aws:policy/P',
      },
    ]
    expect(leastPolicy(calls)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Read', Effect: 'Allow', Action: 'iam:GetAccountAuthorizationDetails', Resource: '*' },
        {
          Effect: 'Allow',
          Action: 'iam:AttachGroupPolicy',
          Resource: 'arn:aws:iam::111122223333:group/r/A',
          Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/P' } },
        },
        { Effect: 'Allow', Action: 'iam:CreateGroup', Resource: 'arn:aws:iam::111122223333:group/r/A' },
      ],
    })
  })
})

/** Only attaching and detaching tell which policy. */
function policyOf(operation: string, other: PlannedCall): { readonly policyArn?: string } {
  return operation.endsWith('tachGroupPolicy') ? { policyArn: other.policyArn ?? 'arn:aws:iam::aws:policy/Other' } : {}
}
