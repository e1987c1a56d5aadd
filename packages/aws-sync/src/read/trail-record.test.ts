import type { TrailEvent } from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { parseTrailRecord, trailEvent } from './trail-record.ts'

const minimal = {
  eventID: '6f1c9a1e-8f57-4f0b-9a7b-0c3f9d0f5c11',
  eventTime: '2026-11-02T09:30:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'GetUser',
  awsRegion: 'us-east-1',
}

function eventOf(record: object): TrailEvent {
  const parsed = parseTrailRecord({ ...minimal, recipientAccountId: '111122223333', ...record })
  if ('problem' in parsed) throw new Error(parsed.problem)
  return trailEvent(parsed)
}

describe('a record of CloudTrail', () => {
  it('says what was done, by whom, to what, from where', () => {
    expect(
      eventOf({
        eventName: 'AddUserToGroup',
        userIdentity: {
          type: 'IAMUser',
          arn: 'arn:aws:iam::111122223333:user/mary',
          accessKeyId: 'AKIAEXAMPLE',
        },
        requestParameters: { userName: 'diego', groupName: 'Clerk' },
        sourceIPAddress: '192.0.2.7',
        readOnly: false,
      }),
    ).toEqual({
      id: minimal.eventID,
      at: '2026-11-02T09:30:00.000Z',
      region: 'us-east-1',
      source: 'iam.amazonaws.com',
      name: 'AddUserToGroup',
      actor: { arn: 'arn:aws:iam::111122223333:user/mary', kind: 'user', accessKeyId: 'AKIAEXAMPLE' },
      resources: ['arn:aws:iam::111122223333:group/Clerk', 'arn:aws:iam::111122223333:user/diego'],
      readOnly: false,
      ip: '192.0.2.7',
    })
  })

  it('may say little', () => {
    expect(eventOf({})).toEqual({
      id: minimal.eventID,
      at: '2026-11-02T09:30:00.000Z',
      region: 'us-east-1',
      source: 'iam.amazonaws.com',
      name: 'GetUser',
      actor: { arn: 'unknown', kind: 'other' },
      resources: [],
    })
  })

  it('of a refusal has its error, and what it says was asked for', () => {
    const message =
      'User: arn:aws:iam::111122223333:user/mary is not authorized to perform: iam:DeleteUser on resource: user diego'
    expect(eventOf({ errorCode: 'AccessDenied', errorMessage: message, requestParameters: null })).toMatchObject({
      error: { code: 'AccessDenied', message },
      resources: [],
    })
    const named = message.replace('user diego', 'arn:aws:iam::111122223333:user/diego because no policy allows it')
    expect(eventOf({ errorCode: 'AccessDenied', errorMessage: named })).toMatchObject({
      resources: ['arn:aws:iam::111122223333:user/diego'],
    })
  })

  it.each([
    [{ type: 'Root', accountId: '111122223333' }, 'root', 'arn:aws:iam::111122223333:root'],
    [
      { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Auditor/ana' },
      'assumed-role',
      'arn:aws:sts::111122223333:assumed-role/Auditor/ana',
    ],
    [{ type: 'AWSService', invokedBy: 'cloudhsm.amazonaws.com' }, 'service', 'cloudhsm.amazonaws.com'],
    [{ type: 'SAMLUser', principalId: 'provider:ana' }, 'other', 'provider:ana'],
    [{ type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' }, 'other', 'AIDAEXAMPLE'],
  ])('by %o is by a caller of kind %s', (userIdentity, kind, arn) => {
    expect(eventOf({ userIdentity }).actor).toEqual({ kind, arn })
  })

  it.each<[string, object, string[]]>([
    [
      'what it lists itself',
      { resources: [{ ARN: 'arn:aws:kms:us-east-1:111122223333:key/1', type: 'AWS::KMS::Key' }] },
      ['arn:aws:kms:us-east-1:111122223333:key/1'],
    ],
    [
      'what was made, with its path',
      {
        requestParameters: { userName: 'diego', path: '/staff/' },
        responseElements: { user: { arn: 'arn:aws:iam::111122223333:user/staff/diego' } },
      },
      ['arn:aws:iam::111122223333:user/staff/diego'],
    ],
    [
      'the policy by its ARN, and whom it is attached to',
      { requestParameters: { groupName: 'Clerk', policyArn: 'arn:aws:iam::111122223333:policy/p' } },
      ['arn:aws:iam::111122223333:group/Clerk', 'arn:aws:iam::111122223333:policy/p'],
    ],
    [
      'not the name of an inline policy',
      { requestParameters: { groupName: 'Clerk', policyName: 'inline', policyDocument: '{"arn":"arn:aws:x"}' } },
      ['arn:aws:iam::111122223333:group/Clerk'],
    ],
    [
      'a bucket and its object',
      { eventSource: 's3.amazonaws.com', requestParameters: { bucketName: 'data', key: 'a/b' } },
      ['arn:aws:s3:::data/a/b'],
    ],
    [
      'a bucket in the partition of the caller',
      {
        eventSource: 's3.amazonaws.com',
        userIdentity: { type: 'IAMUser', arn: 'arn:aws-us-gov:iam::111122223333:user/mary' },
        requestParameters: { bucketName: 'data' },
      },
      ['arn:aws-us-gov:s3:::data'],
    ],
    [
      'an entity in the partition of the Region, where the caller has no ARN',
      { awsRegion: 'cn-north-1', userIdentity: { type: 'Root' }, requestParameters: { groupName: 'Clerk' } },
      ['arn:aws-cn:iam::111122223333:group/Clerk'],
    ],
    [
      'the role that somebody takes',
      {
        eventSource: 'sts.amazonaws.com',
        requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/R', roleSessionName: 's' },
      },
      ['arn:aws:iam::111122223333:role/R'],
    ],
    [
      'not the role that somebody hands over',
      {
        eventSource: 'glue.amazonaws.com',
        requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/R', jobName: 'j' },
      },
      [],
    ],
  ])('is about %s', (_what, record, resources) => {
    expect(eventOf(record).resources).toEqual(resources)
  })

  it.each<[unknown, string]>([
    [undefined, 'it is no object'],
    ['{}', 'it is no object'],
    [{ ...minimal, eventID: '' }, '`eventID` is missing or not as CloudTrail writes it'],
    [{ ...minimal, eventTime: 'yesterday' }, '`eventTime` is missing or not as CloudTrail writes it'],
    [{ ...minimal, awsRegion: 7 }, '`awsRegion` is missing or not as CloudTrail writes it'],
  ])('is not %o', (value, problem) => {
    expect(parseTrailRecord(value)).toEqual({ problem })
  })
})
