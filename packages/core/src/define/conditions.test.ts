import { describe, expect, it } from 'vitest'
import { findConditionKey } from '../catalog/catalog.ts'
import { operatorFits } from '../policy/lint/operator-fits.ts'
import { parseOperator } from '../policy/parse/condition-operator.ts'
import { allOf, fromIpRange, inSubnets, inTimeWindow, onTagged, settingTags, withMfa } from './conditions.ts'

const made = {
  fromIpRange: fromIpRange('203.0.113.0/24'),
  inTimeWindow: inTimeWindow({ from: '2026-01-01', until: '2026-02-01' }),
  inSubnets: inSubnets('arn:aws:ec2:*:111122223333:subnet/subnet-1'),
  withMfa: withMfa(),
  onTagged: onTagged({ environment: 'dev' }),
  settingTags: settingTags({ environment: ['dev', 'test'] }),
}

describe('condition helpers', () => {
  it.each(Object.entries(made))('%s compares each key by an operator of its type in the catalogue', (_, conditions) => {
    for (const [operator, keys] of Object.entries(conditions)) {
      for (const key of Object.keys(keys)) {
        const type = findConditionKey(key)?.type
        const comparison = parseOperator(operator)?.comparison
        expect(type !== undefined && comparison !== undefined && operatorFits(comparison, type), key).toBe(true)
      }
    }
  })

  it('joins conditions that all have to hold', () => {
    expect(allOf(withMfa(), onTagged({ a: '1' }), settingTags({ b: '2' }))).toEqual({
      Bool: { 'aws:MultiFactorAuthPresent': true },
      StringEquals: { 'aws:ResourceTag/a': '1', 'aws:RequestTag/b': '2' },
    })
  })

  it('refuses two conditions on one key, whose values IAM would take as alternatives', () => {
    expect(() => allOf(onTagged({ team: 'a' }), { StringEquals: { 'AWS:ResourceTag/team': 'b' } })).toThrow(
      expect.objectContaining({ code: 'conditions-collide' }),
    )
  })

  it('refuses a condition of nothing, which would always hold', () => {
    for (const make of [
      () => fromIpRange(),
      () => inSubnets(),
      () => inTimeWindow({}),
      () => onTagged({}),
      () => settingTags({}),
      () => allOf(),
    ])
      expect(make).toThrow(expect.objectContaining({ code: 'condition-empty' }))
  })

  it('leaves an open side of a window open', () => {
    expect(inTimeWindow({ until: '2026-02-01' })).toEqual({ DateLessThan: { 'aws:CurrentTime': '2026-02-01' } })
  })
})
