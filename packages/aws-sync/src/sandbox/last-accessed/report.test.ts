import { AttachGroupPolicyCommand, AttachRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import { allow, ana, arnOf, deny, documentOf, openReportAccount, type ReportAccount } from './report-account.testing.ts'

// Rule by rule what recorded answers of IAM prove.

let account: ReportAccount
beforeEach(async () => {
  account = await openReportAccount()
})

describe('which services get a row', () => {
  it('none without a policy, and none of a trust policy', async () => {
    expect(await account.services(ana)).toEqual([])
    expect(await account.services(arnOf('role', 'Alpha'))).toEqual([])
  })

  it('those of a group and a role by attached and inline policies', async () => {
    const PolicyArn = await account.policy('P', allow('s3:*'))
    await account.iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await account.putGroup(documentOf(allow('lambda:*')))
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    await account.iam.send(
      new PutRolePolicyCommand({ RoleName: 'Alpha', PolicyName: 'x', PolicyDocument: documentOf(allow('sqs:*')) }),
    )
    expect([await account.services(arnOf('group', 'Team')), await account.services(arnOf('role', 'Alpha'))]).toEqual([
      ['lambda', 's3'],
      ['s3', 'sqs'],
    ])
  })

  it('an unconditional denial in another policy removes the service', async () => {
    const PolicyArn = await account.policy('P', allow('sqs:*'))
    await account.iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await account.putUser(documentOf(allow('ec2:*'), deny('sqs:*')))
    expect(await account.services(ana)).toEqual(['ec2'])
    expect(await account.services(arnOf('group', 'Team'))).toEqual(['sqs'])
  })

  it.each([
    ['of the whole service', deny('s3:*', 'arn:aws:s3:::b/a/*'), []],
    ['of the exact action', deny('s3:GetObject', 'arn:aws:s3:::b/a/*'), []],
    ['of another resource', deny('s3:GetObject', 'arn:aws:s3:::b/z/*'), ['s3']],
    ['on a condition', deny('s3:*', '*', { Condition: { Null: { 'aws:username': 'true' } } }), ['s3']],
  ])('a denial %s', async (_, denied, rows) => {
    await account.putUser(documentOf(allow('s3:GetObject', 'arn:aws:s3:::b/a/*'), denied))
    expect(await account.services(ana)).toEqual(rows)
  })

  it('of a policy without any attachment too', async () => {
    expect(await account.services(await account.policy('P', allow(['s3:*', 'sqs:*'])))).toEqual(['s3', 'sqs'])
  })
})

describe('action level', () => {
  it.each(['user', 'group', 'role', 'policy'])('lists tracked and granted actions by name, for a %s', async (kind) => {
    const actions = [
      'kms:ListKeys',
      'iam:ListPoliciesGrantingServiceAccess',
      'iam:GetServiceLastAccessedDetailsWithEntities',
      'iam:GetServiceLastAccessedDetails',
      'iam:GenerateServiceLastAccessedDetails',
      'iam:PassRole',
      'ec2:DescribeInstances',
    ]
    const PolicyArn = await account.policy('P', allow(actions))
    await account.iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    const arn =
      { user: ana, group: arnOf('group', 'Team'), role: arnOf('role', 'Alpha'), policy: PolicyArn }[kind] ?? ''
    const { ServicesLastAccessed: rows } = await account.answer(
      await account.start(arn, { Granularity: 'ACTION_LEVEL' }),
    )
    expect(rows?.map((row) => [row.ServiceNamespace, row.TrackedActionsLastAccessed])).toEqual([
      ['ec2', undefined],
      [
        'iam',
        [
          { ActionName: 'GenerateServiceLastAccessedDetails' },
          { ActionName: 'GetServiceLastAccessedDetails' },
          { ActionName: 'GetServiceLastAccessedDetailsWithEntities' },
          { ActionName: 'ListPoliciesGrantingServiceAccess' },
        ],
      ],
      ['kms', [{ ActionName: 'ListKeys' }]],
    ])
  })
})
