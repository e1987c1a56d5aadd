import { describe, expect, it } from 'vitest'
import { actionsOfEvent, serviceOfSource } from './actions-of-event.ts'

describe('what an event of CloudTrail stands for', () => {
  it.each([
    ['iam.amazonaws.com', 'CreateUser', ['iam:CreateUser']],
    ['s3.amazonaws.com', 'ListBuckets', ['s3:ListAllMyBuckets']],
    ['s3.amazonaws.com', 'DeleteBucketEncryption', ['s3:PutEncryptionConfiguration']],
    ['s3.amazonaws.com', 'HeadBucket', ['s3:ListBucket']],
    ['lambda.amazonaws.com', 'ListFunctions20150331', ['lambda:ListFunctions']],
    ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', ['lambda:UpdateFunctionCode']],
    ['lambda.amazonaws.com', 'Invoke', ['lambda:InvokeFunction']],
    ['cloudfront.amazonaws.com', 'CreateDistribution2020_05_31', ['cloudfront:CreateDistribution']],
    ['monitoring.amazonaws.com', 'PutMetricAlarm', ['cloudwatch:PutMetricAlarm']],
    ['email.amazonaws.com', 'CreateReceiptRule', ['ses:CreateReceiptRule']],
    ['tagging.amazonaws.com', 'GetResources', ['tag:GetResources']],
    ['kms.amazonaws.com', 'ReEncrypt', ['kms:ReEncryptFrom', 'kms:ReEncryptTo']],
    ['ec2.amazonaws.com', 'RunInstances', ['ec2:RunInstances']],
    ['sts.amazonaws.com', 'GetCallerIdentity', []],
    ['signin.amazonaws.com', 'ConsoleLogin', []],
    ['sqs.amazonaws.com', 'NobodyKnows', null],
    ['nowhere.amazonaws.com', 'CreateThing', null],
  ])('%s %s', (source, name, actions) => {
    expect(actionsOfEvent({ source, name }).actions).toEqual(actions)
  })

  it('knows the service of an event that no action stands for', () => {
    expect(actionsOfEvent({ source: 'SQS.amazonaws.com', name: 'NobodyKnows' })).toEqual({
      service: 'sqs',
      actions: null,
    })
    expect(serviceOfSource('signin.amazonaws.com')).toBe('signin')
    expect(serviceOfSource('nowhere.amazonaws.com')).toBeNull()
  })
})
