import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateUserCommand,
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

describe('a job', () => {
  it('is in progress at first, with nothing but its status and date', async () => {
    const { iam } = account
    const JobId = await account.start(ana)
    const { $metadata: _, ...pending } = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }))
    expect(pending).toEqual({ JobStatus: 'IN_PROGRESS', JobCreationDate: start, IsTruncated: false })
    const { $metadata: __, ...done } = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }))
    expect(done).toEqual({
      JobStatus: 'COMPLETED',
      JobType: 'SERVICE_LEVEL',
      JobCreationDate: start,
      ServicesLastAccessed: [],
      JobCompletionDate: start,
      IsTruncated: false,
    })
  })

  it('is frozen at its start: later policies, uses and members are not in it', async () => {
    const { iam } = account
    const made = await iam.send(new CreatePolicyCommand({ PolicyName: 'P', PolicyDocument: documentOf(allow('s3:*')) }))
    const PolicyArn = made.Policy?.Arn ?? ''
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    const JobId = await account.start(PolicyArn)
    const PolicyDocument = documentOf(allow('sqs:*'))
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }))
    await account.sandbox.use({ user: 'ana', action: 's3:ListAllMyBuckets' })
    await iam.send(new RemoveUserFromGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    const { ServicesLastAccessed: rows } = await account.answer(JobId)
    expect(rows).toEqual([{ ServiceName: 'Amazon S3', ServiceNamespace: 's3', TotalAuthenticatedEntities: 0 }])
    await iam.send(new UpdateUserCommand({ UserName: 'ana', NewUserName: 'anna', NewPath: '/new/' }))
    const ask = new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace: 's3' })
    const { EntityDetailsList: entities } = await iam.send(ask)
    expect(entities?.map(({ EntityInfo: info }) => info?.Arn)).toEqual([arnOf('user', 'new/anna')])
    await iam.send(new DeleteUserCommand({ UserName: 'anna' }))
    expect((await iam.send(ask)).EntityDetailsList).toEqual([])
    expect(await account.services(PolicyArn)).toEqual(['sqs'])
  })

  it('is read by its creator alone, with whichever key', async () => {
    const { iam } = account
    await iam.send(
      new PutUserPolicyCommand({ UserName: 'ben', PolicyName: 'r', PolicyDocument: documentOf(allow('iam:*')) }),
    )
    const keys = await Promise.all([1, 2].map(() => iam.send(new CreateAccessKeyCommand({ UserName: 'ben' }))))
    const [one, two] = keys.map(
      (key) => account.sandbox.clientsFor({ accessKeyId: key.AccessKey?.AccessKeyId ?? '' }).iam,
    )
    const job = await one?.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: ana }))
    const read = new GetServiceLastAccessedDetailsCommand({ JobId: job?.JobId })
    await expect(iam.send(read)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Job ${job?.JobId} does not exist.`,
    })
    await account.putUser(documentOf(allow('iam:*')))
    const { AccessKey: anas } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }))
    const other = account.sandbox.clientsFor({ accessKeyId: anas?.AccessKeyId ?? '' }).iam
    await expect(other.send(read)).rejects.toMatchObject({ name: 'NoSuchEntityException' })
    expect((await two?.send(read))?.JobStatus).toBe('IN_PROGRESS')
    const entities = { JobId: job?.JobId, ServiceNamespace: 'iam' }
    const list = await two?.send(new GetServiceLastAccessedDetailsWithEntitiesCommand(entities))
    expect([list?.JobStatus, list?.EntityDetailsList]).toEqual(['COMPLETED', []])
  })

  it.each([
    {
      arn: arnOf('user', 'nobody'),
      name: 'NoSuchEntityException',
      message: `ARN ${arnOf('user', 'nobody')} does not exist.`,
    },
    {
      arn: `arn:aws:iam::${accountId}:root`,
      name: 'InvalidInputException',
      message: `Invalid Entity Arn: arn:aws:iam::${accountId}:root is not supported.`,
    },
    { arn: `arn:aws:sts::${accountId}:user/ana`, name: 'ValidationError', message: 'Invalid service in ARN' },
    { arn: `arn:aws-cn:iam::${accountId}:user/ana`, name: 'ValidationError', message: 'Invalid ARN partition' },
    {
      arn: 'arn:aws:iam::999999999999:user/ana',
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${accountId}:root is not authorized to perform the operation on arn:aws:iam::999999999999:user/ana`,
    },
  ])('is refused for $arn', async ({ arn, name, message }) => {
    await expect(account.start(arn)).rejects.toMatchObject({ name, message })
  })

  it('finds users, groups and roles by name, whatever the path; so do lists', async () => {
    const PolicyDocument = documentOf(allow('s3:*'))
    const named = { PolicyName: 'p', PolicyDocument }
    await account.iam.send(new CreateUserCommand({ UserName: 'eva', Path: '/real/' }))
    await account.iam.send(new PutUserPolicyCommand({ UserName: 'eva', ...named }))
    await account.iam.send(new PutRolePolicyCommand({ RoleName: 'Alpha', ...named }))
    await account.iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', ...named }))
    for (const arn of ['user/eva', 'user/some/where/eva', 'role/some/Alpha', 'group/a/b/Team']) {
      const whole = `arn:aws:iam::${accountId}:${arn}`
      expect([arn, await account.services(whole), await account.granting('s3', whole)]).toEqual([arn, ['s3'], ['p']])
    }
  })

  it('takes markers of its own only', async () => {
    const { iam } = account
    await servicesOfUserWith(allow(['s3:*', 'sqs:*']))
    const jobs = await Promise.all([1, 2].map(() => account.start(ana)))
    const [JobId = '', other = ''] = jobs
    await Promise.all(jobs.map((job) => account.answer(job)))
    const page = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1 }))
    const { Marker } = page
    await expect(iam.send(new GetServiceLastAccessedDetailsCommand({ JobId: other, Marker }))).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: 'The marker passed in the request was invalid.',
    })
    await expect(iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, Marker: 'x' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Invalid Marker.',
    })
    const unknown = new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace: 'S3' })
    await expect(iam.send(unknown)).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: 'Service namepace S3 is either invalid or unsupported.',
    })
  })
})
