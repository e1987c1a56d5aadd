import { type Arbitrary, array, constantFrom, oneof, option, record, tuple } from 'fast-check'

/** Names that an object may have of its own accord, keys in other case, with a tag, with a variable, beyond ASCII, and empty. */
const keys = constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'aws:username',
  'AWS:UserName',
  'aws:TagKeys',
  'aws:PrincipalTag/${aws:username}',
  'aws:PrincipalTag/straße',
  'aws:PrincipalTag/__proto__',
  'aws:SourceIp',
  'aws:CurrentTime',
  '${aws:username}',
  '',
)
const operators = constantFrom(
  ...['String', 'StringNot', 'Numeric', 'NumericNot', 'Date', 'Arn', 'ArnNot'].map((type) => `${type}Equals`),
  'StringLike',
  'StringEqualsIgnoreCaseIfExists',
  'ForAllValues:StringLike',
  'ForAnyValue:ArnLike',
  'ForAnyValue:NumericLessThanIfExists',
  'ForAllValues:NotIpAddress',
  'IpAddress',
  'NotIpAddressIfExists',
  'DateLessThan',
  'NumericGreaterThanEquals',
  'Bool',
  'Null',
  'BinaryEquals',
)
const noOperators = constantFrom('stringequals', 'ForAllValues:Null', '__proto__', 'StringEqualsIfExistsIfExists', '')
const values = oneof(
  constantFrom<unknown>(
    '',
    'mary',
    'Mary',
    'ΟΔΟΣ',
    'e\u0301',
    '😀',
    '\ud800',
    'a\0b',
    '*',
    '?',
    '${',
    '${}',
    '${aws:username',
    '${*}',
    '${$}',
    '${aws:username, }',
    "${aws:username, 'mary'}",
    "${__proto__, 'x'}",
    '${${aws:username}}',
    '${aws:TagKeys}',

    '1',
    '-0',
    '+1',
    '1e400',
    '1e-400',
    '9007199254740993',
    `1${'0'.repeat(400)}`,
    '0x10',
    ' 1',
    'NaN',
    'Infinity',
    '.5',

    '2026-11-22',
    '2026-11-22T10:00Z',
    '2026-11-22T10:00:00.123456789+01:00',
    '2026',
    '1700000000',
    '2026-02-30',
    '-1',
    '0000',
    '+275760-09-13T00:00:00Z',
    '2026-W47',
    '2026-11-22T24:00:00Z',
    '2026-11-22T10:00:60Z',
    '20261122T100000Z',

    '10.0.0.1',
    '10.0.0.1/33',
    '10.0.0.256',
    '010.1.1.1',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
    '::/0',
    '1::2::3',
    '2001:db8::/129',
    '::1/',

    'arn',
    'arn:',
    'arn:aws',
    'arn:aws:s3',
    'arn:aws:s3:::',
    ':::::',
    '::::::::',
    'arn:*',
    'arn:aws:s3:::b/${aws:username}/*',
    'true',
    'TRUE',
    'false',
    'AAECAw==',
    '====',
    'arn:aws:iam::111122223333:root',
  ),
  constantFrom<unknown>(0, -0, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 1, true, false),
)
const oneOrMore = <T>(one: Arbitrary<T>): Arbitrary<T | T[]> => oneof(one, array(one, { maxLength: 4 }))

/** Objects that hold `__proto__` as a key of their own, as `JSON.parse` makes them. */
const objectOf = <T>(key: Arbitrary<string>, value: Arbitrary<T>): Arbitrary<unknown> =>
  array(tuple(key, value), { maxLength: 4 }).map((entries) => {
    const made = {}
    for (const [name, held] of entries)
      Object.defineProperty(made, name, { value: held, enumerable: true, configurable: true, writable: true })
    return made
  })

const someActions = oneOrMore(
  constantFrom('*', 's3:*', 'S3:getobject', 's3:G?t*', 'iam:*', 's3:*Object', 's3:Get*'.padEnd(60, '*')),
)
const noActions = oneOrMore(constantFrom('*:*', 's3', '', ':', 's3:', '__proto__:*', 's3:Ġet*'))
const someResources = oneOrMore(
  constantFrom(
    '*',
    '**',
    'arn:aws:s3:::b',
    'arn:aws:s3:::b/*',
    'arn:aws:s3:*:*:*',
    'arn:aws:s3:::${aws:username}',
    'arn:aws:s3:::😀?',

    "arn:aws:s3:::${aws:username, 'b'}/*",
    `arn:aws:s3:::${'*a'.repeat(60)}`,
    'arn:aws:s3:::${aws:TagKeys}',
    'arn:aws:s3:::${*}',
  ),
)
const noResources = oneOrMore(constantFrom('', 'arn:aws:s3', 'arn:*', 'arn:aws:s3:::${', '${aws:username}', 'b'))
const actions = oneof(someActions, noActions)
const resources = oneof(someResources, noResources)
const principals = oneof(
  constantFrom<unknown>('*', '', {}, [], null),
  objectOf(constantFrom('AWS', 'Service', '__proto__'), oneOrMore(values)),
)

const statement = record(
  {
    Sid: constantFrom('', 'One', 'a b', '__proto__'),
    Effect: constantFrom('Allow', 'Deny', 'allow'),
    Principal: principals,
    NotPrincipal: principals,
    Action: actions,
    NotAction: actions,
    Resource: resources,
    NotResource: resources,
    Condition: objectOf(oneof(operators, noOperators), objectOf(keys, oneOrMore(values))),
  },
  { requiredKeys: ['Effect'] },
)

/** Statements that often follow the grammar and hold what an evaluator may stumble over. */
const likely = tuple(
  record({ Effect: constantFrom('Allow', 'Deny') }),
  oneof(record({ Action: someActions }), record({ NotAction: someActions })),
  oneof(record({ Resource: someResources }), record({ NotResource: someResources })),
  option(record({ Condition: objectOf(operators, objectOf(keys, oneOrMore(values))) }), { nil: undefined }),
).map(([effect, action, resource, condition]) => ({ ...effect, ...action, ...resource, ...condition }))

/** What somebody may hand over as a policy. */
export const hostilePolicy: Arbitrary<object> = record(
  {
    Version: constantFrom<unknown>(
      '2012-10-17',
      '2012-10-17',
      '2012-10-17',
      '2008-10-17',
      '2008-10-17',
      '2012-10-18',
      2012,
    ),
    Statement: oneof(
      { weight: 6, arbitrary: oneOrMore(likely) },
      { weight: 1, arbitrary: oneOrMore(statement) },
      { weight: 1, arbitrary: constantFrom<unknown>(null, 1, 'x', [[]], [null], {}) },
    ),
  },
  { requiredKeys: ['Statement'] },
)

/** What somebody may ask: only the types are kept to. */
export const hostileRequest: Arbitrary<{
  action: string
  resource: string
  context?: Record<string, string | string[]>
}> = record(
  {
    action: constantFrom('s3:GetObject', 'S3:GETOBJECT', '*', '', ':', 's3', 's3:Ġetobject', '__proto__', 's3:*'),
    resource: constantFrom(
      '*',
      '',
      'arn:aws:s3:::b',
      'arn:aws:s3:::b/m*',
      'arn',
      ':::::',
      'arn:aws:s3:::😀',
      `arn:aws:s3:::${'a'.repeat(3000)}`,
    ),
    context: array(tuple(keys, oneof(values.map(String), array(values.map(String), { maxLength: 3 }))), {
      maxLength: 6,
    }).map((entries) => Object.fromEntries(entries)),
  },
  { requiredKeys: ['action', 'resource'] },
)
