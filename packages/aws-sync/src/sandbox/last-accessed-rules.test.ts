import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type GetServiceLastAccessedDetailsCommandOutput,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
  type IAMClient,
  ListPoliciesGrantingServiceAccessCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from './open-sandbox.ts'

// Rule by rule what recorded answers of IAM prove: each test bears the rule that it is about.

const accountId = '111122223333'
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
const trust = documentOf({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${accountId}:root` },
  Action: 'sts:AssumeRole',
})
const arnOf = (kind: string, name: string): string => `arn:aws:iam::${accountId}:${kind}/${name}`
const ana = arnOf('user', 'ana')

let sandbox: Sandbox
let iam: IAMClient
beforeEach(async () => {
  sandbox = await openSandbox({ accountId })
  iam = sandbox.clients.iam
  for (const UserName of ['ana', 'ben']) await iam.send(new CreateUserCommand({ UserName }))
  await iam.send(new CreateGroupCommand({ GroupName: 'Team' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
  await iam.send(new CreateRoleCommand({ RoleName: 'Alpha', AssumeRolePolicyDocument: trust }))
})

const putUser = (document: string, PolicyName = 'own', UserName = 'ana'): Promise<unknown> =>
  iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: document }))
const putGroup = (document: string): Promise<unknown> =>
  iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'team', PolicyDocument: document }))

async function policy(name: string, ...statements: Statement[]): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: name, PolicyDocument: documentOf(...statements) }),
  )
  return Policy?.Arn ?? ''
}

async function start(Arn: string, more: object = {}): Promise<string> {
  return (await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn, ...more }))).JobId ?? ''
}

async function answer(JobId: string, more: object = {}): Promise<GetServiceLastAccessedDetailsCommandOutput> {
  for (;;) {
    const got = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, ...more }))
    if (got.JobStatus !== 'IN_PROGRESS') return got
  }
}

const finished = async (Arn: string, more: object = {}): Promise<string> => {
  const JobId = await start(Arn, more)
  await answer(JobId)
  return JobId
}

const services = async (Arn: string): Promise<(string | undefined)[]> =>
  ((await answer(await start(Arn), { MaxItems: 1000 })).ServicesLastAccessed ?? []).map((row) => row.ServiceNamespace)

const withEntities = (JobId: string, ServiceNamespace: string, more: object = {}) =>
  iam.send(new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace, ...more }))

const entities = async (JobId: string, namespace: string): Promise<(string | undefined)[]> =>
  ((await withEntities(JobId, namespace)).EntityDetailsList ?? []).map(({ EntityInfo: info }) => info?.Name)

const list = (Arn: string, ...ServiceNamespaces: string[]) =>
  iam.send(new ListPoliciesGrantingServiceAccessCommand({ Arn, ServiceNamespaces }))

/** Names of the policies that grant a service. */
const granting = async (namespace: string, Arn = ana): Promise<(string | undefined)[]> =>
  ((await list(Arn, namespace)).PoliciesGrantingServiceAccess?.[0]?.Policies ?? []).map(({ PolicyName: name }) => name)

describe('jobs', () => {
  it('pending, an answer with entities has three fields; completed, it never has JobType', async () => {
    await putUser(documentOf(allow('s3:*')))
    const JobId = await start(ana)
    const { $metadata: _, ...pending } = await withEntities(JobId, 's3')
    expect(Object.keys(pending).toSorted()).toEqual(['IsTruncated', 'JobCreationDate', 'JobStatus'])
    const { $metadata: __, ...done } = await withEntities(JobId, 's3')
    expect(Object.keys(done).toSorted()).toEqual([
      'EntityDetailsList',
      'IsTruncated',
      'JobCompletionDate',
      'JobCreationDate',
      'JobStatus',
    ])
  })

  it('each call gives its own job, also for the same entity, and the later one the later result', async () => {
    await putUser(documentOf(allow('s3:*')))
    const first = await start(ana)
    const second = await start(ana, { Granularity: 'ACTION_LEVEL' })
    expect(first).not.toBe(second)
    await putUser(documentOf(allow('sqs:*')))
    const names = async (job: string) => (await answer(job)).ServicesLastAccessed?.map((row) => row.ServiceNamespace)
    expect([await names(first), await names(second), await names(await start(ana))]).toEqual([['s3'], ['s3'], ['sqs']])
  })

  it('permissions are fixed before completion: a new default version while it is in progress is not in it', async () => {
    const PolicyArn = await policy('P', allow('s3:*'))
    const JobId = await start(PolicyArn)
    expect((await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }))).JobStatus).toBe('IN_PROGRESS')
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: documentOf(allow('sns:*')), SetAsDefault: true }),
    )
    expect((await answer(JobId)).ServicesLastAccessed?.map((row) => row.ServiceNamespace)).toEqual(['s3'])
    expect(await services(PolicyArn)).toEqual(['sns'])
  })

  it('dates have milliseconds on the wire', async () => {
    const server = await sandbox.listen(0)
    const body = new URLSearchParams({
      Action: 'GetServiceLastAccessedDetails',
      Version: '2010-05-08',
      JobId: await finished(ana),
    })
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIAADMINISTRATOR000/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0'
    const text = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
      body,
    }).then((got) => got.text())
    await server.close()
    expect(text).toMatch(/<JobCreationDate>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z<\/JobCreationDate>/)
    expect(text).toMatch(/<JobCompletionDate>\S+\.\d{3}Z<\/JobCompletionDate>/)
  })
})

describe('sorting, paging, markers', () => {
  it('services are sorted bytewise: a hyphen stands before letters and digits', async () => {
    await putUser(
      documentOf(
        allow(['inspector2:*', 'inspector-scan:*', 'inspector:*', 'ec2messages:*', 'ec2-instance-connect:*']),
        allow(['ec2:*', 'acm-pca:*', 'acm:*']),
      ),
    )
    expect(await services(ana)).toEqual([
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
    await putUser(documentOf(allow('*')))
    const JobId = await finished(ana)
    const whole = await answer(JobId, { MaxItems: 1000 })
    const names = whole.ServicesLastAccessed?.map((row) => row.ServiceNamespace) ?? []
    expect(whole.IsTruncated).toBe(false)
    expect(names.length).toBeGreaterThanOrEqual(450)
    expect(names).toEqual(expect.arrayContaining(['a4b', 'sms', 'honeycode', 'worklink', 'opsworks']))
    expect((await answer(JobId)).ServicesLastAccessed).toHaveLength(200)
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
    await putUser(documentOf(allow(['ec2:*', 's3:*', 'sns:*', 'sqs:*'])))
    const JobId = await finished(ana)
    const first = await answer(JobId, { MaxItems: 1 })
    expect(first.IsTruncated).toBe(true)
    const page = async (MaxItems: number) =>
      (await answer(JobId, { Marker: first.Marker, MaxItems })).ServicesLastAccessed?.map((row) => row.ServiceNamespace)
    expect([await page(2), await page(10)]).toEqual([
      ['s3', 'sns'],
      ['s3', 'sns', 'sqs'],
    ])
  })

  it('a marker of services is refused with entities, one of entities on another job, not on another namespace', async () => {
    const PolicyArn = await policy('P', allow(['s3:*', 'sqs:*']))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    const [one, two] = [await finished(PolicyArn), await finished(PolicyArn)]
    const { Marker: services } = await answer(one, { MaxItems: 1 })
    const { Marker } = await withEntities(one, 's3', { MaxItems: 1 })
    const refused = { name: 'InvalidInputException', message: 'The marker passed in the request was invalid.' }
    await expect(withEntities(one, 's3', { Marker: services })).rejects.toMatchObject(refused)
    await expect(withEntities(two, 's3', { Marker })).rejects.toMatchObject(refused)
    const next = await withEntities(one, 'sqs', { Marker })
    expect(next.EntityDetailsList?.map(({ EntityInfo: info }) => info?.Name)).toEqual(['Alpha'])
  })

  it('a marker that is none, and an empty one, are refused in each call', async () => {
    await putUser(documentOf(allow('s3:*')))
    const JobId = await finished(ana)
    const refused = (message: string) => ({ name: 'ValidationError', message: expect.stringContaining(message) })
    const asks = (Marker: string) => [
      () => answer(JobId, { Marker }),
      () => withEntities(JobId, 's3', { Marker }),
      () => iam.send(new ListPoliciesGrantingServiceAccessCommand({ Arn: ana, ServiceNamespaces: ['s3'], Marker })),
    ]
    for (const ask of asks('nonsense')) await expect(ask()).rejects.toMatchObject(refused('Invalid Marker.'))
    for (const ask of asks('').slice(0, 2)) {
      await expect(ask()).rejects.toMatchObject(
        refused('The specified value for marker is invalid. It must contain only printable ASCII characters.'),
      )
    }
  })

  it('unused entities come users first, then the role', async () => {
    const PolicyArn = await policy('P', allow('s3:*'))
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ben', PolicyArn }))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    expect(await entities(await finished(PolicyArn), 's3')).toEqual(['ana', 'ben', 'Alpha'])
  })
})

describe('which services get a row', () => {
  it('none without a policy, and none of a trust policy', async () => {
    expect(await services(ana)).toEqual([])
    expect(await services(arnOf('role', 'Alpha'))).toEqual([])
  })

  it('those of a group and a role by attached and inline policies', async () => {
    const PolicyArn = await policy('P', allow('s3:*'))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await putGroup(documentOf(allow('lambda:*')))
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'Alpha', PolicyName: 'x', PolicyDocument: documentOf(allow('sqs:*')) }),
    )
    expect([await services(arnOf('group', 'Team')), await services(arnOf('role', 'Alpha'))]).toEqual([
      ['lambda', 's3'],
      ['s3', 'sqs'],
    ])
  })

  it('an unconditional denial in another policy removes the service', async () => {
    const PolicyArn = await policy('P', allow('sqs:*'))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await putUser(documentOf(allow('ec2:*'), deny('sqs:*')))
    expect(await services(ana)).toEqual(['ec2'])
    expect(await services(arnOf('group', 'Team'))).toEqual(['sqs'])
  })

  it.each([
    ['of the whole service', deny('s3:*', 'arn:aws:s3:::b/a/*'), []],
    ['of the exact action', deny('s3:GetObject', 'arn:aws:s3:::b/a/*'), []],
    ['of another resource', deny('s3:GetObject', 'arn:aws:s3:::b/z/*'), ['s3']],
    ['on a condition', deny('s3:*', '*', { Condition: { Null: { 'aws:username': 'true' } } }), ['s3']],
  ])('a denial %s', async (_, denied, rows) => {
    await putUser(documentOf(allow('s3:GetObject', 'arn:aws:s3:::b/a/*'), denied))
    expect(await services(ana)).toEqual(rows)
  })

  it('of a policy without any attachment too', async () => {
    expect(await services(await policy('P', allow(['s3:*', 'sqs:*'])))).toEqual(['s3', 'sqs'])
  })
})

describe('ListPoliciesGrantingServiceAccess', () => {
  it('judges each document alone: a denial in another does not hide the allow', async () => {
    await putGroup(documentOf(allow('s3:*')))
    await putUser(documentOf(deny('s3:*')))
    expect(await granting('s3')).toEqual(['team'])
    expect(await services(ana)).toEqual([])
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
    await putUser(documentOf(...statements))
    expect(await granting('s3')).toEqual(listed ? ['own'] : [])
  })

  it('counts wildcards, upper case, actions that do not exist, and iam:PassRole alone', async () => {
    await putUser(documentOf(allow(['S3:GetOBJECT', 'sqs:Send*', 'sns:NoSuchAction', 'iam:PassRole'])))
    for (const namespace of ['s3', 'sqs', 'sns', 'iam']) expect(await granting(namespace)).toEqual(['own'])
    expect(await granting('ec2')).toEqual([])
  })

  it('ignores a boundary, and does not list it', async () => {
    const PermissionsBoundary = await policy('Bound', allow('dynamodb:*'))
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'ana', PermissionsBoundary }))
    await putUser(documentOf(allow('s3:*')))
    expect([await granting('s3'), await granting('dynamodb')]).toEqual([['own'], []])
  })

  it('names a managed policy once though the user and its group hold it, and the owner of an inline one', async () => {
    const PolicyArn = await policy('P', allow('s3:*'))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn }))
    await putUser(documentOf(allow('s3:*')))
    const { PoliciesGrantingServiceAccess: found } = await list(ana, 's3', 'dynamodb')
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
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'Alpha', PolicyName: 'x', PolicyDocument: documentOf(allow('s3:*')) }),
    )
    expect((await list(arnOf('role', 'Alpha'), 's3')).PoliciesGrantingServiceAccess?.[0]?.Policies).toEqual([
      { PolicyName: 'x', PolicyType: 'INLINE', EntityType: 'ROLE', EntityName: 'Alpha' },
    ])
    expect(await granting('s3', arnOf('group', 'Team'))).toEqual(['P'])
  })

  it('takes 200 namespaces whole, and counts before doubles are dropped', async () => {
    await putUser(documentOf(allow('*')))
    const JobId = await finished(ana)
    const names = (await answer(JobId)).ServicesLastAccessed?.map((row) => row.ServiceNamespace ?? '') ?? []
    const whole = await list(ana, ...names)
    expect([whole.PoliciesGrantingServiceAccess?.length, whole.IsTruncated]).toEqual([200, false])
    await expect(list(ana, ...Array.from({ length: 201 }, () => 's3'))).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('Member must have length less than or equal to 200'),
    })
    await expect(list(ana)).rejects.toMatchObject({ name: 'ValidationError' })
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
    await policy('P', allow('s3:*'))
    await expect(list(arn, namespace)).rejects.toMatchObject({ name, message: expect.stringContaining(message) })
  })
})

describe('reports of groups and policies, with entities', () => {
  it("a member's denial changes neither the group's rows nor who is listed of a policy", async () => {
    const PolicyArn = await policy('P', allow('sqs:*'))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await putUser(documentOf(deny('sqs:*')))
    expect(await services(arnOf('group', 'Team'))).toEqual(['sqs'])
    expect(await entities(await finished(PolicyArn), 'sqs')).toEqual(['ana'])
  })

  it.each(['SERVICE_LEVEL', 'ACTION_LEVEL'])('a user or role job of %s gives that one entity', async (Granularity) => {
    await putUser(documentOf(allow('s3:*')))
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'Alpha', PolicyName: 'x', PolicyDocument: documentOf(allow('iam:*')) }),
    )
    const role = arnOf('role', 'Alpha')
    expect(await entities(await finished(ana, { Granularity }), 's3')).toEqual(['ana'])
    expect(await entities(await finished(role, { Granularity }), 'iam')).toEqual(['Alpha'])
    const { EntityDetailsList: [only] = [] } = await withEntities(await finished(ana, { Granularity }), 's3')
    expect(Object.keys(only ?? {})).toEqual(['EntityInfo'])
  })

  it('a known namespace that is not in the report gives an empty list, also where members have it from elsewhere', async () => {
    await putGroup(documentOf(allow('s3:*')))
    await putUser(documentOf(allow('iam:*')))
    expect(await entities(await finished(arnOf('group', 'Team')), 'iam')).toEqual([])
  })

  it('membership is frozen, names are those of today', async () => {
    await putGroup(documentOf(allow('s3:*')))
    const JobId = await finished(arnOf('group', 'Team'))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ben' }))
    await iam.send(new UpdateGroupCommand({ GroupName: 'Team', NewGroupName: 'Crew' }))
    expect(await entities(JobId, 's3')).toEqual(['ana'])
  })

  it('the members of a deleted group disappear from its list, while its rows stay readable', async () => {
    await putGroup(documentOf(allow('s3:*')))
    const JobId = await finished(arnOf('group', 'Team'))
    await iam.send(new RemoveUserFromGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    await iam.send(new DeleteGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'team' }))
    expect(await entities(JobId, 's3')).toEqual(['ana'])
    await iam.send(new DeleteGroupCommand({ GroupName: 'Team' }))
    expect(await entities(JobId, 's3')).toEqual([])
    expect((await answer(JobId)).ServicesLastAccessed).toHaveLength(1)
    await iam.send(new CreateGroupCommand({ GroupName: 'Team' }))
    expect(await entities(JobId, 's3')).toEqual([])
  })

  it('a deleted entity disappears from the list, while the rows of its own job stay readable', async () => {
    await putUser(documentOf(allow('s3:*')), 'own', 'ben')
    const JobId = await finished(arnOf('user', 'ben'))
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'ben', PolicyName: 'own' }))
    await iam.send(new DeleteUserCommand({ UserName: 'ben' }))
    expect((await answer(JobId)).ServicesLastAccessed).toHaveLength(1)
    expect(await entities(JobId, 's3')).toEqual([])
    await expect(start(arnOf('user', 'ben'))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `ARN ${arnOf('user', 'ben')} does not exist.`,
    })
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
    const PolicyArn = await policy('P', allow(actions))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    const arn =
      { user: ana, group: arnOf('group', 'Team'), role: arnOf('role', 'Alpha'), policy: PolicyArn }[kind] ?? ''
    const { ServicesLastAccessed: rows } = await answer(await start(arn, { Granularity: 'ACTION_LEVEL' }))
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

describe('who may read a job', () => {
  it('not another session of the same role', async () => {
    await iam.send(
      new PutRolePolicyCommand({ RoleName: 'Alpha', PolicyName: 'x', PolicyDocument: documentOf(allow('iam:*')) }),
    )
    const session = async (RoleSessionName: string): Promise<IAMClient> => {
      const { Credentials: made } = await sandbox.clients.sts.send(
        new AssumeRoleCommand({ RoleArn: arnOf('role', 'Alpha'), RoleSessionName }),
      )
      return sandbox.clientsFor({
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
    await putUser(documentOf(allow('iam:*')), 'own', 'ben')
    const key = await iam.send(new CreateAccessKeyCommand({ UserName: 'ben' }))
    const ben = sandbox.clientsFor({ accessKeyId: key.AccessKey?.AccessKeyId ?? '' }).iam
    const { JobId } = await ben.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: ana }))
    await ben.send(new GetServiceLastAccessedDetailsCommand({ JobId }))
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'ben', PolicyName: 'own' }))
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
      async () => withEntities(await finished(ana), 'nowhere'),
      'InvalidInput',
      'Service namepace nowhere is either invalid or unsupported.',
    ],
    [
      'a namespace with a colon',
      async () => withEntities(await finished(ana), 's3:GetObject'),
      'ValidationError',
      '[\\w-]*',
    ],
    [
      'a namespace too long',
      async () => withEntities(await finished(ana), 'x'.repeat(65)),
      'ValidationError',
      'less than or equal to 64',
    ],
    ['an empty namespace', async () => withEntities(await finished(ana), ''), 'ValidationError', ''],
    [
      'an empty granularity',
      () => start(ana, { Granularity: '' }),
      'ValidationError',
      'Member must satisfy enum value set: [SERVICE_LEVEL, ACTION_LEVEL]',
    ],
    [
      'a granularity in lower case',
      () => start(ana, { Granularity: 'service_level' }),
      'ValidationError',
      'Member must satisfy enum value set: [SERVICE_LEVEL, ACTION_LEVEL]',
    ],
    ['no items', async () => answer(await start(ana), { MaxItems: 0 }), 'ValidationError', ''],
    ['too many items', async () => answer(await start(ana), { MaxItems: 1001 }), 'ValidationError', ''],
    [
      'no items with entities',
      async () => withEntities(await start(ana), 's3', { MaxItems: 0 }),
      'ValidationError',
      '',
    ],
    [
      'too many items with entities',
      async () => withEntities(await start(ana), 's3', { MaxItems: 1001 }),
      'ValidationError',
      '',
    ],
    ['a short job', () => answer('abc'), 'ValidationError', 'greater than or equal to 36'],
    [
      '36 characters that are no UUID',
      () => answer('x'.repeat(36)),
      'NoSuchEntityException',
      `Job ${'x'.repeat(36)} does not exist.`,
    ],
    [
      'an unknown job',
      () => answer('00000000-0000-4000-8000-000000000000'),
      'NoSuchEntityException',
      'Job 00000000-0000-4000-8000-000000000000 does not exist.',
    ],
    ['a short ARN', () => start('arn:aws:iam::1:x'), 'ValidationError', 'greater than or equal to 20'],
    [
      'a wildcard before the colon',
      () => putUser(documentOf(allow('s*:Get'))),
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
    await putUser(documentOf(allow(['nowhere:DoThing', 's3:NoSuchThing'])))
    expect(await services(ana)).toEqual([])
  })
})
