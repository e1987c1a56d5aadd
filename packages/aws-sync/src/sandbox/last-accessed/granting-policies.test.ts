import {
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  accountId,
  allow,
  ana,
  arnOf,
  deny,
  documentOf,
  openReportAccount,
  type ReportAccount,
  type Statement,
} from './report-account.testing.ts'

// Rule by rule what recorded answers of IAM prove.

let account: ReportAccount
beforeEach(async () => {
  account = await openReportAccount()
})

describe('ListPoliciesGrantingServiceAccess', () => {
  it('judges each document alone: a denial in another does not hide the allow', async () => {
    await account.putGroup(documentOf(allow('s3:*')))
    await account.putUser(documentOf(deny('s3:*')))
    expect(await account.granting('s3')).toEqual(['team'])
    expect(await account.services(ana)).toEqual([])
  })

  it.each<[string, Statement[], boolean]>([
    ['service:* on * in the same document', [allow('s3:*'), deny('s3:*')], false],
    [
      'service:* on *, the allow being conditional',
      [allow('s3:*', '*', { Condition: { StringEquals: { 'aws:username': 'x' } } }), deny('s3:*')],
      false,
    ],
    ['the same resource', [allow('s3:GetObject', 'arn:aws:s3:::b/*'), deny('s3:*', 'arn:aws:s3:::b/*')], true],
    ['all of S3 by name', [allow('s3:*'), deny('s3:*', 'arn:aws:s3:::*')], true],
    ['the exact action', [allow('s3:GetObject'), deny('s3:GetObject')], true],
    [
      'NotResource',
      [allow('s3:GetObject', 'arn:aws:s3:::b/*'), { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::c/*' }],
      true,
    ],
    ...(['StringEquals', 'StringEqualsIfExists'] as const).map((operator): [string, Statement[], boolean] => [
      `a condition of ${operator}`,
      [allow('s3:*'), deny('s3:*', '*', { Condition: { [operator]: { 'aws:username': 'x' } } })],
      true,
    ]),
    [
      'a condition of Null',
      [allow('s3:*'), deny('s3:*', '*', { Condition: { Null: { 'aws:username': 'true' } } })],
      true,
    ],
  ])('beside a denial of %s', async (_, statements, listed) => {
    await account.putUser(documentOf(...statements))
    expect(await account.granting('s3')).toEqual(listed ? ['own'] : [])
  })

  it('counts wildcards, upper case, actions that do not exist, and iam:PassRole alone', async () => {
    await account.putUser(documentOf(allow(['S3:GetOBJECT', 'sqs:Send*', 'sns:NoSuchAction', 'iam:PassRole'])))
    for (const namespace of ['s3', 'sqs', 'sns', 'iam']) expect(await account.granting(namespace)).toEqual(['own'])
    expect(await account.granting('ec2')).toEqual([])
  })

  it('ignores a boundary, and does not list it', async () => {
    const PermissionsBoundary = await account.policy('Bound', allow('dynamodb:*'))
    await account.iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'ana', PermissionsBoundary }))
    await account.putUser(documentOf(allow('s3:*')))
    expect([await account.granting('s3'), await account.granting('dynamodb')]).toEqual([['own'], []])
  })

  it('names a managed policy once though the user and its group hold it, and the owner of an inline one', async () => {
    const PolicyArn = await account.policy('P', allow('s3:*'))
    await account.iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await account.iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn }))
    await account.putUser(documentOf(allow('s3:*')))
    const { PoliciesGrantingServiceAccess: found } = await account.list(ana, 's3', 'dynamodb')
    expect(found).toEqual([
      {
        ServiceNamespace: 's3',
        Policies: [
          { PolicyName: 'own', PolicyType: 'INLINE', EntityType: 'USER', EntityName: 'ana' },
          { PolicyName: 'P', PolicyType: 'MANAGED', PolicyArn },
        ],
      },
      { ServiceNamespace: 'dynamodb', Policies: [] },
    ])
    await account.iam.send(
      new PutRolePolicyCommand({ RoleName: 'Alpha', PolicyName: 'x', PolicyDocument: documentOf(allow('s3:*')) }),
    )
    expect((await account.list(arnOf('role', 'Alpha'), 's3')).PoliciesGrantingServiceAccess?.[0]?.Policies).toEqual([
      { PolicyName: 'x', PolicyType: 'INLINE', EntityType: 'ROLE', EntityName: 'Alpha' },
    ])
    expect(await account.granting('s3', arnOf('group', 'Team'))).toEqual(['P'])
  })

  it('takes 200 namespaces whole, and counts before doubles are dropped', async () => {
    await account.putUser(documentOf(allow('*')))
    const JobId = await account.finished(ana)
    const names = (await account.answer(JobId)).ServicesLastAccessed?.map((row) => row.ServiceNamespace ?? '') ?? []
    const whole = await account.list(ana, ...names)
    expect([whole.PoliciesGrantingServiceAccess?.length, whole.IsTruncated]).toEqual([200, false])
    await expect(account.list(ana, ...Array.from({ length: 201 }, () => 's3'))).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('Member must have length less than or equal to 200'),
    })
    await expect(account.list(ana)).rejects.toMatchObject({ name: 'ValidationError' })
  })

  it.each([
    [ana, 'S3', 'InvalidInputException', 'Invalid service namespace: [S3]'],
    [ana, 's3:GetObject', 'ValidationError', '[\\w-]*'],
    [ana, 'x'.repeat(65), 'ValidationError', 'Member must have length less than or equal to 64'],
    [ana, '', 'ValidationError', 'Member must have length greater than or equal to 1'],
    [`arn:aws:iam::${accountId}:policy/P`, 's3', 'InvalidInputException', 'is not supported.'],
    [`arn:aws:iam::${accountId}:root`, 's3', 'InvalidInputException', 'Could not extract entity from ARN : '],
    ['arn:aws:iam::1:x', 's3', 'ValidationError', 'Member must have length greater than or equal to 20'],
  ])('refuses %s with %s', async (arn, namespace, name, message) => {
    await account.policy('P', allow('s3:*'))
    await expect(account.list(arn, namespace)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    })
  })
})
