import { describe, expect, test } from 'vitest'
import { comparePolicies } from './compare-policies.ts'
import { createEvaluator } from '../evaluate/create-evaluator.ts'
import type { Conditions, PolicyDocument, Statement } from '../document.ts'
import { expandActions } from '../match/expand-actions.ts'

const policy = (...statements: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements })

const allow = (action: string | string[], resource: string | string[] = '*', condition?: Conditions): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
})

const deny = (action: string | string[], resource: string | string[] = '*', condition?: Conditions): Statement => ({
  ...allow(action, resource, condition),
  Effect: 'Deny',
})

/** What the second allows as against the first. */
const relation = (before: Statement[], after: Statement[]): string => {
  const compared = comparePolicies(policy(...before), policy(...after))
  expect(compared.undecided).toBe(undefined)
  return compared.relation
}

const when = (operator: string, key: string, values: string | string[]): Conditions => ({
  [operator]: { [key]: values },
})

describe('actions', () => {
  test.each([
    ['the same in another case and order', ['s3:GetObject', 's3:Put*'], ['S3:PUT*', 's3:getobject'], 'equal'],
    ['a pattern inside another', ['s3:*'], ['s3:Get*'], 'narrower'],
    ['a literal that the other pattern matches', ['s3:*Object'], ['s3:GetObject'], 'narrower'],
    ['every action', ['s3:*', 'sqs:*'], ['*'], 'wider'],
    ['another service', ['s3:*'], ['sqs:*'], 'different'],
    ['a wildcard for one character as against any number', ['s3:GetObjec?'], ['s3:GetObjec*'], 'wider'],
    ['two patterns that cover a third between them', ['s3:Get*', 's3:G?t*'], ['s3:G?t*'], 'equal'],
    ['patterns that overlap', ['s3:Get*'], ['s3:*Object'], 'different'],
    ['a covered pattern beside the one that covers it', ['s3:*'], ['s3:*', 's3:Get*'], 'equal'],
  ])('%s', (_, before, after, expected) => {
    expect(relation([allow(before)], [allow(after)])).toBe(expected)
  })

  test('a wildcard is wider than the list of all that it matches today', () => {
    const today = expandActions('s3:Get*')
    expect(relation([allow(today)], [allow('s3:Get*')])).toBe('wider')
    expect(relation([allow('s3:Get*')], [allow(today)])).toBe('narrower')
  })

  test('NotAction lets in services to come', () => {
    const rest: Statement = { Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }
    expect(relation([rest], [allow('ec2:*')])).toBe('narrower')
    expect(relation([rest], [{ ...rest, NotAction: ['IAM:*', 'organizations:*'] }])).toBe('narrower')
    expect(relation([rest], [allow('*')])).toBe('wider')
    expect(relation([rest], [allow('*'), deny('iam:*')])).toBe('equal')
    expect(comparePolicies(policy(rest), policy(allow('iam:Get*'))).gained).toEqual([
      { action: 'iam:GetAccessKeyLastUsed', resource: 'arn:aws:iam::111122223333:user/example' },
    ])
  })

  test('statements cover together what none covers alone', () => {
    expect(relation([allow('s3:Get*'), allow('s3:Put*')], [allow(['s3:Get*', 's3:Put*'])])).toBe('equal')
    expect(relation([allow('s3:*')], [allow('s3:*', 'arn:aws:s3:::a*'), allow('s3:*')])).toBe('equal')
  })
})

describe('resources', () => {
  const get = (resource: string | string[]): Statement => allow('s3:GetObject', resource)
  test.each([
    ['a pattern inside another', 'arn:aws:s3:::bills/*', 'arn:aws:s3:::bills/2026/*', 'narrower'],
    ['one ARN inside a pattern', 'arn:aws:s3:::bills/*', 'arn:aws:s3:::bills/may.pdf', 'narrower'],
    ['a wildcard before the end', 'arn:aws:s3:::*', 'arn:aws:s3:::*/2026', 'narrower'],
    ['patterns that overlap', 'arn:aws:s3:::a*', 'arn:aws:s3:::*a', 'different'],
    ['the segments that a short ARN leaves out', 'arn:aws:s3', 'arn:aws:s3:*:*:*', 'equal'],
    ['everything as against every ARN', 'arn:*', '*', 'wider'],
    ['doubled wildcards', 'arn:aws:s3:::a**', 'arn:aws:s3:::a*', 'equal'],
    ['a question mark beside a star', 'arn:aws:s3:::a?*', 'arn:aws:s3:::a*?', 'equal'],
    [
      'a list in one statement or the other order',
      ['arn:aws:s3:::a', 'arn:aws:s3:::b'],
      ['arn:aws:s3:::b', 'arn:aws:s3:::a'],
      'equal',
    ],
    ['a variable inside a pattern', 'arn:aws:s3:::home/*', 'arn:aws:s3:::home/${aws:username}/*', 'narrower'],
    [
      'a pattern after a variable',
      'arn:aws:s3:::home/${aws:username}/*',
      'arn:aws:s3:::home/${aws:username}/notes/*',
      'narrower',
    ],
    ['another variable', 'arn:aws:s3:::home/${aws:username}', 'arn:aws:s3:::home/${aws:userid}', 'different'],
    ['an escaped star', 'arn:aws:s3:::a${*}', 'arn:aws:s3:::a*', 'wider'],
  ])('%s', (_, before, after, expected) => {
    expect(relation([get(before)], [get(after)])).toBe(expected)
  })

  test('a wildcard does not reach over the first five colons', () => {
    expect(
      relation([allow('sqs:*', 'arn:aws:sqs:eu-*:1111:q')], [allow('sqs:*', 'arn:aws:sqs:eu-west-1:2222:1111:q')]),
    ).toBe('different')
    expect(relation([allow('sqs:*', 'arn:aws:sqs:*:1111:q')], [allow('sqs:*', 'arn:aws:sqs:eu-west-1:1111:q')])).toBe(
      'narrower',
    )
  })

  test('a wildcard in a list does not reach over colons either', () => {
    const queues = ['arn:aws:sqs:eu-*:1111:q*', 'arn:aws:sqs:*:1111:*q']
    expect(relation([allow('sqs:*', queues)], [allow('sqs:*', 'arn:aws:sqs:eu-*:*:1111:q')])).toBe('different')
    expect(relation([allow('sqs:*', queues)], [allow('sqs:*', 'arn:aws:sqs:eu-*:1111:q?q')])).toBe('narrower')
  })

  test('what is no ARN is among all resources and outside of every ARN', () => {
    const noArn: Statement = { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:*' }
    expect(comparePolicies(policy(get('arn:*')), policy(noArn)).gained).toEqual([
      { action: 's3:GetObject', resource: '*' },
    ])
    expect(relation([get('arn:*'), noArn], [get('*')])).toBe('equal')
    expect(relation([get('*')], [noArn])).toBe('narrower')
    expect(relation([get('*'), { ...noArn, Effect: 'Deny' }], [get('arn:*')])).toBe('equal')
  })

  test('a list split over statements covers as one', () => {
    const split = [get('arn:aws:s3:::a/*'), get('arn:aws:s3:::b/*')]
    expect(relation([get(['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'])], split)).toBe('equal')
    expect(relation(split, [get('arn:aws:s3:::a/*'), get('arn:aws:s3:::b/1')])).toBe('narrower')
  })

  test('NotResource is everything else', () => {
    const rest: Statement = { Effect: 'Allow', Action: 's3:*', NotResource: ['arn:aws:s3:::secret/*'] }
    expect(relation([allow('s3:*')], [rest])).toBe('narrower')
    expect(relation([rest], [allow('s3:*'), deny('s3:*', 'arn:aws:s3:::secret/*')])).toBe('equal')
    expect(relation([rest], [allow('s3:*', 'arn:aws:s3:::public/*')])).toBe('narrower')
    expect(relation([rest], [{ ...rest, NotResource: ['arn:aws:s3:::secret/a*'] }])).toBe('wider')
    expect(relation([rest], [{ ...rest, NotResource: ['*'] }])).toBe('narrower')
  })

  test('without a Version a variable is plain text', () => {
    const home = get('arn:aws:s3:::${aws:username}')
    expect(comparePolicies({ Statement: home }, { Version: '2012-10-17', Statement: home }).relation).toBe('different')
  })
})

describe('conditions', () => {
  const on = (...conditions: Conditions[]): Statement => allow('s3:GetObject', '*', Object.assign({}, ...conditions))
  test.each([
    ['one more key', when('StringEquals', 'a:b', 'x'), { StringEquals: { 'a:b': 'x', 'a:c': 'y' } }, 'narrower'],
    ['fewer values', when('StringEquals', 'a:b', ['x', 'y']), when('StringEquals', 'a:b', 'x'), 'narrower'],
    [
      'more values that are kept out',
      when('StringNotEquals', 'a:b', 'x'),
      when('StringNotEquals', 'a:b', ['x', 'y']),
      'narrower',
    ],
    ['a key in another case', when('StringEquals', 'a:B', 'x'), when('StringEquals', 'A:b', 'x'), 'equal'],
    ['an equal inside a like', when('StringLike', 'a:b', 'x*'), when('StringEquals', 'a:b', 'xy'), 'narrower'],
    ['a like inside a like', when('StringLike', 'a:b', 'x*'), when('StringLike', 'a:b', 'xy*z'), 'narrower'],
    ['a like without wildcards', when('StringLike', 'a:b', 'x'), when('StringEquals', 'a:b', 'x'), 'equal'],
    [
      'case that does not matter',
      when('StringEquals', 'a:b', 'X'),
      when('StringEqualsIgnoreCase', 'a:b', 'x'),
      'wider',
    ],
    [
      'an equal that another value keeps out',
      when('StringNotEquals', 'a:b', 'x'),
      when('StringEquals', 'a:b', 'y'),
      'narrower',
    ],
    ['a missing key', when('StringEquals', 'a:b', 'x'), when('StringEqualsIfExists', 'a:b', 'x'), 'wider'],
    ['presence', when('Null', 'a:b', 'false'), when('StringLike', 'a:b', '*'), 'narrower'],
    ['absence', when('StringEqualsIfExists', 'a:b', 'x'), when('Null', 'a:b', 'true'), 'narrower'],
    ['both truths', when('Bool', 'a:b', ['true', 'false']), when('Bool', 'a:b', 'true'), 'narrower'],
    ['what is not true is false', when('Bool', 'a:b', 'no'), when('Bool', 'a:b', 'FALSE'), 'equal'],
    [
      'an address block inside another',
      when('IpAddress', 'a:b', '10.0.0.0/8'),
      when('IpAddress', 'a:b', ['10.1.0.0/16', '10.2.3.4']),
      'narrower',
    ],
    [
      'two halves of a block',
      when('IpAddress', 'a:b', '10.0.0.0/8'),
      when('IpAddress', 'a:b', ['10.0.0.0/9', '10.128.0.0/9']),
      'equal',
    ],
    ['a block outside', when('IpAddress', 'a:b', '10.0.0.0/8'), when('IpAddress', 'a:b', '11.0.0.0/8'), 'different'],
    [
      'an IPv6 block',
      when('IpAddress', 'a:b', '2001:db8::/32'),
      when('IpAddress', 'a:b', '2001:db8:1::/48'),
      'narrower',
    ],
    ['a lower bound', when('NumericLessThan', 'a:b', '10'), when('NumericLessThanEquals', 'a:b', '9.5'), 'narrower'],
    ['numbers in other spellings', when('NumericEquals', 'a:b', '1.0'), when('NumericEquals', 'a:b', '1'), 'equal'],
    [
      'a later date',
      when('DateGreaterThan', 'a:b', '2026-01-01'),
      when('DateGreaterThan', 'a:b', '2026-06-01T00:00:00Z'),
      'narrower',
    ],
    [
      'an ARN inside a pattern',
      when('ArnLike', 'a:b', 'arn:aws:sns:*:1111:*'),
      when('ArnEquals', 'a:b', 'arn:aws:sns:eu-west-1:1111:t'),
      'narrower',
    ],
    [
      'any value as against all',
      when('ForAllValues:StringEquals', 'a:b', ['x', 'y']),
      when('ForAnyValue:StringEquals', 'a:b', ['x', 'y']),
      'different',
    ],
    [
      'fewer values of a set',
      when('ForAllValues:StringEquals', 'a:b', ['x', 'y']),
      when('ForAllValues:StringEquals', 'a:b', ['x']),
      'narrower',
    ],
    [
      'the same variable among the values',
      when('StringEquals', 'a:b', ['${aws:username}', 'x']),
      when('StringEquals', 'a:b', '${aws:username}'),
      'narrower',
    ],
    ['a condition that never holds', {}, { StringEquals: { 'a:b': 'x' }, Null: { 'a:b': 'true' } }, 'narrower'],
  ] satisfies [string, Conditions, Conditions, string][])('%s', (_, before, after, expected) => {
    expect(relation([on(before)], [on(after)])).toBe(expected)
  })

  test('statements cover together by their conditions', () => {
    const one = on(when('StringEquals', 'a:b', 'x'))
    const rest = on(when('StringNotEquals', 'a:b', 'x'))
    const absent = on(when('Null', 'a:b', 'true'))
    const present = on(when('StringEquals', 'a:b', ['x', 'y']))
    expect(relation([on(when('StringEquals', 'a:b', 'x')), on(when('StringEquals', 'a:b', 'y'))], [present])).toBe(
      'equal',
    )
    expect(relation([one, absent], [on(when('StringEqualsIfExists', 'a:b', 'x'))])).toBe('equal')
    // A multi-valued key fails both a plain operator and its negation.
    expect(comparePolicies(policy(one, rest), policy(on()))).toEqual({
      relation: 'wider',
      gained: [{ action: 's3:GetObject', resource: 'arn:aws:s3:::example/example', context: { 'a:b': ['x'] } }],
      lost: [],
    })
  })
})

describe('denies', () => {
  test('subtract on both sides', () => {
    expect(relation([allow('s3:*')], [allow('s3:*'), deny('s3:Delete*')])).toBe('narrower')
    expect(relation([allow('s3:*'), deny('s3:Delete*')], [allow('s3:Get*')])).toBe('narrower')
    expect(relation([allow('s3:*'), deny('s3:Delete*')], [allow('s3:*'), deny('s3:DeleteObject')])).toBe('wider')
    expect(relation([allow('s3:*'), deny('s3:*')], [allow('ec2:*'), deny('*')])).toBe('equal')
  })

  test('with a condition take away only what it holds for', () => {
    const notHome = deny('s3:*', '*', when('NotIpAddress', 'aws:SourceIp', '10.0.0.0/8'))
    expect(
      relation([allow('s3:*'), notHome], [allow('s3:*', '*', when('IpAddress', 'aws:SourceIp', '10.1.0.0/16'))]),
    ).toBe('narrower')
    expect(relation([allow('s3:*'), notHome], [allow('s3:*')])).toBe('wider')
  })

  test('of one document hold for the others of the principal', () => {
    const before = [policy(allow('s3:*')), policy(deny('s3:*', 'arn:aws:s3:::secret/*'))]
    expect(comparePolicies(before, [policy(allow('s3:*', 'arn:aws:s3:::public/*'))]).relation).toBe('narrower')
    expect(comparePolicies(before, before.slice(0, 1)).relation).toBe('wider')
    expect(comparePolicies([], []).relation).toBe('equal')
    expect(comparePolicies([], before).relation).toBe('wider')
  })
})

test('each difference is a request that the evaluator confirms', () => {
  const before = policy(allow(['s3:GetObject', 'sqs:*'], '*', when('StringEquals', 'aws:RequestedRegion', 'eu-west-1')))
  const after = policy(allow(['s3:*', 'ec2:Describe*']), deny('sqs:*'))
  const { relation: found, gained, lost } = comparePolicies(before, after)
  expect(found).toBe('different')
  const [old, young] = [createEvaluator(before), createEvaluator(after)]
  expect(gained.map((request) => [old.decide(request).effect, young.decide(request).effect])).toEqual([
    ['implicit-deny', 'allow'],
    ['implicit-deny', 'allow'],
  ])
  expect(lost.map((request) => [old.decide(request).effect, young.decide(request).effect])).toEqual([
    ['allow', 'explicit-deny'],
  ])
})

test('says what it could not decide, and never that it is narrower', () => {
  // Whether letters beyond ASCII are the same but for case is left to the evaluator, which can't look at all values.
  const before = allow('s3:GetObject', '*', when('StringEqualsIgnoreCase', 'a:b', ['stra\u00dfe', '\u00e9']))
  const after = allow('s3:GetObject', '*', when('StringEqualsIgnoreCase', 'a:b', 'stra\u00dfe'))
  expect(comparePolicies(policy(before), policy(after))).toEqual({
    relation: 'different',
    gained: [],
    lost: [
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::example/example',
        context: { 'a:b': '\u00e9' },
      },
    ],
    undecided: [
      {
        direction: 'gained',
        statement: { document: 0, statement: 0 },
        action: 's3:GetObject',
        against: [{ document: 0, statement: 0 }],
        because: 'not-confirmed',
      },
    ],
  })
})

test('refuses what is no identity policy', () => {
  const trust: PolicyDocument = { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } }
  expect(() => comparePolicies(trust, trust)).toThrow(expect.objectContaining({ code: 'principal-not-allowed' }))
})

test.each([
  [null, 'wrong-type'],
  [{ Statement: [null] }, 'wrong-type'],
  [{ Statement: [{ Effect: 'Allow', Action: [5], Resource: '*' }] }, 'wrong-type'],
  [{ Statement: { ...allow('s3:*'), Condition: { StringEquals: null } } }, 'wrong-type'],
  [{ Statement: { ...allow('s3:*'), Condition: { StringEqual: { a: 'b' } } } }, 'unknown-operator'],
])('says what is wrong with %j', (broken, code) => {
  const document: PolicyDocument = JSON.parse(JSON.stringify(broken))
  const error = expect.objectContaining({ name: 'PolicyError', code })
  expect(() => comparePolicies(document, policy(allow('s3:*')))).toThrow(error)
  expect(() => comparePolicies([], [policy(allow('s3:*')), document])).toThrow(error)
})
