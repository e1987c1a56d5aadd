import { describe, expect, test } from 'vitest'
import { codes } from '../../diagnostic/codes.ts'
import { brokenPolicies } from './broken-policies.testing.ts'
import { parsePolicy, type ParseOptions } from './parse-policy.ts'
import { PolicyError } from '../policy-error.ts'

function errorOf(input: unknown, options?: ParseOptions): PolicyError {
  try {
    parsePolicy(input, options)
  } catch (error) {
    if (error instanceof PolicyError) return error
    throw error
  }
  throw new Error('it was parsed')
}

function seen({ code, message, path, hint, line, column }: PolicyError): object {
  return { code, message, path, hint, line, column }
}

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const withStatement = (more: object): object => ({ Statement: [{ ...statement, ...more }] })

describe('what is a policy', () => {
  test('takes an identity policy from text and from an object', () => {
    const document = { Version: '2012-10-17', Id: 'bills', Statement: [{ Sid: 'Read', ...statement }] }
    expect(parsePolicy(JSON.stringify(document))).toEqual(document)
    expect(parsePolicy(document)).toEqual(document)
    expect(parsePolicy(JSON.stringify(document, undefined, 4), { kind: 'identity' })).toEqual(document)
  })

  test('takes a trust policy by itself, and by its kind', () => {
    const document = {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'], AWS: '*' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
      },
    }
    expect(parsePolicy(document)).toEqual(document)
    expect(parsePolicy(document, { kind: 'trust' })).toEqual(document)
    expect(errorOf(document, { kind: 'identity' }).code).toBe('principal-not-allowed')
  })

  test('takes a resource policy when told so', () => {
    const document = { Statement: { ...statement, Sid: 'public read', Principal: '*' } }
    expect(parsePolicy(document, { kind: 'resource' })).toEqual(document)
    expect(errorOf(document).code).toBe('invalid-sid')
  })

  test('takes the Not forms, numbers and booleans in conditions, and variables', () => {
    const document = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          NotAction: ['iam:*', 's3:Get?bject'],
          NotResource: ['arn:aws:s3:::${aws:username}/*', '${aws:PrincipalTag/home}'],
          Condition: {
            'ForAllValues:StringLikeIfExists': { 'aws:TagKeys': ['a', 'b*'] },
            Bool: { 'aws:MultiFactorAuthPresent': true },
            NumericLessThan: { 's3:max-keys': [10, '20'] },
            Null: { 'aws:TokenIssueTime': 'false' },
          },
        },
      ],
    }
    expect(parsePolicy(JSON.stringify(document))).toEqual(document)
  })

  test('skips a byte order mark, which has no column', () => {
    expect(parsePolicy(`\ufeff${JSON.stringify(withStatement({}))}`)).toEqual(withStatement({}))
    expect(errorOf('\ufeff{"statement":[]}')).toMatchObject({ line: 1, column: 2 })
  })

  test('keeps a number as it was written where JavaScript would change it', () => {
    const text = (value: string): string =>
      `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"a:b":[${value}]}}}}`
    expect(parsePolicy(text('9007199254740993, 1.0, 1e999, 7, -0.5'))).toMatchObject({
      Statement: { Condition: { NumericEquals: { 'a:b': ['9007199254740993', '1.0', '1e999', 7, -0.5] } } },
    })
  })

  test('does not look at what an object inherits, and leaves out what is undefined', () => {
    expect(parsePolicy({ Id: undefined, Statement: [{ ...statement, Sid: undefined }] })).toEqual(withStatement({}))
    const inherited: unknown = Object.create({ Statement: [statement] })
    expect(errorOf(inherited).code).toBe('missing-statement')
  })

  test('gives a copy that does not change with the object', () => {
    const input = { Statement: [{ ...statement, Action: ['s3:GetObject'] }] }
    const parsed = parsePolicy(input)
    input.Statement[0]?.Action.push('s3:PutObject')
    expect(parsed).toMatchObject({ Statement: [{ Action: ['s3:GetObject'] }] })
  })
})

describe('where an error stands', () => {
  test('names the element that was meant, its path, line and column', () => {
    const text = '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "effect": "Allow" }\n  ]\n}'
    expect(seen(errorOf(text))).toEqual({
      code: 'unknown-element',
      message: '`effect` is not written as IAM writes it',
      path: '$.Statement[0].effect',
      hint: 'did you mean `Effect`?',
      line: 4,
      column: 7,
    })
    expect(errorOf('{"Statment":[]}').hint).toBe('did you mean `Statement`?')
  })

  test('points to the value in a list', () => {
    const text = '{"Statement":{"Effect":"Allow",\n"Action":["s3:GetObject",\n  "s*:PutObject"],"Resource":"*"}}'
    expect(seen(errorOf(text))).toEqual({
      code: 'invalid-action',
      message: 'the action `s*:PutObject` has a wildcard before the colon',
      path: '$.Statement.Action[1]',
      hint: 'name the service: a wildcard may stand after the colon, or alone as `*`',
      line: 3,
      column: 3,
    })
  })

  test('points to a second key, not to the first', () => {
    expect(seen(errorOf('{"Statement":{"Effect":"Allow","Effect":"Deny"}}'))).toEqual({
      code: 'duplicate-key',
      message: 'the key `Effect` stands here a second time',
      path: '$.Statement.Effect',
      hint: 'keep one of them, or put their values into one list',
      line: 1,
      column: 32,
    })
  })

  test('writes a path that any JSON path reader takes', () => {
    const error = errorOf(withStatement({ Condition: { StringEquals: { 'aws:PrincipalTag/"x"': [null] } } }))
    expect(error.path).toBe(String.raw`$.Statement[0].Condition.StringEquals["aws:PrincipalTag/\"x\""][0]`)
    expect(error).toMatchObject({ code: 'wrong-type', line: undefined })
  })

  test('suggests the operator that was meant, modifiers kept', () => {
    const hint = (operator: string): string | undefined =>
      errorOf(withStatement({ Condition: { [operator]: { 'aws:username': 'x' } } })).hint
    expect(hint('stringequals')).toBe('did you mean `StringEquals`?')
    expect(hint('ForAnyvalue:StringLikes')).toBe('did you mean `ForAnyValue:StringLike`?')
    expect(hint('IpAdressIfExists')).toBe('did you mean `IpAddressIfExists`?')
    expect(hint('NullIfExists')).toBe('did you mean `Null`?')
  })

  test.each([
    ["{'Statement':[]}", 'JSON uses double quotes'],
    ['{"Statement":[{},]}', 'remove the comma before it'],
    ['// a comment\n{}', 'JSON has no comments'],
    ['{"Statement"', 'the text seems to be cut off: give all of it'],
    ['[]', 'write an object with a `Statement`'],
    ['{"Statement":{"Effect":"Allow","Sid":7}}', 'write a string, as in `"7"`'],
    ['"{\\"Statement\\":[]}"', 'it is JSON inside a JSON string: parse it once more'],
  ])('helps with %s', (text, hint) => {
    expect(errorOf(text).hint).toBe(hint)
  })

  test('keeps the message on one line whatever was written', () => {
    const error = errorOf(withStatement({ Action: 'a`b\nc\u2028\u0000'.repeat(60) }))
    expect(error.message).toMatch(/^the action `[^`\n\u2028]{80}` has no service prefix$/)
  })
})

describe('what IAM refuses as malformed', () => {
  test.each<[what: string, change: object, code: string]>([
    ['an action without a service', { Action: 'GetObject' }, 'invalid-action'],
    ['an action without a name', { Action: 's3:' }, 'invalid-action'],
    ['a service with a space', { Action: 's 3:GetObject' }, 'invalid-action'],
    ['any service', { Action: '*:GetObject' }, 'invalid-action'],
    ['an empty action', { Action: '' }, 'invalid-action'],
    ['no actions', { NotAction: [], Action: undefined }, 'empty-list'],
    ['no resources', { Resource: [] }, 'empty-list'],
    ['a resource that is no ARN', { Resource: 'bucket' }, 'invalid-resource'],
    ['Action and NotAction', { NotAction: 'iam:*' }, 'both-forms'],
    ['Resource and NotResource', { NotResource: '*' }, 'both-forms'],
    ['a Sid with a space', { Sid: 'read bills' }, 'invalid-sid'],
    ['a Sid with letters beyond ASCII', { Sid: 'Überall' }, 'invalid-sid'],
    ['a Sid that is a number', { Sid: 7 }, 'wrong-type'],
    ['an effect in lower case', { Effect: 'deny' }, 'invalid-effect'],
    ['an effect that is a list', { Effect: ['Allow'] }, 'invalid-effect'],
    ['a condition that is a list', { Condition: [] }, 'wrong-type'],
    ['an operator without keys', { Condition: { StringEquals: 'x' } }, 'wrong-type'],
    ['a condition value that is an object', { Condition: { Bool: { 'a:b': {} } } }, 'wrong-type'],
    ['an action that is a number', { Action: 7 }, 'wrong-type'],
    ['a resource that is null', { Resource: null }, 'wrong-type'],
    ['a principal without a kind', { Resource: undefined, Principal: 'mary' }, 'invalid-principal'],
    ['a kind of principal that is none', { Resource: undefined, Principal: { Aws: '*' } }, 'unknown-element'],
    ['an empty principal', { Resource: undefined, Principal: {} }, 'invalid-principal'],
    ['a principal without a name', { Resource: undefined, Principal: { AWS: [''] } }, 'invalid-principal'],
    ['two forms of principal', { Resource: undefined, Principal: '*', NotPrincipal: '*' }, 'both-forms'],
  ])('refuses %s', (_, change, code) => {
    expect(errorOf(withStatement(change)).code).toBe(code)
  })

  test.each<[input: unknown]>([[null], [undefined], [7], [true], [7n], [Symbol('policy')], [() => ({})], [[]], [{}]])(
    'refuses what is no policy at all (%#)',
    (input) => {
      expect(errorOf(input)).toBeInstanceOf(PolicyError)
    },
  )
})

describe('every code', () => {
  test.each(Object.entries(brokenPolicies))('%s comes from its example, and is registered', (code, text) => {
    const options: ParseOptions = code === 'principal-not-allowed' ? { kind: 'identity' } : {}
    expect(errorOf(text, options)).toMatchObject({ code, hint: expect.stringMatching(/\S/), line: expect.any(Number) })
    expect(codes).toHaveProperty(code)
  })

  test('circular comes from an object that holds itself, but not from one that is held twice', () => {
    const loop: { Statement?: unknown } = {}
    loop.Statement = [loop]
    expect(errorOf(loop)).toMatchObject({ code: 'circular', path: '$.Statement[0]' })
    const shared = { ...statement }
    expect(parsePolicy({ Statement: [shared, shared] })).toEqual({ Statement: [statement, statement] })
  })

  test('unreadable comes from getters and proxies that throw, with what they threw as the cause', () => {
    const cause = new TypeError('no')
    const hostile = [
      {
        get Statement(): unknown {
          throw cause
        },
      },
      new Proxy(
        {},
        {
          ownKeys() {
            throw cause
          },
        },
      ),
      new Proxy<unknown[]>([], {
        get() {
          throw cause
        },
      }),
    ]
    for (const input of hostile) expect(errorOf(input)).toMatchObject({ code: 'unreadable', cause })
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(errorOf(proxy).code).toBe('unreadable')
  })
})

describe('hostile input', () => {
  test('never reaches the prototype', () => {
    expect(errorOf('{"__proto__":{"Statement":[]}}')).toMatchObject({ code: 'unknown-element', path: '$.__proto__' })
    const condition = '{"StringEquals":{"__proto__":"x"}}'
    const text = `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":${condition}}}`
    expect(errorOf(text).code).toBe('invalid-condition-key')
    expect(errorOf(withStatement({ Condition: { constructor: {} } })).code).toBe('unknown-operator')
    expect(Object.hasOwn(Object.prototype, 'Statement')).toBe(false)
  })

  test('is refused before it costs time', () => {
    const start = performance.now()
    expect(errorOf('['.repeat(1_000_000)).code).toBe('too-deep')
    expect(errorOf(`{"Statement":[${'{},'.repeat(1_000_000)}]}`).code).toBe('too-large')
    const sparse: unknown[] = []
    sparse.length = 4_000_000_000
    expect(errorOf({ Statement: sparse }).code).toBe('invalid-json')
    expect(errorOf({ Statement: Array.from({ length: 300_000 }, () => 1) }).code).toBe('too-large')
    expect(errorOf(withStatement({ Sid: 'a'.repeat(2_000_000) })).code).toBe('too-large')
    expect(errorOf(`{"Statement":{"Effect":"Allow","Action":"${'a'.repeat(1_000_000)}","Resource":"*"}}`).code).toBe(
      'invalid-action',
    )
    let nested: unknown = 1
    for (let depth = 0; depth < 100_000; depth++) nested = [nested]
    expect(errorOf(nested).code).toBe('too-deep')
    expect(performance.now() - start).toBeLessThan(2000)
  })

  test.each<[text: string]>([
    ['{"Id":"\ud83d"}'],
    [String.raw`{"Id":"\ude00"}`],
    [String.raw`{"Id":"\ud83dx"}`],
    [String.raw`{"\ud83d\u0041":1}`],
  ])('refuses half a surrogate pair: %j', (text) => {
    expect(errorOf(text).code).toBe('lone-surrogate')
  })

  test('takes whole characters in both spellings', () => {
    const text = String.raw`{"Id":"\ud83d\ude00😀\u00e9\n\/","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
    expect(parsePolicy(text).Id).toBe('😀😀é\n/')
  })

  test.each<[text: string]>([
    ['{"Id":"a\nb"}'],
    ['{"Id":"a'],
    [String.raw`{"Id":"\x41"}`],
    [String.raw`{"Id":"\u12"}`],
    ['{"Id":01}'],
    ['{"Id":+1}'],
    ['{"Id":.5}'],
    ['{"Id":1.}'],
    ['{"Id":NaN}'],
    ['{"Id":tru}'],
    ['{"Id" 1}'],
    ['{"Id":}'],
    ['{Id:1}'],
    ['{"Id":1,,"a":2}'],
    ['{"a":1'],
    ['[1 2]'],
    ['\u00a0{}'],
  ])('refuses what is not quite JSON: %j', (text) => {
    expect(errorOf(text).code).toBe('invalid-json')
    expect(() => {
      JSON.parse(text)
    }).toThrow(SyntaxError)
  })
})
