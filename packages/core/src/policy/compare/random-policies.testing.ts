import fc from 'fast-check'
import type { Conditions, PolicyDocument, Statement } from '../document.ts'
import type { ContextValue, Request } from '../request.ts'

// Small pools, chosen so that patterns overlap, contain and just miss each other, and so that requests often fall on their borders.

const actionPatterns = [
  '*',
  's3:*',
  's3:Get*',
  's3:GetObject',
  's3:getobject*',
  's3:*Object',
  's3:Get?bject',
  's3:PutObject',
  's3:G*t',
  'sqs:*',
  'sqs:SendMessage',
  'sqs:S*',
  'acme:Do*',
]

export const actions: readonly string[] = [
  's3:GetObject',
  's3:GetObjectAcl',
  's3:PutObject',
  's3:GetTheObject',
  's3:Getobject',
  's3:Gt',
  's3:List',
  'sqs:SendMessage',
  'sqs:Send',
  'acme:Do',
  'acme:Undo',
  'other:Thing',
]

const resourcePatterns = [
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::bills',
  'arn:aws:s3:::bills/*',
  'arn:aws:s3:::bills/?',
  'arn:aws:s3:::bills/2026/*',
  'arn:aws:s3:::*/2026/*',
  'arn:*:s3:::bills*',
  'arn:aws:s3',
  'arn:aws:sqs:*:1111:q*',
  'arn:aws:sqs:eu-*:1111:queue',
  'arn:aws:sqs:eu-west-1:*:*',
  'arn:aws:s3:::${aws:username}/*',
  'arn:aws:s3:::${aws:username}*',
  "arn:aws:s3:::${aws:username, 'bills'}/*",
  'arn:aws:sqs:${aws:region}:1111:*',
  'arn:aws:s3:::bills/${*}',
]

export const resources: readonly string[] = [
  '*',
  'arn:aws:s3:::bills',
  'arn:aws:s3:::bills/a',
  'arn:aws:s3:::bills/ab',
  'arn:aws:s3:::bills/*',
  'arn:aws:s3:::bills/2026/a',
  'arn:aws:s3:::other/2026/a',
  'arn:aws:s3:::mary/a',
  'arn:aws:s3:::mary:b/a',
  'arn:cn:s3:::bills-x',
  'arn:aws:s3:eu::bills',
  'arn:aws:sqs:eu-west-1:1111:queue',
  'arn:aws:sqs:eu-west-1:2222:queue',
  'arn:aws:sqs:us-east-1:1111:qa',
  'arn:aws:sqs:mary:1111:qa',
]

const texts = ['a', 'A', 'ab', 'abc', 'b', 'true', 'mary', 'K']
const textPatterns = [...texts, 'a*', '*b', '?', '*', 'a?c', '', '${aws:username}', '${aws:username}*', '${*}', 'k']
const arnValues = ['arn:aws:s3:::a', 'arn:aws:s3:::ab', 'arn:aws:sqs:eu:1:a', 'arn:aws:s3:::mary', 'no-arn']
const arnPatterns = [
  'arn:aws:s3:::a',
  'arn:aws:s3:::a*',
  'arn:*:s3:*:*:*',
  'arn:aws:*:*:*:a',
  '*:*:*:*:*:*',
  'arn:aws:s3:::${aws:username}',
  'arn:aws:${aws:username}:::a',
  'arn:aws',
]
const numbers = ['1', '2', '2.0', '1.5', '-1', '10', 'x', '9007199254740993', '9007199254740992']
const dates = ['2026-01-01', '2026-01-01T00:00:00.001Z', '2026-06-01T00:00:00Z', '1767225600', '2025', 'x']
const blocks = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3', '0.0.0.0/0', '2001:db8::/32', '::/0', 'x', '10.1.255.255/17']
const addresses = ['10.0.0.1', '10.1.2.3', '10.1.200.1', '192.0.2.1', '2001:db8::1', '::1', '::ffff:10.1.2.3', 'x']
const booleans = ['true', 'false', 'TRUE', 'x']

interface Family {
  readonly key: string
  readonly operators: readonly string[]
  readonly patterns: readonly string[]
  readonly values: readonly string[]
}

/** Keys with the operators, policy values and request values that go with them. */
export const families: readonly Family[] = [
  {
    key: 'aws:text',
    operators: [
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
    ],
    patterns: textPatterns,
    values: [...texts, 'k', '\u212a', 'aXc', '*'],
  },
  {
    key: 'aws:arn',
    operators: ['ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnNotEquals'],
    patterns: arnPatterns,
    values: arnValues,
  },
  {
    key: 'aws:number',
    operators: [
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ],
    patterns: numbers,
    values: [...numbers, '1.7', '100', '-5'],
  },
  {
    key: 'aws:date',
    operators: [
      'DateEquals',
      'DateNotEquals',
      'DateLessThan',
      'DateLessThanEquals',
      'DateGreaterThan',
      'DateGreaterThanEquals',
    ],
    patterns: dates,
    values: [...dates, '2026-03-01', '2030-01-01', '2000-01-01'],
  },
  { key: 'aws:address', operators: ['IpAddress', 'NotIpAddress'], patterns: blocks, values: addresses },
  { key: 'aws:bool', operators: ['Bool', 'StringEquals'], patterns: booleans, values: booleans },
]

const mixed: Family = {
  key: 'aws:mixed',
  operators: families.flatMap(({ operators }) => operators),
  patterns: ['a', '1', '2026-01-01', '10.1.2.3', 'true', 'arn:aws:s3:::a', 'arn:aws:s3:::*'],
  values: ['a', '1', '2', '2026-01-01', '10.1.2.3', 'true', 'arn:aws:s3:::a', 'arn:aws:s3:::b'],
}

const prefixes = ['', '', '', 'ForAllValues:', 'ForAnyValue:']

const some = (values: readonly string[]): fc.Arbitrary<string | string[]> =>
  fc.oneof(fc.constantFrom(...values), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }))

/** One operator of one family on its key. */
const operation = (family: Family): fc.Arbitrary<Conditions> =>
  fc
    .record({
      prefix: fc.constantFrom(...prefixes),
      operator: fc.constantFrom(...family.operators, 'Null'),
      suffix: fc.constantFrom('', '', 'IfExists'),
      key: fc.constantFrom(family.key, family.key.toUpperCase()),
      values: some(family.patterns),
      presence: fc.constantFrom('true', 'false'),
    })
    .map(({ prefix, operator, suffix, key, values, presence }) =>
      operator === 'Null' ? { Null: { [key]: presence } } : { [`${prefix}${operator}${suffix}`]: { [key]: values } },
    )

const merge = (parts: readonly Conditions[]): Conditions => {
  const merged: Record<string, Conditions[string]> = {}
  for (const part of parts)
    for (const [operator, keys] of Object.entries(part)) merged[operator] = { ...merged[operator], ...keys }
  return merged
}

/** A Condition element, mostly about few keys, so that statements meet. */
export const conditions = (about: readonly Family[] = [...families, mixed]): fc.Arbitrary<Conditions> =>
  fc
    .array(
      fc.nat({ max: about.length - 1 }).chain((index) => operation(about[index] ?? mixed)),
      { minLength: 1, maxLength: 3 },
    )
    .map(merge)

/** A statement over the pools. */
export const statement = (about?: readonly Family[]): fc.Arbitrary<Statement> =>
  fc
    .record({
      Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Allow' as const, 'Deny' as const),
      not: fc.record({ action: fc.nat({ max: 7 }), resource: fc.nat({ max: 7 }) }),
      action: some(actionPatterns),
      resource: some(resourcePatterns),
      condition: fc.option(conditions(about), { freq: 2 }),
    })
    .map(({ Effect, not, action, resource, condition }) => ({
      Effect,
      ...(not.action === 0 ? { NotAction: action } : { Action: action }),
      ...(not.resource === 0 ? { NotResource: resource } : { Resource: resource }),
      ...(condition === null ? {} : { Condition: condition }),
    }))

/** A document of up to four statements; mostly of the version that knows variables. */
export const document = (about?: readonly Family[]): fc.Arbitrary<PolicyDocument> =>
  fc.record({
    Version: fc.constantFrom('2012-10-17' as const, '2012-10-17' as const, '2008-10-17' as const),
    Statement: fc.array(statement(about), { minLength: 1, maxLength: 4 }),
  })

/** Absent, single, or multi-valued. */
const value = (values: readonly string[]): fc.Arbitrary<ContextValue> =>
  fc.oneof(
    fc.constant([]),
    fc.constantFrom(...values),
    fc.constantFrom(...values),
    fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
  )

/** A request that the pools' patterns often speak of. */
export const request: fc.Arbitrary<Request> = fc.record({
  action: fc.constantFrom(...actions),
  resource: fc.constantFrom(...resources),
  context: fc.record({
    ...Object.fromEntries([...families, mixed].map(({ key, values }) => [key, value(values)])),
    'aws:username': value(['mary', 'a', 'bills', 'mary:b', '*']),
    'aws:region': value(['eu-west-1', 'mary']),
  }),
})
