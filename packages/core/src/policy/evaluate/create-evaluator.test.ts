import { describe, expect, test } from 'vitest'
import { RolewrightError } from '../../diagnostic/rolewright-error.ts'
import { createEvaluator } from './create-evaluator.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { PolicyError } from '../policy-error.ts'
import type { Request } from '../request.ts'

const version = '2012-10-17'
const policy = (...statements: Statement[]): PolicyDocument => ({ Version: version, Statement: statements })
const allow = (Action: string | string[], more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action,
  ...(more.NotResource === undefined ? { Resource: '*' } : {}),
  ...more,
})
const deny = (Action: string | string[], more: Partial<Statement> = {}): Statement => ({
  ...allow(Action, more),
  Effect: 'Deny',
})
const bill = 'arn:aws:s3:::bills/may.pdf'
const get: Request = { action: 's3:GetObject', resource: bill }
const effectOf = (documents: PolicyDocument | PolicyDocument[], request: Request): string =>
  createEvaluator(documents).decide(request).effect

describe('the decision', () => {
  test('is an implicit denial when nothing speaks of the request', () => {
    expect(createEvaluator([]).decide(get)).toEqual({ effect: 'implicit-deny', because: [] })
    expect(effectOf(policy(deny('s3:PutObject')), get)).toBe('implicit-deny')
  })

  test('names every statement that allowed, over all documents', () => {
    const evaluator = createEvaluator([
      policy(allow('s3:PutObject'), allow('s3:Get*', { Sid: 'Read' })),
      policy(allow('*', { Resource: 'arn:aws:s3:::bills/*' })),
    ])
    expect(evaluator.decide(get)).toEqual({
      effect: 'allow',
      because: [
        { document: 0, statement: 1, sid: 'Read' },
        { document: 1, statement: 0 },
      ],
    })
  })

  test('is an explicit denial as soon as one statement denies, which it names', () => {
    const evaluator = createEvaluator([policy(allow('*')), policy(allow('*'), deny('s3:*', { Resource: bill }))])
    expect(evaluator.decide(get)).toEqual({ effect: 'explicit-deny', because: [{ document: 1, statement: 1 }] })
    expect(evaluator.decide({ ...get, resource: 'arn:aws:s3:::bills/june.pdf' }).effect).toBe('allow')
  })

  test('is the same the second time, and for another evaluator', () => {
    const evaluator = createEvaluator(policy(allow('s3:Get*')))
    expect(evaluator.decide(get)).toEqual(evaluator.decide(get))
    expect(createEvaluator([]).decide(get).effect).toBe('implicit-deny')
  })

  test('says what is wrong with a request that is none, and with a document that is no identity policy', () => {
    const evaluator = createEvaluator([])
    const requests: unknown[] = [undefined, {}, { action: 's3:GetObject' }, { action: 1, resource: '*' }]
    for (const request of requests) {
      const ask = (): unknown => Reflect.apply(evaluator.decide, undefined, [request])
      expect(ask).toThrow(RolewrightError)
      expect(ask).toThrow(
        expect.objectContaining({
          code: 'invalid-request',
          message: 'a request needs an action and a resource, both strings',
        }),
      )
    }
    const trust: PolicyDocument = { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } }
    expect(() => createEvaluator(trust)).toThrow(PolicyError)
    const create = (documents: unknown): unknown => Reflect.apply(createEvaluator, undefined, [documents])
    for (const statement of [null, 7, 'x', {}, { ...allow('*'), Effect: 'allow' }]) {
      expect(() => create([{ Statement: [statement] }])).toThrow('a statement neither allows nor denies')
    }
    expect(create([undefined, null, {}, 'x'])).toHaveProperty('decide')
    const unknown = policy(allow('*'), allow('*', { Condition: { StringIs: { k: 'v' } } }))
    expect(() => createEvaluator(unknown)).toThrow('`StringIs` is not a condition operator')
  })
})

describe('actions', () => {
  test.each<[pattern: string, action: string, matches: boolean]>([
    ['s3:GetObject', 's3:getobject', true],
    ['S3:GETOBJECT', 's3:GetObject', true],
    ['s3:Get*', 's3:Get', true],
    ['s3:*Object', 's3:PutObject', true],
    ['s3:*Object', 's3:PutObjectAcl', false],
    ['s3:Get?bject', 's3:GetObject', true],
    ['s3:Get?bject', 's3:Getbject', false],
    ['s3:G*t*A?l', 's3:GetObjectAcl', true],
    ['*', 'anything:AtAll', true],
    ['s3:*', 's3express:CreateSession', false],
    ['s3:*', 's3:', true],
    ['ec2:*', 's3:GetObject', false],
  ])('%s and %s: %s', (pattern, action, matches) => {
    const request = { action, resource: '*' }
    expect(effectOf(policy(allow(pattern)), request) === 'allow').toBe(matches)
    const except: Statement = { Effect: 'Allow', NotAction: [pattern, 'x:Y'], Resource: '*' }
    expect(effectOf(policy(except), request) === 'allow').toBe(!matches)
  })
})

describe('resources', () => {
  test.each<[pattern: string, resource: string, matches: boolean]>([
    ['*', '*', true],
    ['arn:aws:s3:::*', '*', false],
    ['arn:aws:s3:::bills', 'arn:aws:s3:::bills', true],
    ['arn:aws:s3:::bills', 'arn:aws:s3:::Bills', false],
    ['arn:aws:s3:::bills*', 'arn:aws:s3:::bills-of-others/x', true],
    ['arn:aws:s3:::bills/*', 'arn:aws:s3:::bills/', true],
    ['arn:aws:s3:::bills/*/final', 'arn:aws:s3:::bills/a/b:c/final', true],
    ['arn:aws:s3:::bills/*/final', 'arn:aws:s3:::bills/final', false],
    ['arn:aws:s3:::bills/?', 'arn:aws:s3:::bills/😀', false],
    ['arn:aws:s3:::bills/??', 'arn:aws:s3:::bills/😀', true],
    ['arn:aws:ec2:*:*:instance/*', 'arn:aws:ec2:eu-west-1:1:instance/i-1', true],
    ['arn:aws:ec2:*:instance/*', 'arn:aws:ec2:eu-west-1:1:instance/i-1', false],
    ['arn:aws:ec2:*:1:*', 'arn:aws:ec2:eu:1:1:instance/i-1', true],
    ['arn:aws:ec2:e*:2:*', 'arn:aws:ec2:eu:1:2:x', false],
    ['arn:aws:rds:*', 'arn:aws:rds:eu-west-1:1:db:orders', true],
    ['arn:aws:rds', 'arn:aws:rds:eu-west-1:1:db:orders', true],
    ['arn:aws:rds:*', 'arn:aws:rds-data:eu-west-1:1:db:orders', false],
    ['arn:aws:s3:::a*c*e', 'arn:aws:s3:::abcde', true],
    ['arn:aws:s3:::a*c*e', 'arn:aws:s3:::abcdef', false],
  ])('%s and %s: %s', (pattern, resource, matches) => {
    const request = { action: 's3:GetObject', resource }
    expect(effectOf(policy(allow('*', { Resource: [pattern, 'arn:aws:x:::y'] })), request) === 'allow').toBe(matches)
    const except = allow('*', { NotResource: ['arn:aws:x:::y', pattern] })
    expect(effectOf(policy(except), request) === 'allow').toBe(!matches)
  })
})

describe('variables', () => {
  const home = policy(allow('s3:*', { Resource: 'arn:aws:s3:::homes/${aws:username}/*' }))
  const ask = (resource: string, context: Request['context']): Request => ({
    action: 's3:GetObject',
    resource,
    ...(context === undefined ? {} : { context }),
  })

  test('stand for what the request has, whatever the case of the key', () => {
    expect(effectOf(home, ask('arn:aws:s3:::homes/mary/x', { 'AWS:UserName': 'mary' }))).toBe('allow')
    expect(effectOf(home, ask('arn:aws:s3:::homes/john/x', { 'aws:username': 'mary' }))).toBe('implicit-deny')
  })

  test('match nothing where the request has no value or several', () => {
    expect(effectOf(home, ask('arn:aws:s3:::homes//x', {}))).toBe('implicit-deny')
    expect(effectOf(home, ask('arn:aws:s3:::homes/mary/x', { 'aws:username': ['mary'] }))).toBe('implicit-deny')
    expect(effectOf(home, ask('arn:aws:s3:::homes/${aws:username}/x', {}))).toBe('implicit-deny')
  })

  test('hold no wildcards: what a variable stands for is literal', () => {
    expect(effectOf(home, ask('arn:aws:s3:::homes/mary/x', { 'aws:username': '*' }))).toBe('implicit-deny')
    expect(effectOf(home, ask('arn:aws:s3:::homes/*/x', { 'aws:username': '*' }))).toBe('allow')
    const like = policy(allow('*', { Condition: { StringLike: { 'aws:userid': '${aws:username}:?' } } }))
    expect(effectOf(like, ask('*', { 'aws:username': 'a?', 'aws:userid': 'ab:c' }))).toBe('implicit-deny')
    expect(effectOf(like, ask('*', { 'aws:username': 'a?', 'aws:userid': 'a?:c' }))).toBe('allow')
  })

  test('have defaults for an absent key, never for one with several values', () => {
    const team = policy(allow('*', { Resource: "arn:aws:s3:::${aws:PrincipalTag/team, 'all hands'}-data" }))
    expect(effectOf(team, ask('arn:aws:s3:::all hands-data', {}))).toBe('allow')
    expect(effectOf(team, ask('arn:aws:s3:::blue-data', { 'aws:PrincipalTag/team': 'blue' }))).toBe('allow')
    expect(effectOf(team, ask('arn:aws:s3:::all hands-data', { 'aws:PrincipalTag/team': 'blue' }))).toBe(
      'implicit-deny',
    )
    expect(effectOf(team, ask('arn:aws:s3:::all hands-data', { 'aws:PrincipalTag/team': ['x'] }))).toBe('implicit-deny')
  })

  test('spell the characters that mean something', () => {
    const stars = policy(allow('*', { Resource: 'arn:aws:s3:::a${*}b${?}c${$}{d}' }))
    expect(effectOf(stars, ask('arn:aws:s3:::a*b?c${d}', {}))).toBe('allow')
    expect(effectOf(stars, ask('arn:aws:s3:::axbyc${d}', {}))).toBe('implicit-deny')
    const equal = policy(allow('*', { Condition: { StringEquals: { 'test:key': '${*}${$}' } } }))
    expect(effectOf(equal, ask('*', { 'test:key': '*$' }))).toBe('allow')
  })

  test('work in conditions on text, where one without a value equals nothing', () => {
    const own = (operator: string): PolicyDocument =>
      policy(allow('*', { Condition: { [operator]: { 'aws:ResourceTag/owner': '${aws:username}' } } }))
    const tagged = { 'aws:ResourceTag/owner': 'mary' }
    expect(effectOf(own('StringEquals'), ask('*', { ...tagged, 'aws:username': 'mary' }))).toBe('allow')
    expect(effectOf(own('StringEqualsIgnoreCase'), ask('*', { ...tagged, 'aws:username': 'MARY' }))).toBe('allow')
    expect(effectOf(own('StringEquals'), ask('*', tagged))).toBe('implicit-deny')
    expect(effectOf(own('StringNotEquals'), ask('*', tagged))).toBe('allow')
    expect(effectOf(own('StringNotEquals'), ask('*', { ...tagged, 'aws:username': ['mary'] }))).toBe('allow')
    const number = policy(allow('*', { Condition: { NumericEquals: { 'test:key': '${test:other}' } } }))
    expect(effectOf(number, ask('*', { 'test:key': '1', 'test:other': '1' }))).toBe('implicit-deny')
  })

  test('are plain text before Version 2012-10-17', () => {
    for (const Version of ['2008-10-17', undefined] as const) {
      const old: PolicyDocument = { ...home, ...(Version === undefined ? {} : { Version }) }
      const { Statement } = old
      const document: PolicyDocument = Version === undefined ? { Statement } : { Version, Statement }
      expect(effectOf(document, ask('arn:aws:s3:::homes/mary/x', { 'aws:username': 'mary' }))).toBe('implicit-deny')
      expect(effectOf(document, ask('arn:aws:s3:::homes/${aws:username}/x', {}))).toBe('allow')
    }
  })
})

describe('the permissions boundary', () => {
  const granted = policy(allow('s3:*', { Sid: 'All' }))

  test('limits what the policies allow and grants nothing itself', () => {
    const evaluator = createEvaluator(granted, { boundary: policy(allow(['s3:Get*', 'ec2:*'])) })
    expect(evaluator.decide(get)).toEqual({ effect: 'allow', because: [{ document: 0, statement: 0, sid: 'All' }] })
    expect(evaluator.decide({ action: 's3:PutObject', resource: bill }).effect).toBe('implicit-deny')
    expect(evaluator.decide({ action: 'ec2:RunInstances', resource: '*' }).effect).toBe('implicit-deny')
  })

  test('denies explicitly, which the reference tells apart from a policy', () => {
    const evaluator = createEvaluator(granted, { boundary: [policy(allow('*'), deny('s3:*', { Sid: 'No' }))] })
    expect(evaluator.decide(get)).toEqual({
      effect: 'explicit-deny',
      because: [{ document: 0, statement: 1, sid: 'No', boundary: true }],
    })
  })

  test('of several, every one must allow', () => {
    const boundary = [policy(allow('s3:Get*')), policy(allow('s3:*Object'))]
    const evaluator = createEvaluator(granted, { boundary })
    const effects = ['s3:GetObject', 's3:GetObjectAcl', 's3:PutObject'].map(
      (action) => evaluator.decide({ action, resource: bill }).effect,
    )
    expect(effects).toEqual(['allow', 'implicit-deny', 'implicit-deny'])
  })
})

describe('what came closest', () => {
  const evaluator = createEvaluator([
    policy(
      allow(['s3:Put*', 's3:Delete*'], { Sid: 'Write' }),
      allow('s3:Get*', { Resource: ['arn:aws:s3:::photos/*', 'arn:aws:s3:::letters/*'] }),
      allow('s3:GetObject', {
        Condition: {
          StringEquals: { 'aws:PrincipalTag/team': ['blue', 'red'] },
          Bool: { 'aws:SecureTransport': true },
        },
      }),
    ),
  ])

  test('is a condition before a resource, and both before an action', () => {
    expect(evaluator.decide(get).closest).toEqual([
      {
        statement: { document: 0, statement: 2 },
        failed: 'condition',
        detail: '`StringEquals` on `aws:PrincipalTag/team` wants `blue`, `red`, and the request has none',
      },
      {
        statement: { document: 0, statement: 1 },
        failed: 'resource',
        detail: '`arn:aws:s3:::bills/may.pdf` is not among `arn:aws:s3:::photos/*`, `arn:aws:s3:::letters/*`',
      },
    ])
  })

  test('tells what the request had', () => {
    const detail = (context: Request['context']): string | undefined =>
      evaluator.decide({ ...get, ...(context === undefined ? {} : { context }) }).closest?.[0]?.detail
    expect(detail({ 'aws:principaltag/team': 'green' })).toBe(
      '`StringEquals` on `aws:PrincipalTag/team` wants `blue`, `red`, and the request has `green`',
    )
    expect(detail({ 'aws:principaltag/team': ['blue'] })).toBe(
      '`StringEquals` on `aws:PrincipalTag/team` wants `blue`, `red`, and the request has several values: only ForAnyValue and ForAllValues take those',
    )
    expect(detail({ 'aws:principaltag/team': 'blue', 'aws:SecureTransport': false })).toBe(
      '`Bool` on `aws:SecureTransport` wants `true`, and the request has `false`',
    )
  })

  test('is a statement of the same service when the action itself is not granted', () => {
    expect(evaluator.decide({ action: 's3:ListBucket', resource: 'arn:aws:s3:::bills' }).closest?.[0]).toEqual({
      statement: { document: 0, statement: 0, sid: 'Write' },
      failed: 'action',
      detail: '`s3:ListBucket` is not among `s3:Put*`, `s3:Delete*`',
    })
    expect(evaluator.decide({ action: 'ec2:RunInstances', resource: '*' }).closest).toEqual([])
    const except: Statement = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }
    expect(createEvaluator(policy(except)).decide({ action: 'iam:GetUser', resource: '*' }).closest).toEqual([
      {
        statement: { document: 0, statement: 0 },
        failed: 'action',
        detail: '`iam:GetUser` is excluded by NotAction `iam:*`',
      },
    ])
  })

  test('names the boundary when the policies alone would have allowed', () => {
    const bounded = createEvaluator(policy(allow('s3:*')), {
      boundary: policy(allow('s3:*', { NotResource: 'arn:aws:s3:::bills/*' })),
    })
    expect(bounded.decide(get).closest).toEqual([
      {
        statement: { document: 0, statement: 0 },
        failed: 'boundary',
        detail:
          'the boundary does not allow it: `arn:aws:s3:::bills/may.pdf` is excluded by NotResource `arn:aws:s3:::bills/*`',
      },
    ])
    const empty = createEvaluator(policy(allow('s3:*')), { boundary: policy(allow('ec2:*')) })
    expect(empty.decide(get).closest).toMatchObject([
      { failed: 'boundary', detail: 'the boundary has no statement that allows `s3:GetObject`' },
    ])
  })

  test('is there in JSON, and tells at most five', () => {
    const many = createEvaluator(
      policy(...Array.from({ length: 9 }, () => allow('s3:*', { Resource: 'arn:aws:s3:::x' }))),
    )
    const decision: unknown = JSON.parse(JSON.stringify(many.decide(get)))
    expect(decision).toMatchObject({ effect: 'implicit-deny', because: [] })
    expect(many.decide(get).closest).toHaveLength(5)
    expect(decision).toHaveProperty('closest.length', 5)
  })
})
