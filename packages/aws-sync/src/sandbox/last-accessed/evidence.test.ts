import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
  ListUsersCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  accountId,
  allow,
  ana,
  arnOf,
  documentOf,
  openReportAccount,
  type ReportAccount,
  type Statement,
} from './report-account.testing.ts'

const start = new Date('2026-06-01T00:00:00Z')

let account: ReportAccount
beforeEach(async () => {
  account = await openReportAccount({ clock: () => start })
})

async function servicesOfUserWith(...statements: Statement[]): Promise<(string | undefined)[]> {
  await account.putUser(documentOf(...statements))
  return account.services(ana)
}

describe('evidence of use', () => {
  it('shows the newest attempt, who made it and where, within 400 days', async () => {
    const { iam } = account
    await iam.send(
      new PutGroupPolicyCommand({
        GroupName: 'Team',
        PolicyName: 'g',
        PolicyDocument: documentOf(allow(['ec2:*', 'sns:*'])),
      }),
    )
    for (const UserName of ['ana', 'ben']) await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName }))
    const at = (days: number): Date => new Date(start.getTime() - days * 86_400_000)
    await account.sandbox.use([
      { user: 'ana', action: 'ec2:RunInstances', at: at(30), region: 'eu-west-1' },
      { user: 'ben', action: 'ec2:DescribeInstances', at: at(200).toISOString() },
      { user: 'ana', action: 'ec2:DescribeInstances', at: at(300) },
      { user: 'ben', action: 'sns:Publish', at: at(401), resource: `arn:aws:sns:us-east-1:${accountId}:topic` },
    ])
    const JobId = await account.start(arnOf('group', 'Team'))
    const { ServicesLastAccessed: rows } = await account.answer(JobId)
    expect(rows).toEqual([
      {
        ServiceName: 'Amazon EC2',
        ServiceNamespace: 'ec2',
        LastAuthenticated: at(30),
        LastAuthenticatedEntity: ana,
        LastAuthenticatedRegion: 'eu-west-1',
        TotalAuthenticatedEntities: 2,
      },
      { ServiceName: 'Amazon SNS', ServiceNamespace: 'sns', TotalAuthenticatedEntities: 0 },
    ])
    const ask = new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace: 'ec2' })
    const { EntityDetailsList: entities } = await iam.send(ask)
    expect(entities?.map(({ EntityInfo: info, LastAuthenticated: last }) => [info?.Name, last])).toEqual([
      ['ana', at(30)],
      ['ben', at(200)],
    ])
  })

  it("counts for a group only what the group's policies could have allowed, for a user whatever it tried", async () => {
    const { iam } = account
    const PolicyDocument = documentOf(allow('s3:GetObject', 'arn:aws:s3:::bills/*'), allow('s3:ListAllMyBuckets'))
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'g', PolicyDocument }))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    await account.sandbox.use({ user: 'ana', action: 's3:GetObject', resource: 'arn:aws:s3:::letters/a.txt' })
    const totals = async (arn: string): Promise<(number | undefined)[]> =>
      ((await account.answer(await account.start(arn))).ServicesLastAccessed ?? []).map(
        (row) => row.TotalAuthenticatedEntities,
      )
    expect(await totals(arnOf('group', 'Team'))).toEqual([0])
    expect(await totals(ana)).toEqual([1])
    await account.sandbox.use({ user: 'ana', action: 's3:GetObject', resource: 'arn:aws:s3:::bills/may.pdf' })
    expect(await totals(arnOf('group', 'Team'))).toEqual([1])
  })

  it('by action names what is tracked and granted, used or not', async () => {
    await account.sandbox.use({ user: 'ana', action: 'iam:GetUser' })
    await servicesOfUserWith(
      allow([
        'iam:GetUser',
        'iam:ListRoles',
        'iam:PassRole',
        's3:GetObject',
        'lambda:ListFunctions',
        'sqs:SendMessage',
      ]),
    )
    const { JobType: type, ServicesLastAccessed: rows } = await account.answer(
      await account.start(ana, { Granularity: 'ACTION_LEVEL' }),
    )
    expect(type).toBe('ACTION_LEVEL')
    expect(
      rows?.map(({ ServiceNamespace, TrackedActionsLastAccessed }) => [ServiceNamespace, TrackedActionsLastAccessed]),
    ).toEqual([
      [
        'iam',
        [
          {
            ActionName: 'GetUser',
            LastAccessedEntity: ana,
            LastAccessedTime: start,
            LastAccessedRegion: 'us-east-1',
          },
          { ActionName: 'ListRoles' },
        ],
      ],
      ['lambda', [{ ActionName: 'ListFunctions' }]],
      ['s3', undefined],
      ['sqs', undefined],
    ])
  })

  it('of a policy reaches users directly and by groups once each, and roles after them', async () => {
    const { iam } = account
    const made = await iam.send(new CreatePolicyCommand({ PolicyName: 'P', PolicyDocument: documentOf(allow('s3:*')) }))
    const PolicyArn = made.Policy?.Arn ?? ''
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn }))
    for (const UserName of ['ana', 'ben']) await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName }))
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    await account.sandbox.use({ role: 'Alpha', action: 's3:ListAllMyBuckets' })
    const JobId = await account.start(PolicyArn)
    await account.answer(JobId)
    const ask = (ServiceNamespace: string): Promise<(string | undefined)[]> =>
      iam
        .send(new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace }))
        .then(({ EntityDetailsList: list }) => list?.map(({ EntityInfo: info }) => info?.Name) ?? [])
    expect(await ask('s3')).toEqual(['Alpha', 'ana', 'ben'])
    expect(await ask('sqs')).toEqual([])
  })

  it('comes from calls by issued keys too, hours later, as AWS tells of them', async () => {
    const { iam } = account
    const key = await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }))
    const own = account.sandbox.clientsFor({ accessKeyId: key.AccessKey?.AccessKeyId ?? '' })
    await expect(own.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
    const row = async (): Promise<unknown> =>
      (await account.answer(await account.start(ana, { Granularity: 'ACTION_LEVEL' }))).ServicesLastAccessed
    const name = { ServiceName: 'AWS Identity and Access Management', ServiceNamespace: 'iam' }
    const none = [{ ...name, TotalAuthenticatedEntities: 0, TrackedActionsLastAccessed: [{ ActionName: 'ListUsers' }] }]
    expect(await servicesOfUserWith(allow('iam:ListUsers'))).toEqual(['iam'])
    expect(await row()).toEqual(none)
    await account.sandbox.advance({ ms: 4 * 3_600_000 - 1 })
    expect(await row()).toEqual(none)
    await account.sandbox.advance({ ms: 1 })
    const [by, region] = [ana, 'us-east-1']
    expect(await row()).toEqual([
      {
        ...name,
        LastAuthenticated: start,
        LastAuthenticatedEntity: by,
        LastAuthenticatedRegion: region,
        TotalAuthenticatedEntities: 1,
        TrackedActionsLastAccessed: [
          { ActionName: 'ListUsers', LastAccessedTime: start, LastAccessedEntity: by, LastAccessedRegion: region },
        ],
      },
    ])
  })
})
