import { describe, expect, test } from 'vitest'
import { canonicalPolicy } from './canonical-policy.ts'
import type { PolicyDocument } from '../document.ts'
import { parsePolicy } from '../parse/parse-policy.ts'
import { policiesEqual } from './policies-equal.ts'
import { policySize } from './policy-size.ts'
import { printPolicy } from './print-policy.ts'
import { sameDocument } from './same-document.ts'

const tidy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Read',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: 'arn:aws:s3:::bills/*',
      Condition: { Bool: { 'aws:SecureTransport': 'true' }, StringLike: { 'aws:PrincipalTag/team': ['a*', 'b'] } },
    },
    { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' },
  ],
}

const untidy: PolicyDocument = {
  Statement: [
    { Resource: ['*'], NotAction: ['IAM:*', 'iam:*'], Effect: 'Deny' },
    {
      Condition: {
        StringLike: { 'AWS:principaltag/team': ['b', 'a*', 'b'] },
        Bool: { 'aws:SecureTransport': true },
      },
      Resource: ['arn:aws:s3:::bills/*'],
      Action: ['s3:ListBucket', 'S3:getobject'],
      Effect: 'Allow',
      Sid: 'Read',
    },
  ],
  Version: '2012-10-17',
}

describe('printing', () => {
  test('puts elements in order, sorts lists and unwraps single values, but keeps the order of statements', () => {
    expect(printPolicy(untidy)).toBe(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":["IAM:*","iam:*"],"Resource":"*"},' +
        '{"Sid":"Read","Effect":"Allow","Action":["S3:getobject","s3:ListBucket"],"Resource":"arn:aws:s3:::bills/*",' +
        '"Condition":{"Bool":{"aws:SecureTransport":true},"StringLike":{"AWS:principaltag/team":["a*","b"]}}}]}',
    )
  })

  test('is the same text for what was printed and parsed', () => {
    for (const pretty of [true, false]) {
      const text = printPolicy(untidy, { pretty })
      expect(printPolicy(parsePolicy(text), { pretty })).toBe(text)
    }
  })

  test('is indented when it should be pretty', () => {
    const document: PolicyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
    expect(printPolicy(document, { pretty: true })).toBe(
      '{\n  "Statement": {\n    "Effect": "Allow",\n    "Action": "*",\n    "Resource": "*"\n  }\n}',
    )
  })

  test('keeps principals', () => {
    const trust: PolicyDocument = {
      Statement: {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: ['b.amazonaws.com', 'a.amazonaws.com'], AWS: ['*'] },
      },
    }
    expect(printPolicy(trust)).toBe(
      '{"Statement":{"Effect":"Allow","Principal":{"AWS":"*","Service":["a.amazonaws.com","b.amazonaws.com"]},"Action":"sts:AssumeRole"}}',
    )
  })
})

describe('size', () => {
  test('counts all but white space between elements', () => {
    expect(policySize({ Statement: [{ Effect: 'Allow', Action: ['*'], Resource: '*' }] })).toBe(
      '{"Statement":[{"Effect":"Allow","Action":["*"],"Resource":"*"}]}'.length,
    )
    const spaced: PolicyDocument = {
      Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'a:b': 'c d' } } },
    }
    expect(policySize(spaced)).toBe(printPolicy(spaced).length)
  })
})

describe('two spellings', () => {
  test('of one document are the same document', () => {
    expect(sameDocument(tidy, untidy)).toBe(true)
    expect(policiesEqual(tidy, untidy)).toBe(true)
    expect(JSON.stringify(canonicalPolicy(untidy))).toBe(JSON.stringify(canonicalPolicy(tidy)))
  })

  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } as const
  const document: PolicyDocument = { Version: '2012-10-17', Statement: statement }
  const conditions = (Condition: PolicyDocument['Statement'] extends unknown ? object : never): PolicyDocument =>
    parsePolicy({ Version: '2012-10-17', Statement: { ...statement, Condition } })

  test.each<[what: string, same: boolean, equal: boolean, a: PolicyDocument, b: PolicyDocument]>([
    ['a Sid', false, true, document, { ...document, Statement: { ...statement, Sid: 'A' } }],
    ['an empty Sid', true, true, document, { ...document, Statement: { ...statement, Sid: '' } }],
    ['an Id', false, true, document, { ...document, Id: 'A' }],
    ['a Version without variables', false, true, document, { Statement: statement }],
    ['an empty condition', true, true, document, conditions({ StringEquals: {} })],
    ['a statement twice', true, true, document, { ...document, Statement: [statement, statement] }],
    ['an effect', false, false, document, { ...document, Statement: { ...statement, Effect: 'Deny' } }],
    [
      'the case of a resource',
      false,
      false,
      document,
      { ...document, Statement: { ...statement, Resource: 'arn:aws:s3:::A' } },
    ],
    [
      'the case of a condition key',
      true,
      true,
      conditions({ StringEquals: { 'aws:UserName': 'x' } }),
      conditions({ StringEquals: { 'AWS:username': ['x'] } }),
    ],
    [
      'the case of a condition value',
      false,
      false,
      conditions({ StringEquals: { 'aws:UserName': 'x' } }),
      conditions({ StringEquals: { 'aws:UserName': 'X' } }),
    ],
    [
      'a number as text',
      true,
      true,
      conditions({ NumericEquals: { 'a:b': 10 } }),
      conditions({ NumericEquals: { 'a:b': '10' } }),
    ],
    [
      'a number in other digits',
      false,
      true,
      conditions({ NumericEquals: { 'a:b': 10 } }),
      conditions({ NumericEquals: { 'a:b': ['10.0', '1e1'] } }),
    ],
    [
      'a number in other digits to an operator on text',
      false,
      false,
      conditions({ StringEquals: { 'a:b': 10 } }),
      conditions({ StringEquals: { 'a:b': '10.0' } }),
    ],
    [
      'a boolean in another case',
      false,
      true,
      conditions({ Bool: { 'a:b': true }, Null: { 'a:c': 'no' } }),
      conditions({ Bool: { 'a:b': 'TRUE' }, Null: { 'a:c': false } }),
    ],
    [
      'a modifier',
      false,
      false,
      conditions({ StringEquals: { 'a:b': 'x' } }),
      conditions({ StringEqualsIfExists: { 'a:b': 'x' } }),
    ],
  ])('that differ in %s: same %s, equal %s', (_, same, equal, a, b) => {
    expect(sameDocument(a, b)).toBe(same)
    expect(sameDocument(b, a)).toBe(same)
    expect(policiesEqual(a, b)).toBe(equal)
    expect(policiesEqual(b, a)).toBe(equal)
  })

  test('mean different things with variables and without', () => {
    const home: PolicyDocument = { Statement: { ...statement, Resource: 'arn:aws:s3:::${aws:username}' } }
    expect(policiesEqual(home, { ...home, Version: '2012-10-17' })).toBe(false)
    expect(policiesEqual(home, { ...home, Version: '2008-10-17' })).toBe(true)
  })

  test('keep two keys apart that differ in case only, which would else be one', () => {
    const twice = conditions({ StringEquals: { 'a:b': 'x', 'A:B': 'y' } })
    expect(policiesEqual(twice, conditions({ StringEquals: { 'a:b': 'y' } }))).toBe(false)
    expect(policiesEqual(twice, twice)).toBe(true)
  })
})
