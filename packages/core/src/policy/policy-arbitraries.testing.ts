import fc from 'fast-check'
import type { PolicyDocument, Statement } from './document.ts'
import type { Request } from './request.ts'

/** Few names, so that what is generated meets often. */
const names = ['GetObject', 'PutObject', 'GetObjectAcl', 'ListBucket']
const services = ['s3', 'sqs', 'S3']
const texts = ['a', 'A', 'b', 'ab', '', '1', '1.0', 'true', '10.0.0.1', '2026-01-01', 'arn:aws:s3:::a/b', 'ä', '😀']

const action = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*') },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...services), fc.constantFrom(...names, 'Get*', '*Object', '*', '?etObject', 'g*t*l'))
      .map((parts) => parts.join(':')),
  },
)
const resource = fc.oneof(
  { weight: 2, arbitrary: fc.constant('*') },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('a', 'a*', 'a/*', '*/b', '?/b', '${aws:username}/b', "${test:k, 'a'}/b", '*')
      .map((rest) => `arn:aws:s3:::${rest}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('arn:aws:s3', 'arn:aws:s3:*', 'arn:*:*:*:*:a/b') },
)
const operator = fc
  .tuple(
    fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
      'NumericLessThan',
      'NumericNotEquals',
      'DateGreaterThan',
      'Bool',
      'IpAddress',
      'NotIpAddress',
      'ArnLike',
      'ArnNotLike',
    ),
    fc.constantFrom('', '', 'IfExists'),
  )
  .map((parts) => parts.join(''))
const key = fc.constantFrom('test:k', 'test:K', 'aws:username')
const conditionValue = fc.oneof(
  fc.constantFrom(...texts, 'a*', '${aws:username}', '10.0.0.0/8'),
  fc.boolean(),
  fc.nat(3),
)
const conditions = fc.dictionary(
  fc.oneof({ weight: 5, arbitrary: operator }, { weight: 1, arbitrary: fc.constant('Null') }),
  fc.dictionary(key, oneOrMore(conditionValue), { maxKeys: 2, noNullPrototype: true }),
  { maxKeys: 2, noNullPrototype: true },
)

function oneOrMore<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }))
}

function either<T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T | T[]>> {
  return fc
    .tuple(fc.constantFrom(name, name, name, `Not${name}`), oneOrMore(value))
    .map(([chosen, values]) => ({ [chosen]: values }))
}

/** A statement of an identity policy. */
export const anyStatement: fc.Arbitrary<Statement> = fc
  .tuple(
    fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    either('Action', action),
    either('Resource', resource),
    fc.option(conditions, { nil: undefined }),
  )
  .map(([Effect, actions, resources, Condition]) => ({
    Effect,
    ...actions,
    ...resources,
    ...(Condition === undefined ? {} : { Condition }),
  }))

/** An identity policy of one to four statements, some with Sids. */
export const anyPolicy: fc.Arbitrary<PolicyDocument> = fc
  .tuple(
    fc.constantFrom({ Version: '2012-10-17' as const }, { Version: '2008-10-17' as const }, {}),
    fc.array(fc.tuple(anyStatement, fc.boolean()), { minLength: 1, maxLength: 4 }),
    fc.boolean(),
  )
  .map(([version, list, unwrap]) => {
    const statements = list.map(([statement, named], index) => (named ? { Sid: `S${index}`, ...statement } : statement))
    const [first] = statements
    return { ...version, Statement: unwrap && statements.length === 1 && first !== undefined ? first : statements }
  })

/** A request that such policies have something to say about. */
export const anyRequest: fc.Arbitrary<Request> = fc.record({
  action: fc
    .tuple(fc.constantFrom('s3', 'sqs'), fc.constantFrom(...names, 'getobject'))
    .map((parts) => parts.join(':')),
  resource: fc.constantFrom('*', 'arn:aws:s3:::a', 'arn:aws:s3:::a/b', 'arn:aws:s3:::ab', 'arn:aws:s3:::c/b:d'),
  context: fc.dictionary(
    key,
    fc.oneof(fc.constantFrom(...texts), fc.boolean(), fc.array(fc.constantFrom(...texts), { maxLength: 2 })),
    { maxKeys: 2, noNullPrototype: true },
  ),
})
