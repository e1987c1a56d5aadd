import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  ListPoliciesGrantingServiceAccessCommand,
} from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import { allow, ana, documentOf, openReportAccount, type ReportAccount } from './report-account.testing.ts'

// Rule by rule what recorded answers of IAM prove.

let account: ReportAccount
beforeEach(async () => {
  account = await openReportAccount()
})

describe('sorting, paging, markers', () => {
  it('services are sorted bytewise: a hyphen stands before letters and digits', async () => {
    await account.putUser(
      documentOf(
        allow(['inspector2:*', 'inspector-scan:*', 'inspector:*', 'ec2messages:*', 'ec2-instance-connect:*']),
        allow(['ec2:*', 'acm-pca:*', 'acm:*']),
      ),
    )
    expect(await account.services(ana)).toEqual([
      'acm',
      'acm-pca',
      'ec2',
      'ec2-instance-connect',
      'ec2messages',
      'inspector',
      'inspector-scan',
      'inspector2',
    ])
  })

  it('everything on everything gives 450 rows and more, retired services too, 1000 at once, 200 unless said', async () => {
    await account.putUser(documentOf(allow('*')))
    const JobId = await account.finished(ana)
    const whole = await account.answer(JobId, { MaxItems: 1000 })
    const names = whole.ServicesLastAccessed?.map((row) => row.ServiceNamespace) ?? []
    expect(whole.IsTruncated).toBe(false)
    expect(names.length).toBeGreaterThanOrEqual(450)
    expect(names).toEqual(expect.arrayContaining(['a4b', 'sms', 'honeycode', 'worklink', 'opsworks']))
    expect((await account.answer(JobId)).ServicesLastAccessed).toHaveLength(200)
    const shown = new Map(whole.ServicesLastAccessed?.map((row) => [row.ServiceNamespace, row.ServiceName]))
    expect(
      Object.fromEntries(
        ['ec2', 'iam', 'apigateway', 'cloudformation', 'elasticloadbalancing', 'resource-explorer'].map((name) => [
          name,
          shown.get(name),
        ]),
      ),
    ).toEqual({
      ec2: 'Amazon EC2',
      iam: 'AWS Identity and Access Management',
      apigateway: 'Manage - Amazon API Gateway',
      cloudformation: 'AWS CloudFormation',
      elasticloadbalancing: 'Elastic Load Balancing',
      'resource-explorer': 'Tag Editor',
    })
  })

  it('the next page may have another size, and a marker may be used twice', async () => {
    await account.putUser(documentOf(allow(['ec2:*', 's3:*', 'sns:*', 'sqs:*'])))
    const JobId = await account.finished(ana)
    const first = await account.answer(JobId, { MaxItems: 1 })
    expect(first.IsTruncated).toBe(true)
    const page = async (MaxItems: number) =>
      (await account.answer(JobId, { Marker: first.Marker, MaxItems })).ServicesLastAccessed?.map(
        (row) => row.ServiceNamespace,
      )
    expect([await page(2), await page(10)]).toEqual([
      ['s3', 'sns'],
      ['s3', 'sns', 'sqs'],
    ])
  })

  it('a marker of services is refused with entities, one of entities on another job, not on another namespace', async () => {
    const PolicyArn = await account.policy('P', allow(['s3:*', 'sqs:*']))
    await account.iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    const [one, two] = [await account.finished(PolicyArn), await account.finished(PolicyArn)]
    const { Marker: services } = await account.answer(one, { MaxItems: 1 })
    const { Marker } = await account.withEntities(one, 's3', { MaxItems: 1 })
    const refused = { name: 'InvalidInputException', message: 'The marker passed in the request was invalid.' }
    await expect(account.withEntities(one, 's3', { Marker: services })).rejects.toMatchObject(refused)
    await expect(account.withEntities(two, 's3', { Marker })).rejects.toMatchObject(refused)
    const next = await account.withEntities(one, 'sqs', { Marker })
    expect(next.EntityDetailsList?.map(({ EntityInfo: info }) => info?.Name)).toEqual(['Alpha'])
  })

  it('a marker that is none, and an empty one, are refused in each call', async () => {
    await account.putUser(documentOf(allow('s3:*')))
    const JobId = await account.finished(ana)
    const refused = (message: string) => ({ name: 'ValidationError', message: expect.stringContaining(message) })
    const asks = (Marker: string) => [
      () => account.answer(JobId, { Marker }),
      () => account.withEntities(JobId, 's3', { Marker }),
      () =>
        account.iam.send(new ListPoliciesGrantingServiceAccessCommand({ Arn: ana, ServiceNamespaces: ['s3'], Marker })),
    ]
    for (const ask of asks('nonsense')) await expect(ask()).rejects.toMatchObject(refused('Invalid Marker.'))
    for (const ask of asks('').slice(0, 2)) {
      await expect(ask()).rejects.toMatchObject(
        refused('The specified value for marker is invalid. It must contain only printable ASCII characters.'),
      )
    }
  })

  it('unused entities come users first, then the role', async () => {
    const PolicyArn = await account.policy('P', allow('s3:*'))
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    await account.iam.send(new AttachUserPolicyCommand({ UserName: 'ben', PolicyArn }))
    await account.iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    expect(await account.entities(await account.finished(PolicyArn), 's3')).toEqual(['ana', 'ben', 'Alpha'])
  })
})
