import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import { couldDo } from './could.ts'

const policy = (...statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
})
const allow = (action: string, resource = '*', condition?: Statement['Condition']): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
})

describe('couldDo', () => {
  it('finds the resource and the condition under which an action is allowed', () => {
    const passing = policy(
      allow('iam:PassRole', 'arn:aws:iam::111122223333:role/Emr', {
        StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      }),
    )
    expect(couldDo([passing], [], { action: 'iam:PassRole' })).toEqual({
      requests: [
        {
          action: 'iam:PassRole',
          resource: 'arn:aws:iam::111122223333:role/Emr',
          context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
        },
      ],
      undecided: false,
    })
    expect(
      couldDo([passing], [], { action: 'iam:PassRole', resource: 'arn:aws:iam::111122223333:role/Admin' }),
    ).toEqual({ requests: [], undecided: false })
  })

  it('looks behind a guard that asks for MFA', () => {
    const guard = policy({
      Effect: 'Deny',
      NotAction: 'iam:EnableMFADevice',
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    })
    const { requests } = couldDo([policy(allow('iam:*')), guard], [], { action: 'iam:CreateUser' })
    expect(requests).toEqual([
      {
        action: 'iam:CreateUser',
        resource: 'arn:aws:iam::111122223333:user/example',
        context: { 'aws:MultiFactorAuthPresent': 'true' },
      },
    ])
  })

  it('asks of every boundary too, and says where it can’t tell', () => {
    const bounded = (boundary: PolicyDocument) =>
      couldDo([policy(allow('s3:*', 'arn:aws:s3:::data/*'))], [boundary], { action: 's3:GetObject' })
    expect(bounded(policy(allow('s3:PutObject')))).toEqual({ requests: [], undecided: false })
    expect(bounded(policy(allow('s3:Get*', 'arn:aws:s3:::data/2026/*'))).requests).toHaveLength(1)
    expect(bounded(policy(allow('s3:Get*', 'arn:aws:s3:::*/2026'))).undecided).toBe(true)
  })

  it('takes wildcards in what is asked about as a range, and `${` as it stands', () => {
    const bucket = [policy(allow('s3:GetObject', 'arn:aws:s3:::data/2026/*'))]
    expect(couldDo(bucket, [], { action: 's3:GetObject', resource: 'arn:aws:s3:::data/*' }).requests).toHaveLength(1)
    expect(couldDo(bucket, [], { action: 's3:GetObject', resource: 'arn:aws:s3:::logs/*' }).requests).toEqual([])
    expect(couldDo(bucket, [], { action: 's3:GetObject', resource: 'arn:aws:s3:::${aws:username}' }).requests).toEqual(
      [],
    )
  })

  it('never misses what a request shows, and never shows a request that is refused', () => {
    const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:PassRole')
    const pattern = fc.constantFrom('s3:*', 's3:Get*', 'iam:PassRole', '*')
    const resource = fc.constantFrom('arn:aws:s3:::a', 'arn:aws:s3:::b', 'arn:aws:iam::111122223333:role/r')
    const range = fc.oneof(resource, fc.constantFrom('*', 'arn:aws:s3:::*'))
    const value = fc.constantFrom('true', 'false')
    const condition = fc.record({
      Bool: value.map((one) => ({ 'aws:MultiFactorAuthPresent': one })),
    })
    const statement = fc.record(
      {
        Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
        Action: pattern,
        Resource: range,
        Condition: condition,
      },
      { requiredKeys: ['Effect', 'Action', 'Resource'] },
    )
    const document = fc.array(statement, { maxLength: 4 }).map((statements) => policy(...statements))
    fc.assert(
      fc.property(
        fc.array(document, { maxLength: 3 }),
        fc.array(document, { maxLength: 1 }),
        fc.record({ action, resource, context: fc.record({ 'aws:MultiFactorAuthPresent': value }) }),
        (documents, boundary, request) => {
          const evaluator = createEvaluator(documents, { boundary })
          const { requests, undecided } = couldDo(documents, boundary, { action: request.action })
          for (const found of requests) {
            expect(found.action).toBe(request.action)
            expect(evaluator.decide(found).effect).toBe('allow')
          }
          const allowed = evaluator.decide(request).effect === 'allow'
          expect(allowed && requests.length === 0 && !undecided).toBe(false)
        },
      ),
      { numRuns: 200 },
    )
  })
})
