import { expandActions } from '@rolewright/core/policy'
import { describe, expect, it } from 'vitest'
import { isTracked } from './tracked-actions.ts'

describe('actions that IAM reports one by one', () => {
  it.each([
    'iam:GetUser',
    'iam:GenerateServiceLastAccessedDetails',
    'kms:ListKeys',
    'lambda:ListFunctions',
    's3:PutBucketPolicy',
    'ec2:RunInstances',
  ])('%s is one', (action) => expect(isTracked(action)).toBe(true))

  it.each([
    'iam:PassRole',
    's3:GetObject',
    's3:ListBucket',
    's3:AbortMultipartUpload',
    'sqs:SendMessage',
    'ec2:DescribeInstances',
    'lambda:InvokeFunction',
    'dynamodb:PutItem',
    'kinesis:PutRecord',
    'iam:NoSuchAction',
    'nowhere:CreateThing',
  ])('%s is none', (action) => expect(isTracked(action)).toBe(false))

  it('are some thousands, in a good part of all services', () => {
    const tracked = expandActions('*').filter(isTracked)
    expect(tracked.length).toBeGreaterThan(3000)
    expect(new Set(tracked.map((action) => action.split(':')[0])).size).toBeGreaterThan(150)
  })
})
