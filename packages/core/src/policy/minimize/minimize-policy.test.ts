import { assert, constantFrom, property, shuffledSubarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asList } from '../as-list.ts'
import { createEvaluator } from '../evaluate/create-evaluator.ts'
import type { PolicyDocument } from '../document.ts'
import { expandActions } from '../match/expand-actions.ts'
import { matchesAction } from '../match/match-action.ts'
import { PolicyError } from '../policy-error.ts'
import { minimizePolicy } from './minimize-policy.ts'
import { catalogueRequests, overlappingDocument, requests } from './minimize-policy.testing.ts'
import { parsePolicy } from '../parse/parse-policy.ts'
import { policySize } from '../print/policy-size.ts'
import type { Request } from '../request.ts'

/** What a document answers to every request. */
function answers(document: PolicyDocument, asked: readonly Request[] = requests): string[] {
  const evaluator = createEvaluator([document])
  return asked.map((request) => evaluator.decide(request).effect)
}

function words(document: PolicyDocument): Set<string> {
  return new Set(
    asList(document.Statement).flatMap((statement) =>
      [statement.Action, statement.NotAction, statement.Resource, statement.NotResource].flatMap((element) =>
        asList(element).map((word) => word.replaceAll(/\*+/g, '*')),
      ),
    ),
  )
}

const allow = (rest: object): object => ({ Effect: 'Allow', ...rest })
const minimized = (...statements: object[]): unknown =>
  minimizePolicy(parsePolicy({ Version: '2012-10-17', Statement: statements })).Statement

describe('strict', () => {
  test('decides as before, is no longer, is its own result, and adds no pattern', () => {
    assert(
      property(overlappingDocument, (document) => {
        const before = JSON.stringify(document)
        const result = minimizePolicy(document)
        expect(JSON.stringify(document)).toBe(before)
        expect(answers(result)).toEqual(answers(document))
        expect(policySize(result)).toBeLessThanOrEqual(policySize(document))
        expect(minimizePolicy(result)).toEqual(result)
        const given = words(document)
        expect([...words(result)].filter((word) => !given.has(word))).toEqual([])
        expect(parsePolicy(result)).toEqual(result)
      }),
      { numRuns: 150 },
    )
  })

  test('gives the same bytes whatever the order of lists', () => {
    const one = minimized(
      allow({ Action: ['s3:GetObject', 's3:PutObject'], Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::a'] }),
    )
    const other = minimized(
      allow({ Action: ['s3:PutObject', 's3:GetObject'], Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }),
    )
    expect(JSON.stringify(one)).toBe(JSON.stringify(other))
  })

  test('drops what another pattern of the list covers, and Sids', () => {
    expect(
      minimized(
        allow({
          Sid: 'Read',
          Action: ['s3:Get*', 's3:getobject', 'S3:GET*', 'sqs:*'],
          Resource: ['*', 'arn:aws:s3:::a'],
        }),
      ),
    ).toEqual(allow({ Action: ['s3:Get*', 'sqs:*'], Resource: '*' }))
  })

  test('joins statements that differ in actions, in resources, or in the values of one condition', () => {
    const Condition = { StringLike: { 'aws:username': 'm*' } }
    expect(
      minimized(
        allow({ Action: 's3:GetObject', Resource: '*', Condition }),
        allow({ Action: 's3:PutObject', Resource: ['*'], Condition: { StringLike: { 'AWS:username': ['m*'] } } }),
      ),
    ).toEqual(allow({ Action: ['s3:GetObject', 's3:PutObject'], Resource: '*', Condition }))
    expect(
      minimized(
        allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::b' }),
        allow({ Action: 's3:getobject', Resource: 'arn:aws:s3:::a' }),
      ),
    ).toEqual(allow({ Action: 's3:GetObject', Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }))
    expect(
      minimized(
        allow({ Action: 's3:GetObject', Resource: '*', Condition: { StringLike: { 'aws:username': 'm*' } } }),
        allow({ Action: 's3:GetObject', Resource: '*', Condition: { StringLike: { 'aws:username': 'd*' } } }),
      ),
    ).toEqual(
      allow({ Action: 's3:GetObject', Resource: '*', Condition: { StringLike: { 'aws:username': ['d*', 'm*'] } } }),
    )
  })

  test('does not join values where more of them let less or more through', () => {
    for (const operator of ['StringNotEquals', 'ForAllValues:StringLike', 'NumericLessThan', 'Bool', 'Null']) {
      const result = minimized(
        allow({ Action: 's3:GetObject', Resource: '*', Condition: { [operator]: { 'aws:username': 'true' } } }),
        allow({ Action: 's3:GetObject', Resource: '*', Condition: { [operator]: { 'aws:username': '7' } } }),
      )
      expect(result).toHaveLength(2)
    }
  })

  test('drops an action that another statement allows anyway', () => {
    expect(
      minimized(
        allow({
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: 'arn:aws:s3:::a/*',
          Condition: { Bool: { 'aws:SecureTransport': 'true' } },
        }),
        allow({ Action: 's3:Get*', Resource: 'arn:aws:s3:::a/*' }),
        allow({ NotAction: ['iam:*', 's3:*'], Resource: '*' }),
        allow({ Action: ['iam:PassRole', 'sqs:SendMessage'], Resource: '*' }),
      ),
    ).toEqual([
      allow({
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::a/*',
        Condition: { Bool: { 'aws:SecureTransport': true } },
      }),
      allow({ Action: 's3:Get*', Resource: 'arn:aws:s3:::a/*' }),
      allow({ NotAction: ['iam:*', 's3:*'], Resource: '*' }),
      allow({ Action: 'iam:PassRole', Resource: '*' }),
    ])
  })

  test('keeps an allowed action apart from a denied one, and principals apart from each other', () => {
    const statements = [
      allow({ Action: 's3:GetObject', Resource: '*' }),
      { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' },
    ]
    expect(minimized(...statements)).toEqual(statements)
    const trust = ['ec2', 'lambda'].map((service) =>
      allow({ Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }),
    )
    expect(minimizePolicy(parsePolicy({ Statement: [...trust, ...trust] }, { kind: 'trust' })).Statement).toEqual(trust)
  })

  test('says what two statements share once, where that is shorter', () => {
    const shared = [
      's3:AbortMultipartUpload',
      's3:GetObjectVersionTagging',
      's3:ListMultipartUploadParts',
      's3:PutObjectVersionTagging',
    ]
    expect(
      minimized(
        allow({ Action: [...shared, 's3:GetObject'], Resource: 'arn:aws:s3:::a' }),
        allow({ Action: shared, Resource: 'arn:aws:s3:::b' }),
      ),
    ).toEqual([
      allow({ Action: shared, Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }),
      allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::a' }),
    ])
  })

  test('does not take a line break in a pattern for the end of it', () => {
    for (const wildcards of ['strict', 'catalogue'] as const)
      for (const Action of [
        ['s3:A\nb', 's3:C'],
        ['s3:A', 'b\ns3:C'],
        ['s3:A s3:B'],
        ['s3:A', 's3:B'],
        '["s3:A"]',
        ['s3:A'],
      ]) {
        const Statement = { Effect: 'Allow', Action, Resource: '*' } as const
        const [result] = asList(minimizePolicy({ Statement }, { wildcards }).Statement)
        expect(new Set(asList(result?.Action))).toEqual(new Set(asList(Action)))
      }
  })

  test('keeps Version, and leaves Id out', () => {
    expect(
      minimizePolicy({ Version: '2012-10-17', Id: 'x', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
    ).toEqual({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
    })
    expect(minimizePolicy({ Statement: [] })).toEqual({ Statement: [] })
  })
})

describe('with patterns from the catalogue', () => {
  const wildcards = 'catalogue'

  test('decides as before on every action of the catalogue, is no longer, and is its own result', () => {
    assert(
      property(overlappingDocument, (document) => {
        const result = minimizePolicy(document, { wildcards })
        expect(answers(result, catalogueRequests)).toEqual(answers(document, catalogueRequests))
        expect(policySize(result)).toBeLessThanOrEqual(policySize(minimizePolicy(document)))
        expect(minimizePolicy(result, { wildcards })).toEqual(result)
        expect(parsePolicy(result)).toEqual(result)
      }),
      { numRuns: 80 },
    )
  })

  test('matches the same actions as any list of actions did', () => {
    const services = ['s3', 'sqs', 'dynamodb', 'kms', 'lambda', 'sns'].map((service) => expandActions(`${service}:*`))
    const lists = constantFrom(...services).chain((names) => shuffledSubarray(names, { minLength: 1 }))
    assert(
      property(lists, lists, (first, second) => {
        for (const element of ['Action', 'NotAction'] as const) {
          const document: PolicyDocument = {
            Statement: { Effect: 'Allow', [element]: [...first, ...second, 's3:NotMadeYet'], Resource: '*' },
          }
          const [result] = asList(minimizePolicy(document, { wildcards }).Statement)
          const patterns = asList(result?.[element])
          expect(expandActions(patterns)).toEqual([...new Set([...first, ...second])].toSorted())
          expect(patterns.some((pattern) => matchesAction(pattern, 's3:NotMadeYet'))).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('writes patterns cut between words', () => {
    const all = expandActions('sqs:*')
    const without = all.filter((action) => !action.includes('Tag'))
    const result = minimizePolicy({ Statement: { Effect: 'Allow', Action: all, Resource: '*' } }, { wildcards })
    expect(result).toEqual({ Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } })
    const [partial] = asList(
      minimizePolicy({ Statement: { Effect: 'Allow', Action: without, Resource: '*' } }, { wildcards }).Statement,
    )
    const words = new Set(without.flatMap((action) => action.slice('sqs:'.length).match(/[A-Z][a-z]+/g) ?? []))
    for (const pattern of asList(partial?.Action))
      for (const piece of pattern
        .slice('sqs:'.length)
        .split('*')
        .filter((text) => text !== ''))
        expect((piece.match(/[A-Z][a-z]+/g) ?? [piece]).every((one) => words.has(one))).toBe(true)
  })

  test('lets come along what another statement allows for more resources', () => {
    expect(
      minimizePolicy(
        {
          Statement: [
            { Effect: 'Allow', Action: expandActions(['sqs:Get*', 'sqs:List*']), Resource: '*' },
            {
              Effect: 'Allow',
              Action: expandActions('sqs:*').filter((action) => !/:(Get|List)/.test(action)),
              Resource: 'arn:aws:sqs:*:*:bills',
            },
          ],
        },
        { wildcards },
      ),
    ).toEqual({
      Statement: [
        { Effect: 'Allow', Action: ['sqs:Get*', 'sqs:List*'], Resource: '*' },
        { Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:bills' },
      ],
    })
  })
})

test('what is no policy is refused with a PolicyError', () => {
  const minimize = (given: unknown): unknown => Reflect.apply(minimizePolicy, undefined, [given])
  for (const given of [null, undefined, { Statement: [null] }, { Statement: { Effect: 'Allow', Action: [7] } }])
    expect(() => minimize(given)).toThrow(PolicyError)
})
