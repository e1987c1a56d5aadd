import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CloudTrailClient,
  LookupEventsCommand,
  type LookupAttributeKey,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail'
import * as iamSdk from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { Statement } from '@rolewright/core'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openSandbox, type Sandbox, type SandboxClients } from './open-sandbox.ts'

const accountId = '111122223333'
const root = `arn:aws:iam::${accountId}:root`

let now = new Date('2026-06-01T08:00:00.250Z')
let sandbox: Sandbox
let iam: iamSdk.IAMClient
beforeEach(async () => {
  now = new Date('2026-06-01T08:00:00.250Z')
  sandbox = await openSandbox({ accountId, clock: () => now })
  iam = sandbox.clients.iam
})

const seconds = (by: number): void => void (now = new Date(now.getTime() + by * 1000))

async function lookUp(
  input: LookupEventsCommandInput = {},
  options: { region?: string; clients?: SandboxClients } = {},
): Promise<{ names: (string | undefined)[]; records: Record<string, unknown>[]; next: string | undefined }> {
  const client = await (options.clients ?? sandbox.clients).cloudTrail(options.region ?? 'us-east-1')
  const { Events: events = [], NextToken: next } = await client.send(new LookupEventsCommand(input))
  return {
    names: events.map(({ EventName }) => EventName),
    records: events.map(({ CloudTrailEvent: text = '' }): Record<string, unknown> => JSON.parse(text)),
    next,
  }
}

const attribute = (AttributeKey: LookupAttributeKey, AttributeValue: string): LookupEventsCommandInput => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
})

const usersOwn = async (name: string, actions: string[]): Promise<SandboxClients & { keyId: string }> => {
  await iam.send(new iamSdk.CreateUserCommand({ UserName: name, Path: '/staff/' }))
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  })
  await iam.send(new iamSdk.PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument }))
  const { AccessKey: key } = await iam.send(new iamSdk.CreateAccessKeyCommand({ UserName: name }))
  const keyId = key?.AccessKeyId ?? ''
  return { ...sandbox.clientsFor({ accessKeyId: keyId }), keyId }
}

describe('the event history', () => {
  it('holds each call as CloudTrail writes it, the newest first', async () => {
    await iam.send(new iamSdk.CreateGroupCommand({ GroupName: 'Clerk', Path: '/own/' }))
    seconds(1)
    await iam.send(new iamSdk.ListGroupsCommand({}))
    const { records } = await lookUp()
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/)
    const shared = {
      eventVersion: '1.11',
      userIdentity: {
        type: 'Root',
        principalId: accountId,
        arn: root,
        accountId,
        accessKeyId: 'AKIAADMINISTRATOR000',
      },
      eventSource: 'iam.amazonaws.com',
      awsRegion: 'us-east-1',
      sourceIPAddress: '127.0.0.1',
      userAgent: expect.stringContaining('aws-sdk-js'),
      requestID: id,
      eventID: id,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: accountId,
      eventCategory: 'Management',
    }
    expect(records).toEqual([
      {
        ...shared,
        eventTime: '2026-06-01T08:00:01Z',
        eventName: 'ListGroups',
        requestParameters: null,
        responseElements: null,
        readOnly: true,
      },
      {
        ...shared,
        eventTime: '2026-06-01T08:00:00Z',
        eventName: 'CreateGroup',
        requestParameters: { groupName: 'Clerk', path: '/own/' },
        responseElements: {
          group: {
            arn: `arn:aws:iam::${accountId}:group/own/Clerk`,
            createDate: '2026-06-01T08:00:00.000Z',
            groupId: expect.stringMatching(/^AGPA/),
            groupName: 'Clerk',
            path: '/own/',
          },
        },
        readOnly: false,
      },
    ])
  })

  it('tells who called: a user by its key, a role by its session', async () => {
    const ana = await usersOwn('ana', ['iam:ListUsers', 'sts:AssumeRole'])
    await ana.iam.send(new iamSdk.ListUsersCommand({}))
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }],
    })
    await iam.send(new iamSdk.CreateRoleCommand({ RoleName: 'Auditor', AssumeRolePolicyDocument }))
    const RoleArn = `arn:aws:iam::${accountId}:role/Auditor`
    const { Credentials: given } = await ana.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'at-work' }))
    const accessKeyId = given?.AccessKeyId ?? ''
    await sandbox.clientsFor({ accessKeyId }).sts.send(new GetCallerIdentityCommand({}))

    const { records } = await lookUp(attribute('EventName', 'ListUsers'))
    expect(records[0]?.['userIdentity']).toEqual({
      type: 'IAMUser',
      principalId: expect.stringMatching(/^AIDA/),
      arn: `arn:aws:iam::${accountId}:user/staff/ana`,
      accountId,
      accessKeyId: ana.keyId,
      userName: 'ana',
    })
    const { records: bySession } = await lookUp(attribute('Username', 'at-work'))
    expect(bySession.map(({ eventName }) => eventName)).toEqual(['GetCallerIdentity'])
    expect(bySession[0]?.['userIdentity']).toEqual({
      type: 'AssumedRole',
      principalId: expect.stringMatching(/^AROA\w+:at-work$/),
      arn: `arn:aws:sts::${accountId}:assumed-role/Auditor/at-work`,
      accountId,
      accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: expect.stringMatching(/^AROA/),
          arn: RoleArn,
          accountId,
          userName: 'Auditor',
        },
        attributes: { mfaAuthenticated: 'false' },
      },
    })
    const everything = JSON.stringify((await lookUp()).records)
    expect(everything).not.toContain(given?.SecretAccessKey)
    expect(everything).not.toContain(given?.SessionToken)
  })

  it('holds what was refused, and not what a refused caller asked for', async () => {
    const ana = await usersOwn('ana', ['s3:*'])
    await ana.iam.send(new iamSdk.CreateGroupCommand({ GroupName: 'Mine' })).catch(() => undefined)
    await iam.send(new iamSdk.GetGroupCommand({ GroupName: 'Mine' })).catch(() => undefined)
    const { records } = await lookUp({ MaxResults: 3 })
    expect(records.slice(0, 2)).toMatchObject([
      { eventName: 'GetGroup', errorCode: 'NoSuchEntityException', requestParameters: { groupName: 'Mine' } },
      {
        eventName: 'CreateGroup',
        errorCode: 'AccessDenied',
        errorMessage: `User: arn:aws:iam::${accountId}:user/staff/ana is not authorized to perform: iam:CreateGroup on resource: arn:aws:iam::${accountId}:group/Mine because no identity-based policy allows the iam:CreateGroup action`,
        requestParameters: null,
        responseElements: null,
        readOnly: false,
      },
    ])
  })

  it('never holds a password or a secret key', async () => {
    await iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana' }))
    await iam.send(new iamSdk.CreateLoginProfileCommand({ UserName: 'ana', Password: 'Correct-horse-1-battery' }))
    const { AccessKey: key } = await iam.send(new iamSdk.CreateAccessKeyCommand({ UserName: 'ana' }))
    const { records } = await lookUp()
    expect(records.map(({ eventName }) => eventName)).toEqual(['CreateAccessKey', 'CreateLoginProfile', 'CreateUser'])
    expect(records[0]?.['responseElements']).toMatchObject({ accessKey: { accessKeyId: key?.AccessKeyId } })
    expect(JSON.stringify(records)).not.toContain('Correct-horse-1-battery')
    expect(JSON.stringify(records)).not.toContain(key?.SecretAccessKey)
  })

  it('keeps IAM and STS in us-east-1, and CloudTrail where it was asked', async () => {
    await iam.send(new iamSdk.ListUsersCommand({}))
    await lookUp({}, { region: 'eu-west-1' })
    expect((await lookUp({}, { region: 'eu-west-1' })).names).toEqual(['LookupEvents'])
    expect((await lookUp()).names).toEqual(['ListUsers'])
  })

  it('forgets after 90 days', async () => {
    await iam.send(new iamSdk.ListUsersCommand({}))
    seconds(90 * 86_400)
    expect((await lookUp()).names).toEqual(['ListUsers'])
    seconds(1)
    expect((await lookUp()).names).toEqual(['LookupEvents'])
  })
})

describe('laid down use', () => {
  beforeEach(async () => {
    await iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana' }))
    now = new Date('2026-07-01T00:00:00Z')
  })

  async function mayDo(statements: readonly Statement[]): Promise<void> {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements })
    await iam.send(new iamSdk.PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'rights', PolicyDocument }))
  }

  it.each<[string, readonly Statement[], boolean]>([
    ['is allowed', [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }], false],
    ['nothing allows', [{ Effect: 'Allow', Action: 'sns:*', Resource: '*' }], true],
    ['is allowed elsewhere', [{ Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:other' }], true],
    [
      'is allowed under a condition',
      [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
      false,
    ],
    [
      'something denies',
      [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', NotAction: 'sns:*', Resource: '*' },
      ],
      true,
    ],
  ])(
    'is an attempt that AWS refused where what it does %s, unless it says otherwise',
    async (_what, statements, refused) => {
      await mayDo(statements)
      const use = { user: 'ana', action: 'sqs:CreateQueue', resource: `arn:aws:sqs:us-east-1:${accountId}:bills` }
      await sandbox.use([use, { ...use, denied: false }, { ...use, denied: true }])
      const { records } = await lookUp({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateQueue' }],
      })
      const codes = records.map(({ errorCode }) => errorCode ?? 'allowed')
      expect(codes.filter((code) => code === 'AccessDenied')).toHaveLength(refused ? 2 : 1)
      expect(codes).toHaveLength(3)
    },
  )

  it('is refused by a boundary too', async () => {
    await mayDo([{ Effect: 'Allow', Action: '*', Resource: '*' }])
    await iam.send(
      new iamSdk.PutUserPermissionsBoundaryCommand({
        UserName: 'ana',
        PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess',
      }),
    )
    await sandbox.use({ user: 'ana', action: 'sqs:CreateQueue' })
    const { records } = await lookUp({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateQueue' }],
    })
    expect(records).toMatchObject([{ errorCode: 'AccessDenied' }])
  })

  it('stands in the history at its date and in its region, with what it acted on', async () => {
    now = new Date('2026-06-01T08:00:00.250Z')
    await mayDo([{ Effect: 'Allow', Action: '*', Resource: '*' }])
    now = new Date('2026-07-01T00:00:00Z')
    const cluster = `arn:aws:cloudhsm:eu-west-1:${accountId}:cluster/cluster-2222222222a`
    await sandbox.use([
      { user: 'ana', action: 'ec2:RunInstances', at: '2026-06-20T10:00:00Z', region: 'eu-west-1' },
      {
        user: 'ana',
        action: 'cloudhsm:DescribeClusters',
        resource: cluster,
        at: '2026-06-19T10:00:00Z',
        region: 'eu-west-1',
      },
      { user: 'ana', action: 'cloudwatch:PutDashboard', region: 'us-east-1' },
    ])
    const { records } = await lookUp({}, { region: 'eu-west-1' })
    expect(records).toMatchObject([
      {
        eventTime: '2026-06-20T10:00:00Z',
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        awsRegion: 'eu-west-1',
        readOnly: false,
        userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/ana`, userName: 'ana' },
      },
      {
        eventTime: '2026-06-19T10:00:00Z',
        eventName: 'DescribeClusters',
        readOnly: true,
        resources: [{ ARN: cluster, accountId }],
      },
    ])
    expect((await lookUp(attribute('ResourceName', cluster), { region: 'eu-west-1' })).names).toEqual([
      'DescribeClusters',
    ])
    expect((await lookUp()).records).toMatchObject([
      { eventSource: 'monitoring.amazonaws.com', eventName: 'PutDashboard' },
      { eventName: 'PutUserPolicy' },
      { eventName: 'CreateUser' },
    ])
  })

  it('leaves nothing where it is a data event, or no call of its own', async () => {
    const actions = ['s3:GetObject', 'sqs:SendMessage', 'dynamodb:GetItem', 'lambda:InvokeFunction', 'iam:PassRole']
    await sandbox.use(actions.map((action) => ({ user: 'ana', action })))
    expect((await lookUp()).names).toEqual(['CreateUser'])
  })

  it('may have been denied', async () => {
    await sandbox.use({ user: 'ana', action: 'kms:CreateKey', denied: true })
    expect((await lookUp()).records[0]).toMatchObject({
      eventName: 'CreateKey',
      errorCode: 'AccessDenied',
      errorMessage: expect.stringContaining('is not authorized to perform: kms:CreateKey on resource: *'),
    })
  })

  it('may be of a role, and a sign-in', async () => {
    await iam.send(
      new iamSdk.CreateRoleCommand({
        RoleName: 'Batch',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      }),
    )
    await iam.send(new iamSdk.CreateLoginProfileCommand({ UserName: 'ana', Password: 'Correct-horse-1-battery' }))
    seconds(1)
    await sandbox.use([
      { role: 'Batch', action: 'lambda:ListFunctions' },
      { user: 'ana', action: 'signin:ConsoleLogin' },
    ])
    expect((await lookUp({ MaxResults: 2 })).records).toMatchObject([
      { eventName: 'ConsoleLogin', eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn' },
      {
        eventName: 'ListFunctions20150331',
        readOnly: true,
        userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::${accountId}:assumed-role/Batch/Batch` },
      },
    ])
  })
})

describe('LookupEvents', () => {
  it('pages through what was there when it began, however much comes meanwhile', async () => {
    await iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana' }))
    const at = (index: number): string => new Date(Date.UTC(2026, 4, 1, 0, 0, Math.floor(index / 3))).toISOString()
    await sandbox.use(
      Array.from({ length: 120 }, (_, index) => ({ user: 'ana', action: 'ec2:RunInstances', at: at(index) })),
    )
    const ids: unknown[] = []
    let token: string | undefined
    do {
      const page = await lookUp({
        ...attribute('EventName', 'RunInstances'),
        ...(token === undefined ? {} : { NextToken: token }),
      })
      expect(page.records.length).toBeLessThanOrEqual(50)
      ids.push(...page.records.map(({ eventID }) => eventID))
      await sandbox.use({ user: 'ana', action: 'ec2:RunInstances' })
      token = page.next
    } while (token !== undefined)
    expect(new Set(ids).size).toBe(120)
    expect(ids).toHaveLength(120)
  })

  it.each<[LookupAttributeKey, string, string[]]>([
    ['AccessKeyId', 'AKIAADMINISTRATOR000', ['AddUserToGroup', 'CreateGroup', 'CreateUser']],
    ['EventSource', 'iam.amazonaws.com', ['AddUserToGroup', 'CreateGroup', 'CreateUser']],
    ['ReadOnly', 'false', ['AddUserToGroup', 'CreateGroup', 'CreateUser']],
    ['ReadOnly', 'true', []],
    ['ResourceName', 'ana', ['AddUserToGroup', 'CreateUser']],
    ['ResourceName', `arn:aws:iam::${accountId}:group/Clerk`, ['CreateGroup']],
    ['ResourceType', 'AWS::IAM::Group', ['AddUserToGroup', 'CreateGroup']],
    ['Username', 'root', ['AddUserToGroup', 'CreateGroup', 'CreateUser']],
    ['Username', 'Root', []],
  ])('finds events by %s %s', async (key, value, names) => {
    await iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana' }))
    await iam.send(new iamSdk.CreateGroupCommand({ GroupName: 'Clerk' }))
    await iam.send(new iamSdk.AddUserToGroupCommand({ GroupName: 'Clerk', UserName: 'ana' }))
    expect((await lookUp(attribute(key, value))).names).toEqual(names)
  })

  it('finds events of a period, both ends included', async () => {
    for (const GroupName of ['A', 'B', 'C', 'D']) {
      await iam.send(new iamSdk.CreateGroupCommand({ GroupName }))
      seconds(10)
    }
    const { records } = await lookUp({
      StartTime: new Date('2026-06-01T08:00:10Z'),
      EndTime: new Date('2026-06-01T08:00:20Z'),
    })
    expect(records.map(({ requestParameters }) => requestParameters)).toEqual([{ groupName: 'C' }, { groupName: 'B' }])
  })

  it.each<[string, LookupEventsCommandInput, string]>([
    ['a page of 51', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    ['a page of none', { MaxResults: 0 }, 'InvalidMaxResultsException'],
    ['an attribute without a value', attribute('Username', ''), 'InvalidLookupAttributesException'],
    [
      'two attributes',
      {
        LookupAttributes: [
          { AttributeKey: 'ReadOnly', AttributeValue: 'true' },
          { AttributeKey: 'Username', AttributeValue: 'ana' },
        ],
      },
      'InvalidLookupAttributesException',
    ],
    [
      'a period the other way round',
      { StartTime: new Date(2000), EndTime: new Date(1000) },
      'InvalidTimeRangeException',
    ],
    ['a token of its own making', { NextToken: 'bm90aGluZw==' }, 'InvalidNextTokenException'],
  ])('refuses %s', async (_what, input, name) => {
    await expect(lookUp(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } })
  })

  it('refuses a token for another question', async () => {
    for (const GroupName of ['A', 'B']) await iam.send(new iamSdk.CreateGroupCommand({ GroupName }))
    const { next } = await lookUp({ MaxResults: 1 })
    expect(next).toBeDefined()
    await expect(lookUp({ MaxResults: 2, NextToken: next })).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    })
    await expect(lookUp({ MaxResults: 1, NextToken: next }, { region: 'eu-west-1' })).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    })
  })

  it('needs a right of its own', async () => {
    const ana = await usersOwn('ana', ['s3:*'])
    await expect(lookUp({}, { clients: ana })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('is not authorized to perform: cloudtrail:LookupEvents on resource: *'),
      $metadata: { httpStatusCode: 400 },
    })
    const ben = await usersOwn('ben', ['cloudtrail:LookupEvents'])
    expect((await lookUp({ MaxResults: 1 }, { clients: ben })).names).toEqual(['CreateAccessKey'])
  })

  it('answers over HTTP too', async () => {
    await iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana' }))
    const server = await sandbox.listen(0)
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a-very-secret-key' }
    const client = new CloudTrailClient({ region: 'us-east-1', endpoint: server.url, credentials })
    const { Events: events } = await client.send(new LookupEventsCommand(attribute('Username', 'root')))
    expect(events).toMatchObject([
      { EventName: 'CreateUser', EventTime: new Date('2026-06-01T08:00:00Z'), ReadOnly: 'false' },
    ])
    client.destroy()
    await server.close()
  })
})

describe('the events of an account in a file', () => {
  it('are shared, last, and go with the account', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'rolewright-events-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    const file = join(dir, 'account.json')
    const first = await openSandbox({ file })
    const second = await openSandbox({ file })
    await first.clients.iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana' }))
    expect((await lookUp({}, { clients: second.clients })).names).toEqual(['CreateUser'])
    const before = await readFile(file, 'utf8')
    await second.clients.iam.send(new iamSdk.ListUsersCommand({}))
    expect(await readFile(file, 'utf8')).toBe(before)
    const third = await openSandbox({ file })
    expect((await lookUp(attribute('EventSource', 'iam.amazonaws.com'), { clients: third.clients })).names).toEqual([
      'ListUsers',
      'CreateUser',
    ])
    await rm(file)
    const anew = await openSandbox({ file })
    expect((await lookUp({}, { clients: anew.clients })).names).toEqual([])
    expect((await lookUp({}, { clients: first.clients })).names).toEqual(['LookupEvents'])
  })

  it('are refused where a line is no event', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'rolewright-events-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    const file = join(dir, 'account.json')
    const opened = await openSandbox({ file })
    const events = join(dir, 'account.events.jsonl')
    await writeFile(events, '{"eventVersion":"1.11"}\n')
    await expect(lookUp({}, { clients: opened.clients })).rejects.toMatchObject({ code: 'sandbox-file-invalid' })
    // Asked again, it is refused again.
    await expect(lookUp({}, { clients: opened.clients })).rejects.toMatchObject({
      code: 'sandbox-file-invalid',
      message: expect.stringContaining(`\`${events}\` has a line that is no event: userIdentity `),
      hint: `mend \`${events}\`, or move it away: the account goes on without the events`,
    })
  })
})
