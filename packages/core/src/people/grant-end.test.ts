import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEvaluator } from '../policy/index.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { documents } from '../plan/states.testing.ts'
import { endingAt, grantEnd } from './grant-end.ts'

const end = new Date('2026-06-01T12:00:00Z')
const document = (statement: object): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...statement }],
})

describe('endingAt', () => {
  it('leaves what a policy decides as it is until the end, and nothing after it', () => {
    const moments = fc.integer({ min: -5, max: 5 }).map((hours) => new Date(end.getTime() + hours * 3_600_000))
    fc.assert(
      fc.property(fc.array(documents, { minLength: 1, maxLength: 3 }), moments, (given, at) => {
        const copies = { Version: '2012-10-17' as const, Statement: endingAt(given, end) ?? [] }
        const request = (action: string) => ({
          action,
          resource: 'arn:aws:s3:::bucket',
          context: { 'aws:CurrentTime': at.toISOString() },
        })
        for (const action of ['s3:GetObject', 'sqs:SendMessage', 'iam:PassRole', 'ec2:DescribeVpcs']) {
          const { effect } = createEvaluator([copies]).decide(request(action))
          const before = createEvaluator(given).decide(request(action)).effect
          expect(effect).toBe(at < end ? before : 'implicit-deny')
        }
        expect(grantEnd([copies])).toEqual(end)
      }),
    )
  })

  it('keeps an end of its own that comes earlier, and refuses one that can’t be told', () => {
    const until = (value: unknown) => document({ Condition: { DateLessThan: { 'aws:CurrentTime': value } } })
    const earlier = endingAt([until(['2026-05-01T00:00:00Z', '2026-04-01T00:00:00Z'])], end)
    expect(earlier?.[0]?.Condition).toEqual({ DateLessThan: { 'aws:CurrentTime': '2026-05-01T00:00:00Z' } })
    const later = endingAt([until('2027-01-01T00:00:00Z')], end)
    expect(later?.[0]?.Condition).toEqual({ DateLessThan: { 'aws:CurrentTime': '2026-06-01T12:00:00Z' } })
    expect(endingAt([until('${aws:PrincipalTag/until}')], end)).toBeUndefined()
    const spelled = document({ Condition: { datelessthan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } } })
    expect(endingAt([spelled], end)).toBeUndefined()
  })
})

describe('grantEnd', () => {
  it('is known only where every statement ends', () => {
    const ending = { Version: '2012-10-17' as const, Statement: endingAt([document({})], end) ?? [] }
    expect(grantEnd([ending, document({})])).toBeUndefined()
    expect(grantEnd([])).toBeUndefined()
  })
})
