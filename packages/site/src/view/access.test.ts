import { describe, expect, test } from 'vitest'
import { accessOf, accessOfGrants } from './access.ts'
import { grantsAnywhere, grantsOf, grantsTogether } from './grants.ts'

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

describe('several sets of policies', () => {
  const read = grantsOf([{ Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } }])
  const bound = grantsOf([{ Statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/*' } }])
  const write = grantsOf([{ Statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' } }])
  const denied = grantsOf([{ Statement: { Effect: 'Deny', Action: 's3:Put*', Resource: '*' } }])

  test('together give the higher of each service, bound only where all are', () => {
    expect(brief(accessOfGrants(grantsTogether([read, bound])))).toEqual(['s3 Write limited'])
    expect(brief(accessOfGrants(grantsTogether([read, bound, write])))).toEqual(['s3 Write'])
  })

  test('of one principal lose what one of them denies, those of several accounts do not', () => {
    expect(brief(accessOfGrants(grantsTogether([write, read, denied])))).toEqual(['s3 Read'])
    expect(brief(accessOfGrants(grantsAnywhere([write, read, denied])))).toEqual(['s3 Write'])
  })
})
