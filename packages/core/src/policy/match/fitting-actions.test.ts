import { describe, expect, it } from 'vitest'
import { actionNames } from './action-patterns.ts'
import { canActOn, fittingActions } from './fitting-actions.ts'

const names = (action: string, resource: string | readonly string[]): readonly string[] =>
  actionNames(fittingActions({ Action: action, Resource: resource }))

describe('fittingActions', () => {
  it('keeps what acts on objects apart from what acts on the bucket', () => {
    const onObjects = names('s3:Put*', 'arn:aws:s3:::data/*')
    expect(onObjects).toContain('s3:PutObject')
    expect(onObjects).toContain('s3:PutObjectAcl')
    expect(onObjects).not.toContain('s3:PutBucketPolicy')
    expect(onObjects).not.toContain('s3:PutAccountPublicAccessBlock')
    const onBucket = names('s3:Put*', 'arn:aws:s3:::data')
    expect(onBucket).toContain('s3:PutBucketPolicy')
    expect(onBucket).not.toContain('s3:PutObject')
  })

  it('takes everything with `*`, and nothing without a resource otherwise', () => {
    expect(names('s3:ListAllMyBuckets', '*')).toEqual(['s3:ListAllMyBuckets'])
    expect(names('s3:ListAllMyBuckets', ['arn:aws:s3:::data'])).toEqual([])
    expect(names('iam:CreateRole', 'arn:aws:iam::*:role/path/*')).toEqual(['iam:CreateRole'])
    expect(names('iam:CreateRole', 'arn:aws:iam::111122223333:user/ada')).toEqual([])
    expect(names('iam:CreateUser', 'arn:aws:iam::111122223333:user/${aws:username}')).toEqual(['iam:CreateUser'])
    expect(names('sqs:SendMessage', 'arn:aws:*')).toEqual(['sqs:SendMessage'])
  })

  it('leaves NotResource everything', () => {
    expect(actionNames(fittingActions({ Action: 's3:PutObject', NotResource: 'arn:aws:s3:::secret/*' }))).toEqual([
      's3:PutObject',
    ])
  })
})

describe('canActOn', () => {
  it.each([
    ['s3:GetObject', 'arn:aws:s3:::data/*', true],
    ['s3:GetObject', 'arn:aws:s3:::data', false],
    ['s3:getobject', '*', true],
    ['s3:ListAllMyBuckets', 'arn:aws:s3:::data', false],
    ['s3:Nothing', 'arn:aws:s3:::data', false],
  ])('%s on %s: %s', (action, resource, expected) => {
    expect(canActOn(action, resource)).toBe(expected)
  })
})
