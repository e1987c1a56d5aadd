import * as iamSdk from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox, type SandboxClients } from './open-sandbox.ts'

const accountId = '111122223333'

let now = new Date('2026-06-01T00:00:00Z')
let sandbox: Sandbox
let admin: iamSdk.IAMClient
beforeEach(async () => {
  now = new Date('2026-06-01T00:00:00Z')
  sandbox = await openSandbox({ accountId, clock: () => now })
  admin = sandbox.clients.iam
  await admin.send(
    new iamSdk.CreateUserCommand({ UserName: 'ana', Path: '/staff/', Tags: [{ Key: 'team', Value: 'a' }] }),
  )
})

async function clientsOf(UserName: string): Promise<SandboxClients & { keyId: string }> {
  const { AccessKey: key } = await admin.send(new iamSdk.CreateAccessKeyCommand({ UserName }))
  const keyId = key?.AccessKeyId ?? ''
  return { ...sandbox.clientsFor({ accessKeyId: keyId }), keyId }
}

const allow = (...statements: object[]): Promise<unknown> =>
  admin.send(
    new iamSdk.PutUserPolicyCommand({
      UserName: 'ana',
      PolicyName: 'p',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: statements.map((each) => ({ Effect: 'Allow', Resource: '*', ...each })),
      }),
    }),
  )

describe('a key that the account did not issue', () => {
  it('is the root user', async () => {
    const identity = await sandbox.clientsFor({ accessKeyId: 'whatever' }).sts.send(new GetCallerIdentityCommand({}))
    expect(identity).toMatchObject({ Account: accountId, UserId: accountId, Arn: `arn:aws:iam::${accountId}:root` })
  })
})

describe('a key that it issued', () => {
  it('is its user, who may do what its policies allow and no more', async () => {
    const { iam, sts } = await clientsOf('ana')
    const arn = `arn:aws:iam::${accountId}:user/staff/ana`
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(arn)
    const make = (GroupName: string): Promise<unknown> =>
      iam.send(new iamSdk.CreateGroupCommand({ GroupName, Path: '/x/' }))
    await expect(make('G')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        `User: ${arn} is not authorized to perform: iam:CreateGroup on resource: arn:aws:iam::${accountId}:group/x/G because no identity-based policy allows the iam:CreateGroup action. Go to https://`,
      ),
    })
    const shown = (resource: string): object => ({
      message: expect.stringContaining(`on resource: ${resource} because no identity-based policy allows`),
    })
    await expect(iam.send(new iamSdk.ListPoliciesCommand({}))).rejects.toMatchObject(shown('policy path /'))
    const users = iam.send(new iamSdk.ListUsersCommand({ PathPrefix: '/staff/' }))
    await expect(users).rejects.toMatchObject(shown(`arn:aws:iam::${accountId}:user/staff/`))
    await expect(iam.send(new iamSdk.GetAccountSummaryCommand({}))).rejects.toMatchObject(shown('*'))
    await allow({ Action: 'iam:CreateGroup', Resource: `arn:aws:iam::${accountId}:group/x/*` })
    await make('G')
    const elsewhere = iam.send(new iamSdk.CreateGroupCommand({ GroupName: 'H', Path: '/y/' }))
    await expect(elsewhere).rejects.toMatchObject({ name: 'AccessDenied' })
    const { Groups: groups } = await admin.send(new iamSdk.ListGroupsCommand({}))
    expect(groups?.map(({ GroupName }) => GroupName)).toEqual(['G'])
  })

  it('is bound by conditions, denies of groups and its boundary', async () => {
    const { iam } = await clientsOf('ana')
    await allow({ Action: 'iam:*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } })
    await iam.send(new iamSdk.ListUsersCommand({}))
    const document = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
    await admin.send(new iamSdk.CreateGroupCommand({ GroupName: 'Guard' }))
    await admin.send(
      new iamSdk.PutGroupPolicyCommand({
        GroupName: 'Guard',
        PolicyName: 'd',
        PolicyDocument: document({ Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' }),
      }),
    )
    await admin.send(new iamSdk.AddUserToGroupCommand({ GroupName: 'Guard', UserName: 'ana' }))
    await expect(iam.send(new iamSdk.ListUsersCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('with an explicit deny in an identity-based policy'),
    })
    const made = await admin.send(
      new iamSdk.CreatePolicyCommand({
        PolicyName: 'B',
        PolicyDocument: document({ Effect: 'Allow', Action: 'iam:List*', Resource: '*' }),
      }),
    )
    await admin.send(
      new iamSdk.PutUserPermissionsBoundaryCommand({ UserName: 'ana', PermissionsBoundary: made.Policy?.Arn }),
    )
    await iam.send(new iamSdk.ListGroupsCommand({}))
    await expect(iam.send(new iamSdk.GetUserCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('is refused while it is inactive, and once it is deleted', async () => {
    const { sts, keyId } = await clientsOf('ana')
    const key = { UserName: 'ana', AccessKeyId: keyId }
    await admin.send(new iamSdk.UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }))
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    await admin.send(new iamSdk.UpdateAccessKeyCommand({ ...key, Status: 'Active' }))
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toContain('user/staff/ana')
    await admin.send(new iamSdk.DeleteAccessKeyCommand(key))
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })

  it('shows when, for what and where it was last used', async () => {
    const { sts, keyId } = await clientsOf('ana')
    const ask = new iamSdk.GetAccessKeyLastUsedCommand({ AccessKeyId: keyId })
    expect(await admin.send(ask)).toMatchObject({
      UserName: 'ana',
      AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
    })
    await sts.send(new GetCallerIdentityCommand({}))
    expect((await admin.send(ask)).AccessKeyLastUsed).toEqual({
      LastUsedDate: now,
      ServiceName: 'sts',
      Region: 'us-east-1',
    })
  })
})

describe('temporary credentials', () => {
  it('of a role act for it until they expire', async () => {
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }],
    })
    await admin.send(new iamSdk.CreateRoleCommand({ RoleName: 'Auditor', AssumeRolePolicyDocument }))
    const RoleArn = `arn:aws:iam::${accountId}:role/Auditor`
    const ana = await clientsOf('ana')
    const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ana-at-work' })
    await expect(ana.sts.send(assume)).rejects.toMatchObject({ name: 'AccessDenied' })
    await allow({ Action: 'sts:AssumeRole', Resource: RoleArn })
    const { Credentials: credentials } = await ana.sts.send(assume)
    const session = sandbox.clientsFor({
      accessKeyId: credentials?.AccessKeyId ?? '',
      sessionToken: credentials?.SessionToken ?? '',
    })
    const identity = await session.sts.send(new GetCallerIdentityCommand({}))
    expect(identity.Arn).toBe(`arn:aws:sts::${accountId}:assumed-role/Auditor/ana-at-work`)
    await expect(session.iam.send(new iamSdk.ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
    now = new Date(now.getTime() + 3_600_000)
    await expect(session.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' })
  })

  it('of a user are the user', async () => {
    const { sts } = await clientsOf('ana')
    const { Credentials: credentials } = await sts.send(new GetSessionTokenCommand({}))
    const session = sandbox.clientsFor({ accessKeyId: credentials?.AccessKeyId ?? '' })
    const identity = await session.sts.send(new GetCallerIdentityCommand({}))
    expect(identity.Arn).toBe(`arn:aws:iam::${accountId}:user/staff/ana`)
  })

  it('are not given for a role that does not trust the caller', async () => {
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    })
    await admin.send(new iamSdk.CreateRoleCommand({ RoleName: 'Machine', AssumeRolePolicyDocument }))
    for (const name of ['Machine', 'Nobody']) {
      const RoleArn = `arn:aws:iam::${accountId}:role/${name}`
      const assume = sandbox.clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }))
      await expect(assume).rejects.toMatchObject({ name: 'AccessDenied' })
    }
  })
})
