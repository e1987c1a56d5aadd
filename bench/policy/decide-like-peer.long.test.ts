import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate'
import { type Conditions, createEvaluator, type PolicyDocument, type Statement } from '@rolewright/core/policy'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** Where the peer is known to decide otherwise, and why we don't follow. What differs for no such reason fails the test. */
const differences: readonly { readonly reason: string; readonly applies: (sample: Sample) => boolean }[] = [
  {
    reason: 'a variable without a value equals nothing, so a negated condition on it holds: AWS was seen to decide so',
    applies: ({ conditions, context }) =>
      conditions.some(({ operator, values }) => operator.includes('Not') && hasOpenVariable(values, context)),
  },
  {
    reason: 'a NotResource whose variable has no value excludes nothing, by the same rule',
    applies: ({ statements, context }) =>
      statements.some(({ NotResource = [] }) => hasOpenVariable([NotResource].flat(), context)),
  },
  {
    reason: 'a NotResource that is a short ARN excludes just what the same Resource names',
    applies: ({ statements }) => statements.some(({ NotResource = [] }) => [NotResource].flat().some(isShortArn)),
  },
  {
    reason:
      'the default of a variable is for an absent key alone: AWS was seen not to use it for several values, and an empty one is a value',
    applies: ({ statements, context }) =>
      (typeof context['test:tag'] === 'object' || context['test:tag'] === '') &&
      JSON.stringify(statements).includes('${test:tag'),
  },
  {
    reason: 'an IPv6 address is outside every IPv4 block: AWS was seen to decide so for the other way round',
    applies: ({ conditions, context }) =>
      conditions.some(({ operator }) => operator.includes('NotIpAddress')) &&
      [context['test:ip']].flat().some((address) => address?.includes(':')),
  },
]

interface Sample {
  readonly policies: readonly PolicyDocument[]
  /** Of all documents, the boundary too. */
  readonly statements: readonly Statement[]
  readonly conditions: readonly { readonly operator: string; readonly values: readonly unknown[] }[]
  readonly context: Record<string, string | string[]>
  readonly boundary: PolicyDocument | undefined
  readonly request: {
    readonly action: string
    readonly resource: string
    readonly context: Record<string, string | string[]>
  }
}

const names = ['GetObject', 'PutObject', 'GetObjectAcl', 'ListBucket', 'DeleteObject']
const action = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*') },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('s3', 'sqs'), fc.constantFrom(...names, 'Get*', '*Object', '*', '?etObject', 'g*t*l'))
      .map((parts) => parts.join(':')),
  },
)
const resource = fc.oneof(
  { weight: 2, arbitrary: fc.constant('*') },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('a', 'a*', 'a/*', '*/b', '?/b', '${aws:username}/b', "${test:tag, 'a'}/b", '*')
      .map((rest) => `arn:aws:s3:::${rest}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('arn:aws:s3', 'arn:aws:s3:*', 'arn:*:*:*:*:a/b') },
)

/** Keys with operators and values of their kind, so that both sides read the values alike. */
const kinds = [
  {
    key: 'test:tag',
    operators: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
    patterns: ['a', 'A', 'ab', 'a*', '?', '', '${aws:username}'],
    values: ['a', 'A', 'ab', '', 'mary'],
  },
  {
    key: 'test:number',
    operators: ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericGreaterThanEquals'],
    patterns: ['1', '2', '10', '-1'],
    values: ['1', '2.0', '10', '0'],
  },
  {
    key: 'test:date',
    operators: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateGreaterThan'],
    patterns: ['2026-01-01T00:00:00Z', '2027-06-01T12:00:00Z'],
    values: ['2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'],
  },
  { key: 'test:bool', operators: ['Bool'], patterns: ['true', 'false'], values: ['true', 'false'] },
  {
    key: 'test:ip',
    operators: ['IpAddress', 'NotIpAddress'],
    patterns: ['10.0.0.0/8', '10.1.2.3', '2001:db8::/32'],
    values: ['10.1.2.3', '192.0.2.1', '2001:db8::1'],
  },
  {
    key: 'test:arn',
    operators: ['ArnLike', 'ArnEquals', 'ArnNotLike'],
    patterns: ['arn:aws:iam::*:user/*', 'arn:aws:iam::1:role/a'],
    values: ['arn:aws:iam::1:user/mary', 'arn:aws:iam::1:role/a'],
  },
] as const

const condition = fc.constantFrom(...kinds).chain(({ key, operators, patterns }) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'),
          fc.constantFrom<string>(...operators),
          fc.constantFrom('', '', 'IfExists'),
          oneOrMore(fc.constantFrom<string>(...patterns)),
        )
        .map(([set, name, suffix, values]): Conditions => ({ [set + name + suffix]: { [key]: values } })),
    },
    { weight: 1, arbitrary: fc.constantFrom('true', 'false').map((value): Conditions => ({ Null: { [key]: value } })) },
  ),
)

function oneOrMore<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(value, fc.uniqueArray(value, { minLength: 1, maxLength: 3 }))
}

function either<T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T | T[]>> {
  return fc
    .tuple(fc.constantFrom(name, name, name, `Not${name}`), oneOrMore(value))
    .map(([chosen, values]) => ({ [chosen]: values }))
}

const statement = fc
  .tuple(
    fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    either('Action', action),
    either('Resource', resource),
    fc.array(condition, { maxLength: 2 }),
  )
  .map(([Effect, actions, resources, conditions]): Statement => {
    const merged: Conditions = Object.assign({}, ...conditions)
    return { Effect, ...actions, ...resources, ...(conditions.length === 0 ? {} : { Condition: merged }) }
  })
const policy = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement): PolicyDocument => ({ Version: '2012-10-17', Statement }))
const context = fc
  .tuple(
    fc.constantFrom({ 'aws:username': 'mary' }, { 'aws:username': 'a' }, {}),
    ...kinds.map(({ key, values }) =>
      fc.option(
        oneOrMore(fc.constantFrom<string>(...values)).map((value) => ({ [key]: value })),
        { nil: {} },
      ),
    ),
  )
  .map((parts): Record<string, string | string[]> => Object.assign({}, ...parts))
const sample: fc.Arbitrary<Sample> = fc
  .record({
    policies: fc.array(policy, { minLength: 1, maxLength: 2 }),
    boundary: fc.option(policy, { nil: undefined }),
    request: fc.record({
      action: fc.tuple(fc.constantFrom('s3', 'sqs'), fc.constantFrom(...names)).map((parts) => parts.join(':')),
      resource: fc.constantFrom('a', 'a/b', 'ab', 'c/b:d').map((rest) => `arn:aws:s3:::${rest}`),
      context,
    }),
  })
  .map((made) => {
    const documents = made.boundary === undefined ? made.policies : [...made.policies, made.boundary]
    const statements = documents.flatMap((document) => document.Statement)
    const conditions = statements.flatMap(({ Condition = {} }) =>
      Object.entries(Condition).map(([operator, keys]) => ({ operator, values: Object.values(keys).flat() })),
    )
    return { ...made, statements, conditions, context: made.request.context }
  })

function isShortArn(pattern: string): boolean {
  return pattern.startsWith('arn:') && pattern.split(':').length < 6
}

function hasOpenVariable(texts: readonly unknown[], context: Sample['context']): boolean {
  return texts.some((text) => String(text).includes('${aws:username}')) && context['aws:username'] === undefined
}

const spelled: Readonly<Record<string, string>> = {
  Allowed: 'allow',
  ExplicitlyDenied: 'explicit-deny',
  ImplicitlyDenied: 'implicit-deny',
}

function peerEffect({ policies, boundary, request }: Sample): string {
  const result = runUnsafeSimulation(
    {
      request: {
        principal: 'arn:aws:iam::111122223333:user/mary',
        action: request.action,
        resource: { resource: request.resource, accountId: '111122223333' },
        contextVariables: request.context,
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
    },
    {},
  )
  return spelled[result] ?? result
}

const requests = 20_000

test(`decides ${requests.toLocaleString('en')} random requests as iam-simulate does, but for known reasons`, () => {
  let tolerated = 0
  fc.assert(
    fc.property(sample, (one) => {
      const ours = createEvaluator(one.policies, { boundary: one.boundary }).decide(one.request).effect
      const theirs = peerEffect(one)
      if (ours === theirs) return
      const reason = differences.find(({ applies }) => applies(one))?.reason
      expect(reason, `ours is ${ours}, theirs ${theirs}`).toBeDefined()
      tolerated++
    }),
    { numRuns: requests },
  )
  // Reasons that explain everything would explain nothing.
  expect(tolerated).toBeLessThan(requests / 50)
})
