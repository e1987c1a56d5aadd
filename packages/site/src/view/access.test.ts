import { describe, expect, test } from 'vitest'
import { accessOf, joinAccess } from './access.ts'

const brief = (access: ReturnType<typeof accessOf>): readonly string[] =>
  access.map((one) => `${one.service} ${one.level}${one.limited ? ' limited' : ''}`)

describe('what a set of policies allows in each service', () => {
  test('is the highest level, bound where every action of that level is', () => {
    const access = accessOf([
      { Statement: { Effect: 'Allow', Action: ['s3:GetObject', 'sqs:SendMessage'], Resource: '*' } },
      { Statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::example/*' } },
    ])
    expect(brief(access)).toEqual(['s3 Write limited', 'sqs Write'])
  })

  test('is bound by a condition', () => {
    const access = accessOf([
      {
        Statement: {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': true } },
        },
      },
    ])
    expect(brief(access)).toEqual(['sqs Write limited'])
  })

  test('counts an action named twice once, as free where either statement is', () => {
    const [access] = accessOf([
      {
        Statement: [
          { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:a' },
          { Effect: 'Allow', Action: 'SQS:sendmessage', Resource: '*' },
        ],
      },
    ])
    expect(access).toMatchObject({ counts: [0, 0, 0, 1, 0], limited: false })
  })

  test('loses what is denied always and everywhere, and nothing else', () => {
    const allow = { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'], Resource: '*' } as const
    const always = accessOf([{ Statement: [allow, { Effect: 'Deny', Action: 'sqs:*', Resource: '*' }] }])
    const sometimes = accessOf([
      { Statement: [allow, { Effect: 'Deny', Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:secret' }] },
    ])
    expect(always).toEqual([])
    expect(brief(sometimes)).toEqual(['sqs Write'])
  })

  test('of all actions but some is the rest', () => {
    const access = accessOf([
      { Statement: { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' } },
    ])
    const services = new Set(access.map((one) => one.service))
    expect(services.has('ec2')).toBe(true)
    expect(services.has('iam') || services.has('organizations')).toBe(false)
  })
})

test('access together is the higher of each service, bound only where both are', () => {
  const a = accessOf([{ Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } }])
  const b = accessOf([{ Statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/*' } }])
  const c = accessOf([{ Statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' } }])
  expect(brief(joinAccess([a, b]))).toEqual(['s3 Write limited'])
  expect(brief(joinAccess([a, b, c]))).toEqual(['s3 Write'])
})
