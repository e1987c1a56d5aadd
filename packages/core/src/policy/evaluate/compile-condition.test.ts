import { describe, expect, test } from 'vitest'
import { createEvaluator } from './create-evaluator.ts'
import type { Conditions } from '../document.ts'
import type { RequestContext } from '../request.ts'

/** Whether a statement with this condition applies, once in an Allow, once in a Deny; a condition that is sound does both or neither. */
function holds(condition: Conditions, context: RequestContext): boolean {
  const [allowed, denied] = bothWays(condition, context)
  if (allowed !== denied) throw new Error('the condition depends on the effect')
  return allowed
}

function bothWays(condition: Conditions, context: RequestContext): readonly [allows: boolean, denies: boolean] {
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::bills/may.pdf', context }
  const statement = { Action: 's3:GetObject', Resource: '*', Condition: condition }
  const allow = createEvaluator({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } })
  const deny = createEvaluator({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', ...statement },
    ],
  })
  return [allow.decide(request).effect === 'allow', deny.decide(request).effect === 'explicit-deny']
}

const on =
  (operator: string, pattern: string | number | boolean | readonly string[]) =>
  (value: string | number | boolean | readonly string[]): boolean =>
    holds({ [operator]: { 'test:key': pattern } }, { 'test:key': value })

describe('text', () => {
  test('StringEquals compares exactly, without Unicode normalisation', () => {
    const isTeam = on('StringEquals', ['Blue', 'grün'])
    expect(isTeam('Blue')).toBe(true)
    expect(isTeam('grün')).toBe(true)
    expect(isTeam('blue')).toBe(false)
    expect(isTeam('gru\u0308n')).toBe(false)
    expect(on('StringEquals', 'a*')('ab')).toBe(false)
    expect(on('StringEquals', '')('')).toBe(true)
    expect(on('StringEquals', 7)('7')).toBe(true)
    expect(on('StringEquals', 'true')(true)).toBe(true)
  })

  test('ignoring case folds single letters, Greek sigma by its place, and nothing beyond the basic plane', () => {
    const same = (a: string, b: string): boolean => {
      const equal = on('StringEqualsIgnoreCase', a)(b)
      expect(on('StringNotEqualsIgnoreCase', a)(b)).toBe(!equal)
      return equal
    }
    expect(same('Ärger', 'äRGER')).toBe(true)
    expect(same('k', '\u212a')).toBe(true)
    expect(same('gro\u1e9e', 'groß')).toBe(true)
    expect(same('gross', 'groß')).toBe(false)
    expect(same('s', '\u017f')).toBe(false)
    expect(same('\u0130', 'i')).toBe(false)
    expect(same('\u0130', 'i\u0307')).toBe(true)
    expect(same('ΛΟΓΟΣ', 'λογος')).toBe(true)
    expect(same('ΛΟΓΟΣ', 'λογοσ')).toBe(false)
    expect(same('\u{10400}', '\u{10428}')).toBe(false)
    expect(same('\u0130X\u{10400}Y', 'i\u0307x\u{10400}y')).toBe(true)
    expect(same('\u{10400}\u03a3', '\u{10400}\u03c2')).toBe(true)
  })

  test('StringLike takes one UTF-16 unit for a question mark, anything for an asterisk, and a backslash for itself', () => {
    expect(on('StringLike', 'a?c')('abc')).toBe(true)
    expect(on('StringLike', 'a?c')('a\nc')).toBe(true)
    expect(on('StringLike', 'a?c')('ac')).toBe(false)
    expect(on('StringLike', '?')('😀')).toBe(false)
    expect(on('StringLike', '??')('😀')).toBe(true)
    expect(on('StringLike', '*/b*')('a/b:c\n/d')).toBe(true)
    expect(on('StringLike', 'A*')('abc')).toBe(false)
    expect(on('StringLike', String.raw`a\*`)('a*')).toBe(false)
    expect(on('StringLike', String.raw`a\*`)(String.raw`a\b`)).toBe(true)
    expect(on('StringLike', '[ab]')('a')).toBe(false)
    expect(on('StringNotLike', ['a*', 'b*'])('c')).toBe(true)
    expect(on('StringNotLike', ['a*', 'b*'])('bc')).toBe(false)
  })
})

describe('numbers', () => {
  test('are exact decimals, however they are spelled', () => {
    const is = on('NumericEquals', '10')
    for (const spelling of ['10', '010', '10.', '10.0', '+10', '1e1', '0.1E2', 10]) expect(is(spelling)).toBe(true)
    expect(is('10.000000000000000000000001')).toBe(false)
    expect(on('NumericEquals', '18014398509481985')('18014398509481984')).toBe(false)
    expect(on('NumericLessThan', '18014398509481985')('18014398509481984')).toBe(true)
    expect(on('NumericEquals', '0')('-0.00')).toBe(true)
  })

  test('are ordered', () => {
    expect(on('NumericLessThan', '10')('9')).toBe(true)
    expect(on('NumericLessThan', '10')('10')).toBe(false)
    expect(on('NumericLessThan', '-1')('-10')).toBe(true)
    expect(on('NumericLessThanEquals', '10')('10.0')).toBe(true)
    expect(on('NumericGreaterThan', '9.99')('10')).toBe(true)
    expect(on('NumericGreaterThanEquals', ['100', '10'])('11')).toBe(true)
    expect(on('NumericGreaterThan', '1e99999')('1e100000')).toBe(true)
  })

  test('are no numbers when they are not, and then only differ', () => {
    for (const text of ['', ' 1', '1 ', 'NaN', 'Infinity', '0x1', '1,0', 'e1', '.', '1e', '--1']) {
      expect(on('NumericEquals', '1')(text)).toBe(false)
      expect(on('NumericNotEquals', '1')(text)).toBe(true)
      expect(on('NumericLessThan', '1')(text)).toBe(false)
      expect(on('NumericGreaterThanEquals', '1')(text)).toBe(false)
      expect(on('NumericEquals', text)(text)).toBe(false)
      expect(on('NumericNotEquals', text)('1')).toBe(true)
    }
  })
})

describe('dates', () => {
  test('are instants to the millisecond, in ISO 8601 or seconds since 1970', () => {
    const is = on('DateEquals', '2026-03-01T12:00:00Z')
    for (const same of [
      '2026-03-01T12:00:00Z',
      '2026-03-01T12:00Z',
      '2026-03-01T13:30:00+01:30',
      '2026-03-01T10:00:00.000-0200',
      '2026-03-01T12:00:00.0009Z',
      '1772366400',
      '+1772366400',
      1_772_366_400,
    ])
      expect(is(same)).toBe(true)
    expect(is('2026-03-01T12:00:00.001Z')).toBe(false)
    expect(on('DateEquals', '2026-03')('2026-03-01T00:00:00Z')).toBe(true)
    expect(on('DateEquals', '2026')('2026-01-01')).toBe(true)
    expect(on('DateLessThan', '2026-03-01')('2026-02-28T23:59:59Z')).toBe(true)
    expect(on('DateGreaterThanEquals', '2024-02-29')('2024-02-29')).toBe(true)
    expect(on('DateGreaterThan', '0099-12-31')('1900-01-01')).toBe(true)
    expect(on('DateLessThanEquals', '1969-12-31T23:59:59Z')('-1')).toBe(true)
  })

  test('are no dates when they are not, and then only differ', () => {
    for (const text of ['', 'now', '2026-13-01', '2026-02-29', '2026-03-01T24:00Z', '2026-03-01 12:00', '2026-3-1']) {
      expect(on('DateEquals', '2026-03-01')(text)).toBe(false)
      expect(on('DateNotEquals', '2026-03-01')(text)).toBe(true)
      expect(on('DateLessThan', '2099-01-01')(text)).toBe(false)
      expect(on('DateNotEquals', text)('2026-03-01')).toBe(true)
    }
  })
})

describe('booleans, null and binary', () => {
  test('anything but true, in any case, is false', () => {
    expect(on('Bool', 'true')('TRUE')).toBe(true)
    expect(on('Bool', 'tRuE')(true)).toBe(true)
    expect(on('Bool', 'false')('yes')).toBe(true)
    expect(on('Bool', 'no')('')).toBe(true)
    expect(on('Bool', 'true')('1')).toBe(false)
    expect(on('Bool', ['true', 'false'])('1')).toBe(true)
  })

  test('Null asks whether the key is absent; an empty text is there, an empty list is not', () => {
    const absent = (value: string, context: RequestContext): boolean =>
      holds({ Null: { 'aws:TokenIssueTime': value } }, context)
    expect(absent('true', {})).toBe(true)
    expect(absent('true', { 'aws:TokenIssueTime': [] })).toBe(true)
    expect(absent('true', { 'aws:tokenissuetime': '' })).toBe(false)
    expect(absent('false', { 'aws:TokenIssueTime': ['x'] })).toBe(true)
    expect(absent('no', { 'aws:TokenIssueTime': 'x' })).toBe(true)
    expect(holds({ 'ForAnyValue:Null': { 'aws:TagKeys': 'false' } }, { 'aws:TagKeys': ['a'] })).toBe(true)
  })

  test('BinaryEquals compares base64 as it is written', () => {
    expect(on('BinaryEquals', 'aGk=')('aGk=')).toBe(true)
    expect(on('BinaryEquals', 'aGk=')('aGk')).toBe(false)
    expect(on('BinaryEquals', 'aGk=')(' aGk= ')).toBe(false)
    expect(on('BinaryEquals', 'not base64')('not base64')).toBe(false)
  })
})

describe('addresses', () => {
  const inside = (block: string, address: string): boolean => {
    const result = on('IpAddress', block)(address)
    expect(on('NotIpAddress', block)(address)).toBe(!result)
    return result
  }

  test('of IPv4 may have leading zeros, and blocks may have host bits', () => {
    expect(inside('203.0.113.0/24', '203.0.113.255')).toBe(true)
    expect(inside('203.0.113.77/24', '203.0.113.1')).toBe(true)
    expect(inside('203.0.113.0/24', '203.0.114.0')).toBe(false)
    expect(inside('203.000.113.007', '203.0.113.7')).toBe(true)
    expect(inside('203.0.113.0/+24', '203.0.113.9')).toBe(true)
    expect(inside('203.0.113.0/024', '203.000.113.9')).toBe(true)
    expect(inside('10.0.0.0/0', '255.255.255.255')).toBe(true)
    expect(inside('10.0.0.1/32', '10.0.0.1')).toBe(true)
    expect(inside('10.0.0.0/31', '10.0.0.2')).toBe(false)
    expect(inside('200.0.0.0/5', '207.1.1.1')).toBe(true)
  })

  test('of IPv6 may be short, and blocks with host bits match nothing', () => {
    expect(inside('2001:db8:1::/48', '2001:DB8:1:2:3:4:5:6')).toBe(true)
    expect(inside('2001:db8:1::/48', '2001:db8:2::')).toBe(false)
    expect(inside('2001:db8::7', '2001:0db8:0:0:0:0:0:7')).toBe(true)
    expect(inside('2001:db8::7/64', '2001:db8::7')).toBe(false)
    expect(inside('2001:db8::6/127', '2001:db8::7')).toBe(true)
    expect(inside('::/0', '2001:db8::1')).toBe(true)
    expect(inside('::/0', '10.0.0.1')).toBe(false)
    expect(inside('0.0.0.0/0', '2001:db8::1')).toBe(false)
  })

  test('of IPv4 mapped into IPv6 are IPv4 in a request and nothing in a policy', () => {
    expect(inside('203.0.113.0/24', '::ffff:203.0.113.5')).toBe(true)
    expect(inside('203.0.113.0/24', '::FFFF:cb00:7105')).toBe(true)
    expect(inside('::ffff:203.0.113.0/120', '::ffff:203.0.113.5')).toBe(false)
    expect(inside('::ffff:cb00:7100/120', '203.0.113.5')).toBe(false)
    expect(inside('::/0', '::ffff:203.0.113.5')).toBe(false)
  })

  test('of IPv6 are read loosely at their ends', () => {
    expect(inside('2001:db8::1', '2001:db8:::1')).toBe(true)
    expect(inside('2001:db8::1', '2001:db8::1:')).toBe(true)
    expect(inside('0:2001:db8::1', ':2001:db8::1')).toBe(true)
    expect(inside('::/0', ':::')).toBe(true)
  })

  test('that are none make the condition fail, negated or not', () => {
    for (const text of [
      '',
      'x',
      '10.0.0',
      '10.0.0.256',
      '167772161',
      ' 10.0.0.1',
      '10.0.0.1/32',
      '10.0.0.1.1',
      'fe80::1%eth0',
      '[::1]',
      '1::2::3',
      '2001:db8::::1',
      '2001:db8::10.0.0.1',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '12345::',
      'g::',
    ]) {
      expect(on('IpAddress', ['0.0.0.0/0', '::/0'])(text)).toBe(false)
      expect(on('NotIpAddress', '10.0.0.0/8')(text)).toBe(false)
    }
  })

  test('blocks that are none match nothing, and do not spoil those beside them', () => {
    for (const block of ['x', '10.0.0.0/33', '2001:db8::/129', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '']) {
      expect(inside(block, '10.0.0.1')).toBe(false)
      expect(on('IpAddress', [block, '10.0.0.0/8'])('10.1.1.1')).toBe(true)
      expect(on('NotIpAddress', ['10.0.0.0/8', block])('10.1.1.1')).toBe(false)
    }
  })
})

describe('ARNs', () => {
  const like = (pattern: string, arn: string): boolean => {
    const result = on('ArnLike', pattern)(arn)
    expect(on('ArnEquals', pattern)(arn)).toBe(result)
    expect(on('ArnNotLike', pattern)(arn)).toBe(!result)
    expect(on('ArnNotEquals', pattern)(arn)).toBe(!result)
    return result
  }

  test('are matched segment by segment, the last one over colons and slashes', () => {
    expect(like('arn:aws:iam::*:role/*', 'arn:aws:iam::111122223333:role/app/reader')).toBe(true)
    expect(like('arn:*:iam::*:role/?', 'arn:aws-cn:iam::1:role/a')).toBe(true)
    expect(like('arn:aws:sns:*:*:a*c', 'arn:aws:sns:eu-west-1:1:a:b/c')).toBe(true)
    expect(like('arn:aws:sns:*:1:topic', 'arn:aws:sns:eu-west-1:1:topic:x')).toBe(false)
    expect(like('arn:aws:*:1:*:*', 'arn:aws:sns:eu-west-1:1:x')).toBe(false)
  })

  test('that are none make the condition fail, negated or not', () => {
    for (const text of ['', 'x', '*', 'arn:aws:iam::1', 'urn:aws:iam::1:user/x']) {
      expect(on('ArnLike', 'arn:aws:iam::*:user/*')(text)).toBe(false)
      expect(on('ArnNotLike', 'arn:aws:iam::*:user/*')(text)).toBe(false)
    }
  })

  test('a pattern that is none makes an Allow fail and a Deny apply, whatever stands beside it', () => {
    const user = { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:user/mary' }
    for (const operator of ['ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnNotEquals']) {
      for (const patterns of [['user/mary'], ['user/mary', 'arn:aws:iam::*:user/*'], ['arn:aws:iam::*:role/*', 'x']]) {
        expect(bothWays({ [operator]: { 'aws:PrincipalArn': patterns } }, user)).toEqual([false, true])
        expect(bothWays({ [operator]: { 'aws:PrincipalArn': patterns } }, { 'aws:PrincipalArn': 'user/mary' })).toEqual(
          [false, false],
        )
      }
    }
    const variable = { ArnLike: { 'aws:PrincipalArn': '${aws:RequestTag/owner}' } }
    expect(bothWays(variable, { ...user, 'aws:RequestTag/owner': 'mary' })).toEqual([false, true])
    expect(bothWays(variable, { ...user, 'aws:RequestTag/owner': user['aws:PrincipalArn'] })).toEqual([true, true])
  })
})

describe('an absent key', () => {
  test.each<[operator: string, value: string, applies: boolean]>([
    ['StringEquals', 'x', false],
    ['StringNotEquals', 'x', true],
    ['StringLike', '*', false],
    ['StringNotLike', '*', true],
    ['NumericLessThan', '1', false],
    ['NumericNotEquals', '1', true],
    ['DateNotEquals', '2026-01-01', true],
    ['Bool', 'false', false],
    ['NotIpAddress', '10.0.0.0/8', true],
    ['ArnNotLike', 'arn:aws:iam::*:user/*', true],
    ['StringEqualsIfExists', 'x', true],
    ['StringNotEqualsIfExists', 'x', true],
    ['BoolIfExists', 'true', true],
    ['ForAllValues:StringEquals', 'x', true],
    ['ForAllValues:StringNotEquals', 'x', true],
    ['ForAnyValue:StringEquals', 'x', false],
    ['ForAnyValue:StringNotEquals', 'x', false],
    ['ForAnyValue:StringEqualsIfExists', 'x', false],
    ['ForAllValues:StringEqualsIfExists', 'x', true],
  ])('%s %s: %s', (operator, value, applies) => {
    expect(holds({ [operator]: { 'test:key': value } }, {})).toBe(applies)
    expect(holds({ [operator]: { 'test:key': value } }, { 'test:key': [] })).toBe(applies)
  })
})

describe('several values', () => {
  const keys = (operator: string, patterns: readonly string[], values: readonly string[]): boolean =>
    holds({ [operator]: { 'aws:TagKeys': patterns } }, { 'aws:tagkeys': values })

  test('ForAllValues wants each, ForAnyValue wants one', () => {
    expect(keys('ForAllValues:StringEquals', ['a', 'b'], ['a'])).toBe(true)
    expect(keys('ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'])).toBe(false)
    expect(keys('ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'])).toBe(true)
    expect(keys('ForAnyValue:StringEquals', ['a', 'b'], ['c'])).toBe(false)
    expect(keys('ForAllValues:StringNotEquals', ['a'], ['b', 'c'])).toBe(true)
    expect(keys('ForAllValues:StringNotEquals', ['a'], ['a', 'c'])).toBe(false)
    expect(keys('ForAnyValue:StringNotEquals', ['a'], ['a', 'c'])).toBe(true)
    expect(keys('ForAnyValue:StringNotEquals', ['a', 'c'], ['a', 'c'])).toBe(false)
    expect(keys('ForAllValues:NumericNotEquals', ['1'], ['x', '2'])).toBe(true)
    expect(keys('ForAnyValue:IpAddress', ['10.0.0.0/8'], ['x', '10.0.0.1'])).toBe(true)
  })

  test('a single value counts as a set of one', () => {
    expect(holds({ 'ForAnyValue:StringEquals': { k: 'a' } }, { k: 'a' })).toBe(true)
    expect(holds({ 'ForAllValues:StringEquals': { k: 'a' } }, { k: '' })).toBe(false)
  })

  test('a plain operator never takes a multi-valued key, negated or if it exists', () => {
    for (const operator of [
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIfExists',
      'StringNotEqualsIfExists',
      'Bool',
    ]) {
      expect(keys(operator, ['a'], ['a'])).toBe(false)
      expect(keys(operator, ['a'], ['b'])).toBe(false)
    }
  })
})

describe('all together', () => {
  test('each operator and each key must hold, one value of each is enough', () => {
    const condition: Conditions = {
      StringEquals: { 'aws:PrincipalTag/team': ['blue', 'red'], 'aws:RequestedRegion': 'eu-west-1' },
      Bool: { 'aws:MultiFactorAuthPresent': true },
    }
    const context = {
      'aws:principaltag/TEAM': 'red',
      'aws:RequestedRegion': 'eu-west-1',
      'aws:MultiFactorAuthPresent': 'true',
    }
    expect(holds(condition, context)).toBe(true)
    expect(holds(condition, { ...context, 'aws:RequestedRegion': 'us-east-1' })).toBe(false)
    expect(holds(condition, { ...context, 'aws:MultiFactorAuthPresent': false })).toBe(false)
  })

  test('no values match nothing', () => {
    expect(holds({ StringEquals: { k: [] } }, { k: '' })).toBe(false)
    expect(holds({ StringNotEquals: { k: [] } }, { k: '' })).toBe(true)
    expect(holds({ StringEquals: {} }, {})).toBe(true)
  })
})
