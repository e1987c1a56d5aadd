import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
  ListPoliciesGrantingServiceAccessCommand,
  PutGroupPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateUserCommand,
  type AccessAdvisorUsageGranularityType,
  type GetServiceLastAccessedDetailsResponse,
} from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from './open-sandbox.ts'

const accountId = '111122223333'
const start = new Date('2026-06-01T00:00:00Z')

type Statement = Readonly<Record<string, unknown>>

const documentOf = (...statements: Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
const allow = (action: string | string[], resource: string | string[] = '*', rest: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...rest,
})
const deny = (action: string | string[], resource: string | string[] = '*', rest: Statement = {}): Statement => ({
  ...allow(action, resource, rest),
  Effect: 'Deny',
})
const never = { Condition: { StringEquals: { 'aws:PrincipalTag/x': 'no-such-value' } } }

const arnOf = (kind: string, name: string): string => `arn:aws:iam::${accountId}:${kind}/${name}`

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await openSandbox({ accountId, clock: () => start })
  const { iam } = sandbox.clients
  await iam.send(new CreateUserCommand({ UserName: 'ana' }))
  await iam.send(new CreateUserCommand({ UserName: 'ben' }))
  await iam.send(new CreateGroupCommand({ GroupName: 'Team' }))
})

async function jobFor(arn: string, granularity: AccessAdvisorUsageGranularityType = 'SERVICE_LEVEL'): Promise<string> {
  const { iam } = sandbox.clients
  const command = new GenerateServiceLastAccessedDetailsCommand({ Arn: arn, Granularity: granularity })
  return (await iam.send(command)).JobId ?? ''
}

async function report(JobId: string): Promise<GetServiceLastAccessedDetailsResponse> {
  const { iam } = sandbox.clients
  for (;;) {
    const answer = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }))
    if (answer.JobStatus !== 'IN_PROGRESS') return answer
  }
}

async function servicesOf(arn: string): Promise<(string | undefined)[]> {
  const { ServicesLastAccessed: rows } = await report(await jobFor(arn))
  return rows?.map(({ ServiceNamespace }) => ServiceNamespace) ?? []
}

async function servicesOfUserWith(...statements: Statement[]): Promise<(string | undefined)[]> {
  const PolicyDocument = documentOf(...statements)
  await sandbox.clients.iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'p', PolicyDocument }))
  return servicesOf(arnOf('user', 'ana'))
}

describe('which services a report has', () => {
  it.each<{ what: string; statements: Statement[]; services: string[] }>([
    {
      what: 'what is allowed, sorted',
      statements: [allow(['sqs:*', 'ec2:*', 'ec2messages:*'])],
      services: ['ec2', 'ec2messages', 'sqs'],
    },
    { what: 'nothing for a deny alone', statements: [deny('s3:*')], services: [] },
    { what: 'nothing for an action that does not exist', statements: [allow('sns:NoSuchAction')], services: [] },
    {
      what: 'nothing where the resource does not fit',
      statements: [allow('s3:GetObject', 'arn:aws:s3:::bills')],
      services: [],
    },
    { what: 'a row where it does', statements: [allow('s3:GetObject', 'arn:aws:s3:::bills/*')], services: ['s3'] },
    { what: 'a row for passing roles alone', statements: [allow('iam:PassRole', '*')], services: ['iam'] },
    { what: 'none for what is denied again', statements: [allow('s3:*'), deny('s3:*')], services: [] },
    {
      what: 'none for a deny of exactly the resource',
      statements: [allow('s3:GetObject', 'arn:aws:s3:::b/a*'), deny('s3:GetObject', 'arn:aws:s3:::b/a*')],
      services: [],
    },
    {
      what: 'a row beside a deny of another resource',
      statements: [allow('s3:GetObject', 'arn:aws:s3:::b/a*'), deny('s3:GetObject', 'arn:aws:s3:::b/z*')],
      services: ['s3'],
    },
    {
      what: 'a row beside a deny with a condition',
      statements: [allow('s3:*'), deny('s3:*', '*', never)],
      services: ['s3'],
    },
    {
      what: 'a row for an allow whose condition never holds',
      statements: [allow('kms:List*', '*', never)],
      services: ['kms'],
    },
  ])('$what', async ({ statements, services }) => {
    expect(await servicesOfUserWith(...statements)).toEqual(services)
  })

  it('all for everything but some, and some 450 of them on pages of 200', async () => {
    const { iam } = sandbox.clients
    const PolicyDocument = documentOf({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' })
    await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'p', PolicyDocument }))
    const JobId = await jobFor(arnOf('user', 'ana'))
    const first = await report(JobId)
    expect(first.ServicesLastAccessed).toHaveLength(200)
    expect(first.IsTruncated).toBe(true)
    const names: (string | undefined)[] = []
    let Marker: string | undefined
    do {
      const page = await iam.send(
        new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 170, ...(Marker === undefined ? {} : { Marker }) }),
      )
      names.push(...(page.ServicesLastAccessed ?? []).map(({ ServiceNamespace }) => ServiceNamespace))
      Marker = page.Marker
    } while (Marker !== undefined)
    expect(names.length).toBeGreaterThan(400)
    expect(names).not.toContain('iam')
    expect(names).toContain('ec2')
    const sorted = [...new Set(names)].toSorted((a = '', b = '') => (a < b ? -1 : 1))
    expect(names).toEqual(sorted)
  })

  it("a user's own, its groups' and the attached; denies of any of them; a boundary plays no part", async () => {
    const { iam } = sandbox.clients
    const put = (document: string): Promise<unknown> =>
      iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'g', PolicyDocument: document }))
    await put(documentOf(allow(['lambda:*', 'sqs:*'])))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    const made = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'Bound', PolicyDocument: documentOf(allow('dynamodb:*')) }),
    )
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'ana', PermissionsBoundary: made.Policy?.Arn }))
    expect(await servicesOfUserWith(allow('ec2:*'), deny('sqs:*'))).toEqual(['ec2', 'lambda'])
    expect(await servicesOf(arnOf('group', 'Team'))).toEqual(['lambda', 'sqs'])
  })
})

describe('a job', () => {
  it('is in progress at first, with nothing but its status and date', async () => {
    const { iam } = sandbox.clients
    const JobId = await jobFor(arnOf('user', 'ana'))
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
    const { iam } = sandbox.clients
    const made = await iam.send(new CreatePolicyCommand({ PolicyName: 'P', PolicyDocument: documentOf(allow('s3:*')) }))
    const PolicyArn = made.Policy?.Arn ?? ''
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    const JobId = await jobFor(PolicyArn)
    const PolicyDocument = documentOf(allow('sqs:*'))
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }))
    await sandbox.use({ user: 'ana', action: 's3:ListAllMyBuckets' })
    await iam.send(new RemoveUserFromGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    const { ServicesLastAccessed: rows } = await report(JobId)
    expect(rows).toEqual([{ ServiceName: 'Amazon S3', ServiceNamespace: 's3', TotalAuthenticatedEntities: 0 }])
    await iam.send(new UpdateUserCommand({ UserName: 'ana', NewUserName: 'anna', NewPath: '/new/' }))
    const ask = new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace: 's3' })
    const { EntityDetailsList: entities } = await iam.send(ask)
    expect(entities?.map(({ EntityInfo: info }) => info?.Arn)).toEqual([arnOf('user', 'new/anna')])
    await iam.send(new DeleteUserCommand({ UserName: 'anna' }))
    expect((await iam.send(ask)).EntityDetailsList).toEqual([])
    expect(await servicesOf(PolicyArn)).toEqual(['sqs'])
  })

  it('is read by its creator alone, with whichever key', async () => {
    const { iam } = sandbox.clients
    await iam.send(
      new PutUserPolicyCommand({ UserName: 'ben', PolicyName: 'r', PolicyDocument: documentOf(allow('iam:*')) }),
    )
    const keys = await Promise.all([1, 2].map(() => iam.send(new CreateAccessKeyCommand({ UserName: 'ben' }))))
    const [one, two] = keys.map((key) => sandbox.clientsFor({ accessKeyId: key.AccessKey?.AccessKeyId ?? '' }).iam)
    const job = await one?.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: arnOf('user', 'ana') }))
    const read = new GetServiceLastAccessedDetailsCommand({ JobId: job?.JobId })
    await expect(iam.send(read)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Job ${job?.JobId} does not exist.`,
    })
    expect((await two?.send(read))?.JobStatus).toBe('IN_PROGRESS')
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
    await expect(jobFor(arn)).rejects.toMatchObject({ name, message })
  })

  it('finds a user by name, whatever the path', async () => {
    expect(await servicesOf(arnOf('user', 'some/where/ana'))).toEqual([])
  })

  it('takes markers of its own only', async () => {
    const { iam } = sandbox.clients
    await servicesOfUserWith(allow(['s3:*', 'sqs:*']))
    const jobs = await Promise.all([1, 2].map(() => jobFor(arnOf('user', 'ana'))))
    const [JobId = '', other = ''] = jobs
    await Promise.all(jobs.map(report))
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

describe('evidence of use', () => {
  it('shows the newest attempt, who made it and where, within 400 days', async () => {
    const { iam } = sandbox.clients
    await iam.send(
      new PutGroupPolicyCommand({
        GroupName: 'Team',
        PolicyName: 'g',
        PolicyDocument: documentOf(allow(['ec2:*', 'sns:*'])),
      }),
    )
    for (const UserName of ['ana', 'ben']) await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName }))
    const at = (days: number): Date => new Date(start.getTime() - days * 86_400_000)
    await sandbox.use([
      { user: 'ana', action: 'ec2:RunInstances', at: at(30), region: 'eu-west-1' },
      { user: 'ben', action: 'ec2:DescribeInstances', at: at(200).toISOString() },
      { user: 'ana', action: 'ec2:DescribeInstances', at: at(300) },
      { user: 'ben', action: 'sns:Publish', at: at(401), resource: `arn:aws:sns:us-east-1:${accountId}:topic` },
    ])
    const JobId = await jobFor(arnOf('group', 'Team'))
    const { ServicesLastAccessed: rows } = await report(JobId)
    expect(rows).toEqual([
      {
        ServiceName: 'Amazon EC2',
        ServiceNamespace: 'ec2',
        LastAuthenticated: at(30),
        LastAuthenticatedEntity: arnOf('user', 'ana'),
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
    const { iam } = sandbox.clients
    const PolicyDocument = documentOf(allow('s3:GetObject', 'arn:aws:s3:::bills/*'), allow('s3:ListAllMyBuckets'))
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'g', PolicyDocument }))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    await sandbox.use({ user: 'ana', action: 's3:GetObject', resource: 'arn:aws:s3:::letters/a.txt' })
    const totals = async (arn: string): Promise<(number | undefined)[]> =>
      ((await report(await jobFor(arn))).ServicesLastAccessed ?? []).map((row) => row.TotalAuthenticatedEntities)
    expect(await totals(arnOf('group', 'Team'))).toEqual([0])
    expect(await totals(arnOf('user', 'ana'))).toEqual([1])
    await sandbox.use({ user: 'ana', action: 's3:GetObject', resource: 'arn:aws:s3:::bills/may.pdf' })
    expect(await totals(arnOf('group', 'Team'))).toEqual([1])
  })

  it('by action names what is tracked and granted, used or not', async () => {
    await sandbox.use({ user: 'ana', action: 'iam:GetUser' })
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
    const { JobType: type, ServicesLastAccessed: rows } = await report(
      await jobFor(arnOf('user', 'ana'), 'ACTION_LEVEL'),
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
            LastAccessedEntity: arnOf('user', 'ana'),
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
    const { iam } = sandbox.clients
    const made = await iam.send(new CreatePolicyCommand({ PolicyName: 'P', PolicyDocument: documentOf(allow('s3:*')) }))
    const PolicyArn = made.Policy?.Arn ?? ''
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn }))
    for (const UserName of ['ana', 'ben']) await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName }))
    const trust = documentOf({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' })
    await iam.send(new CreateRoleCommand({ RoleName: 'Alpha', AssumeRolePolicyDocument: trust }))
    const { AttachRolePolicyCommand } = await import('@aws-sdk/client-iam')
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    await sandbox.use({ role: 'Alpha', action: 's3:ListAllMyBuckets' })
    const JobId = await jobFor(PolicyArn)
    await report(JobId)
    const ask = (ServiceNamespace: string): Promise<(string | undefined)[]> =>
      iam
        .send(new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace }))
        .then(({ EntityDetailsList: list }) => list?.map(({ EntityInfo: info }) => info?.Name) ?? [])
    expect(await ask('s3')).toEqual(['Alpha', 'ana', 'ben'])
    expect(await ask('sqs')).toEqual([])
  })

  it.each([
    {
      use: { user: 'anna', action: 's3:GetObject' },
      message: 'there is no user `anna` in the account',
      hint: 'did you mean `ana`?',
    },
    {
      use: { user: 'ana', action: 's3:GetObjekt' },
      message: 'there is no action `s3:GetObjekt`',
      hint: 'did you mean `s3:GetObject`?',
    },
    { use: { user: 'ana', action: 's3:GetObject', at: 'soon' }, message: '`soon` is not a date' },
    {
      use: { user: 'ana', action: 's3:GetObject', at: '2027-01-01' },
      message: "`2027-01-01T00:00:00.000Z` lies after the account's clock, which shows `2026-06-01T00:00:00.000Z`",
    },
  ])('is refused: $message', async ({ use, message, hint }) => {
    await expect(sandbox.use(use)).rejects.toMatchObject({ code: 'sandbox-use', message, ...(hint ? { hint } : {}) })
  })

  it('comes from calls by issued keys too, hours later, as AWS tells of them', async () => {
    const { iam } = sandbox.clients
    const key = await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }))
    const own = sandbox.clientsFor({ accessKeyId: key.AccessKey?.AccessKeyId ?? '' })
    const { ListUsersCommand } = await import('@aws-sdk/client-iam')
    await expect(own.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
    const row = async (): Promise<unknown> =>
      (await report(await jobFor(arnOf('user', 'ana'), 'ACTION_LEVEL'))).ServicesLastAccessed
    const name = { ServiceName: 'AWS Identity and Access Management', ServiceNamespace: 'iam' }
    const none = [{ ...name, TotalAuthenticatedEntities: 0, TrackedActionsLastAccessed: [{ ActionName: 'ListUsers' }] }]
    expect(await servicesOfUserWith(allow('iam:ListUsers'))).toEqual(['iam'])
    expect(await row()).toEqual(none)
    await sandbox.advance({ ms: 4 * 3_600_000 - 1 })
    expect(await row()).toEqual(none)
    await sandbox.advance({ ms: 1 })
    const [by, region] = [arnOf('user', 'ana'), 'us-east-1']
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

describe('policies granting access to a service', () => {
  const grants = async (document: string, ...namespaces: string[]): Promise<(string | undefined)[]> => {
    const { iam } = sandbox.clients
    await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'p', PolicyDocument: document }))
    const command = new ListPoliciesGrantingServiceAccessCommand({
      Arn: arnOf('user', 'ana'),
      ServiceNamespaces: namespaces,
    })
    const { PoliciesGrantingServiceAccess: list } = await iam.send(command)
    return (
      list?.filter(({ Policies: policies }) => policies?.length).map(({ ServiceNamespace }) => ServiceNamespace) ?? []
    )
  }

  it.each<{ what: string; statements: Statement[]; services: string[] }>([
    { what: 'an action that need not exist', statements: [allow('s3:Nothing')], services: ['s3'] },
    { what: 'a bucket for an object action', statements: [allow('s3:GetObject', 'arn:aws:s3:::b')], services: ['s3'] },
    { what: "not another service's resource", statements: [allow('s3:*', 'arn:aws:iam::1:user/x')], services: [] },
    { what: 'not what the same document denies whole', statements: [allow('s3:*'), deny('s3:*')], services: [] },
    { what: 'what it denies in part', statements: [allow('s3:*'), deny('s3:GetObject')], services: ['s3'] },
    {
      what: 'what it denies on some resource',
      statements: [allow('s3:*'), deny('s3:*', 'arn:aws:s3:::*')],
      services: ['s3'],
    },
    { what: 'what it denies on a condition', statements: [allow('s3:*'), deny('s3:*', '*', never)], services: ['s3'] },
    {
      what: 'all but NotAction',
      statements: [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
      services: ['sqs', 'iam'],
    },
    {
      what: 'nothing for NotResource *',
      statements: [{ Effect: 'Allow', Action: '*', NotResource: '*' }],
      services: [],
    },
  ])('names $what', async ({ statements, services }) => {
    expect(await grants(documentOf(...statements), 's3', 'sqs', 'iam')).toEqual(services)
  })

  it('keeps the order asked, names owners of inline policies, and refuses unknown services together', async () => {
    const { iam } = sandbox.clients
    const PolicyDocument = documentOf(allow('s3:*'))
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'g', PolicyDocument }))
    await iam.send(
      new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }),
    )
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    const ask = (...ServiceNamespaces: string[]): ListPoliciesGrantingServiceAccessCommand =>
      new ListPoliciesGrantingServiceAccessCommand({ Arn: arnOf('user', 'ana'), ServiceNamespaces })
    const { PoliciesGrantingServiceAccess: list } = await iam.send(ask('sqs', 's3', 'sqs'))
    expect(list).toEqual([
      { ServiceNamespace: 'sqs', Policies: [] },
      {
        ServiceNamespace: 's3',
        Policies: [
          { PolicyName: 'g', PolicyType: 'INLINE', EntityType: 'GROUP', EntityName: 'Team' },
          {
            PolicyName: 'AmazonS3FullAccess',
            PolicyType: 'MANAGED',
            PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
          },
        ],
      },
    ])
    await expect(iam.send(ask('S3', 's3', 'nowhere'))).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: 'Invalid service namespace: [S3, nowhere]',
    })
  })
})
