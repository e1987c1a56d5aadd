import { anything, array, assert, constantFrom, json, nat, oneof, property, record, string, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { coveredChecks } from './covered-checks.ts'
import { lintPolicy } from './lint-policy.ts'

const runs = 1_000_000

const seeds = [
  '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:GetObject","ec2:*"],"Resource":"arn:aws:s3:::a/${aws:username}/*"}]}',
  '{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"iam:Pass*","NotResource":["arn:aws:iam::*:role/*"],"Condition":{"ForAllValues:StringLike":{"aws:TagKeys":["a*",1,true]},"IpAddress":{"aws:SourceIp":"10.0.0.1/8"}}}}',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/a.example"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"a.example:aud":"b"},"DateLessThan":{"aws:CurrentTime":"2026-01-01"}}}]}',
]

const fragments = constantFrom(
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '*',
  '?',
  '${',
  '}',
  '\\',
  '\u0000',
  '\ud800',
  'arn:',
  'null',
  '1e999',
  '__proto__',
  'Effect',
  '::::::',
  'ForAnyValue:',
  '/33',
)

/** A good policy with pieces cut out and others put in. */
const mutated = tuple(constantFrom(...seeds), array(tuple(nat(300), nat(12), fragments), { maxLength: 6 })).map(
  ([seed, edits]) => {
    let text = seed
    for (const [at, length, put] of edits) text = text.slice(0, at) + put + text.slice(at + length)
    return text
  },
)

const element = constantFrom(
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'Condition',
  'constructor',
  '__proto__',
)
const value = oneof(
  constantFrom<unknown>(
    'Allow',
    '*',
    's3:*',
    's3:Ge?*',
    'arn:aws:s3:::*',
    'arn:::::',
    { AWS: '*' },
    { StringEquals: { 'aws:PrincipalTag/a': ['${a}', '${'] } },
    { 'ForAllValues:NumericLessThan': { 'aws:x': [1, '2'] } },
    [],
    {},
    null,
  ),
  anything({ maxDepth: 2 }),
)
const shaped = array(
  array(tuple(element, value), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  { maxLength: 3 },
).map((statements) => ({ Version: '2012-10-17', Statement: statements }))

const input = record({
  policy: oneof(mutated, shaped, string(), json(), array(anything())),
  kind: constantFrom('identity' as const, 'trust' as const),
})

test(
  'a million inputs give findings of known codes, never an error and never a long wait',
  { timeout: 1_800_000 },
  () => {
    const codes = new Set<string>(Object.keys(coveredChecks))
    let slowest = 0
    assert(
      property(input, ({ policy, kind }) => {
        const start = performance.now()
        const findings = lintPolicy(policy, { kind })
        slowest = Math.max(slowest, performance.now() - start)
        return findings.every(({ code, path }) => codes.has(code) && path?.startsWith('$') === true)
      }),
      { numRuns: runs },
    )
    expect(slowest).toBeLessThan(2000)
  },
)

test('long and repetitive input is done in time', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `s3:*${'*a'.repeat(20)}${index}`)
  const start = performance.now()
  lintPolicy({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: many, Resource: many } })
  lintPolicy(`{"Statement":${'['.repeat(100_000)}`)
  lintPolicy(
    `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"${'*?'.repeat(2000)}","Resource":"arn:aws:s3:::${'*?'.repeat(5000)}"}}`,
  )
  lintPolicy(
    `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${'${a'.repeat(20_000)}"}}`,
  )
  expect(performance.now() - start).toBeLessThan(20_000)
})
