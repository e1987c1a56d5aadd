import {
  CreateAccessKeyCommand,
  CreatePolicyVersionCommand,
  DeleteUserPolicyCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, it } from 'vitest'
import { allow, ana, arnOf, documentOf, openReportAccount, type ReportAccount } from './report-account.testing.ts'

// Rule by rule what recorded answers of IAM prove.

let account: ReportAccount
beforeEach(async () => {
  account = await openReportAccount()
})

describe('jobs', () => {
  it('pending, an answer with entities has three fields; completed, it never has JobType', async () => {
    await account.putUser(documentOf(allow('s3:*')))
    const JobId = await account.start(ana)
    const { $metadata: _, ...pending } = await account.withEntities(JobId, 's3')
    expect(Object.keys(pending).toSorted()).toEqual(['IsTruncated', 'JobCreationDate', 'JobStatus'])
    const { $metadata: __, ...done } = await account.withEntities(JobId, 's3')
    expect(Object.keys(done).toSorted()).toEqual([
      'EntityDetailsList',
      'IsTruncated',
      'JobCompletionDate',
      'JobCreationDate',
      'JobStatus',
    ])
  })

  it('each call gives its own job, also for the same entity, and the later one the later result', async () => {
    await account.putUser(documentOf(allow('s3:*')))
    const first = await account.start(ana)
    const second = await account.start(ana, { Granularity: 'ACTION_LEVEL' })
    expect(first).not.toBe(second)
    await account.putUser(documentOf(allow('sqs:*')))
    const names = async (job: string) =>
      (await account.answer(job)).ServicesLastAccessed?.map((row) => row.ServiceNamespace)
    expect([await names(first), await names(second), await names(await account.start(ana))]).toEqual([
      ['s3'],
      ['s3'],
      ['sqs'],
    ])
  })

  it('permissions are fixed before completion: a new default version while it is in progress is not in it', async () => {
    const PolicyArn = await account.policy('P', allow('s3:*'))
    const JobId = await account.start(PolicyArn)
    expect((await account.iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }))).JobStatus).toBe('IN_PROGRESS')
    await account.iam.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: documentOf(allow('sns:*')), SetAsDefault: true }),
    )
    expect((await account.answer(JobId)).ServicesLastAccessed?.map((row) => row.ServiceNamespace)).toEqual(['s3'])
    expect(await account.services(PolicyArn)).toEqual(['sns'])
  })
})

describe('who may read a job', () => {
  it('not another session of the same role', async () => {
    await account.iam.send(
      new PutRolePolicyCommand({ RoleName: 'Alpha', PolicyName: 'x', PolicyDocument: documentOf(allow('iam:*')) }),
    )
    const session = async (RoleSessionName: string): Promise<IAMClient> => {
      const { Credentials: made } = await account.sandbox.clients.sts.send(
        new AssumeRoleCommand({ RoleArn: arnOf('role', 'Alpha'), RoleSessionName }),
      )
      return account.sandbox.clientsFor({
        accessKeyId: made?.AccessKeyId ?? '',
        secretAccessKey: made?.SecretAccessKey ?? '',
        sessionToken: made?.SessionToken ?? '',
      }).iam
    }
    const [one, two] = [await session('one'), await session('two')]
    const { JobId } = await one.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: ana }))
    const read = new GetServiceLastAccessedDetailsCommand({ JobId })
    expect((await one.send(read)).JobStatus).toBe('IN_PROGRESS')
    await expect(two.send(read)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Job ${JobId} does not exist.`,
    })
  })

  it('permission is checked at each read, and a refusal ends with where its details are', async () => {
    await account.putUser(documentOf(allow('iam:*')), 'own', 'ben')
    const key = await account.iam.send(new CreateAccessKeyCommand({ UserName: 'ben' }))
    const ben = account.sandbox.clientsFor({ accessKeyId: key.AccessKey?.AccessKeyId ?? '' }).iam
    const { JobId } = await ben.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: ana }))
    await ben.send(new GetServiceLastAccessedDetailsCommand({ JobId }))
    await account.iam.send(new DeleteUserPolicyCommand({ UserName: 'ben', PolicyName: 'own' }))
    await expect(ben.send(new GetServiceLastAccessedDetailsCommand({ JobId }))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: expect.stringMatching(
        /Go to https:\/\/us-east-1\.console\.aws\.amazon\.com\/iam\/home\?region=us-east-1#\/authorization-details\/\S+ for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: \S+$/,
      ),
    })
  })
})

describe('other refusals', () => {
  it.each<[string, () => Promise<unknown>, string, string]>([
    [
      'an unknown namespace',
      async () => account.withEntities(await account.finished(ana), 'nowhere'),
      'InvalidInput',
      'Service namepace nowhere is either invalid or unsupported.',
    ],
    [
      '36 characters that are no UUID',
      () => account.answer('x'.repeat(36)),
      'NoSuchEntityException',
      `Job ${'x'.repeat(36)} does not exist.`,
    ],
    [
      'an unknown job',
      () => account.answer('00000000-0000-4000-8000-000000000000'),
      'NoSuchEntityException',
      'Job 00000000-0000-4000-8000-000000000000 does not exist.',
    ],
    [
      'a wildcard before the colon',
      () => account.putUser(documentOf(allow('s*:Get'))),
      'MalformedPolicyDocument',
      'Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.',
    ],
  ])('%s', async (_, ask, name, message) => {
    await expect(ask()).rejects.toMatchObject({
      name: expect.stringMatching(new RegExp(`^${name}(?:Exception)?$`)),
      message: expect.stringContaining(message),
    })
  })

  it('unknown services and actions are taken into a policy all the same', async () => {
    await account.putUser(documentOf(allow(['nowhere:DoThing', 's3:NoSuchThing'])))
    expect(await account.services(ana)).toEqual([])
  })
})
