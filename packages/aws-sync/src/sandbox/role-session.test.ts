import {
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  type IAMClient,
  ListGroupsCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from './open-sandbox.ts'

const accountId = '111122223333'
const RoleArn = `arn:aws:iam::${accountId}:role/team/Operator`
const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (Action: string, Condition: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  Condition,
})

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await openSandbox({ accountId })
  const trust = { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] }
  await sandbox.clients.iam.send(
    new CreateRoleCommand({
      RoleName: 'Operator',
      Path: '/team/',
      Tags: [{ Key: 'stage', Value: 'dev' }],
      AssumeRolePolicyDocument: policy({ ...trust, Principal: { AWS: accountId } }),
    }),
  )
})

const mayDo = (...statements: readonly object[]): Promise<unknown> =>
  sandbox.clients.iam.send(
    new PutRolePolicyCommand({ RoleName: 'Operator', PolicyName: 'own', PolicyDocument: policy(...statements) }),
  )

async function session(input: Partial<AssumeRoleCommandInput> = {}): Promise<IAMClient> {
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ana', ...input })
  const { Credentials: given } = await sandbox.clients.sts.send(command)
  return sandbox.clientsFor({ accessKeyId: given?.AccessKeyId ?? '' }).iam
}

const users = (iam: IAMClient) => iam.send(new ListUsersCommand({}))
const groups = (iam: IAMClient) => iam.send(new ListGroupsCommand({}))
const denied = (message: string) => ({ name: 'AccessDenied', message: expect.stringContaining(message) })

describe('session policies', () => {
  it('allow no more than the role does, and of that what one of them does', async () => {
    await mayDo(allow('iam:List*'))
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/IAMUserChangePassword' }]
    const iam = await session({ Policy: policy(allow('iam:ListUsers'), allow('iam:CreateGroup')), PolicyArns })
    await users(iam)
    await expect(groups(iam)).rejects.toMatchObject(
      denied('because no session policy allows the iam:ListGroups action'),
    )
    const create = iam.send(new CreateGroupCommand({ GroupName: 'Mine' }))
    await expect(create).rejects.toMatchObject(denied('because no identity-based policy allows the iam:CreateGroup'))
    await groups(await session())
  })

  it('deny what they deny, and stay as they were when the session began', async () => {
    await mayDo(allow('*'))
    const deny = { Effect: 'Deny', Action: 'iam:ListGroups', Resource: '*' }
    const iam = await session({ Policy: policy(allow('*'), deny) })
    await users(iam)
    await expect(groups(iam)).rejects.toMatchObject(denied('with an explicit deny'))
    const managed = await session({ PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }] })
    await groups(managed)
    await expect(managed.send(new CreateGroupCommand({ GroupName: 'Mine' }))).rejects.toMatchObject(
      denied('because no session policy allows'),
    )
  })

  it('that are none are refused', async () => {
    const malformed = { name: 'MalformedPolicyDocumentException' }
    await expect(session({ Policy: '{"Statement":' })).rejects.toMatchObject(malformed)
    const PolicyArns = [{ arn: `arn:aws:iam::${accountId}:policy/Gone` }]
    await expect(session({ PolicyArns })).rejects.toMatchObject(malformed)
  })
})

describe('the conditions of a session', () => {
  it('tell the role, when the session began, whose it is at heart, and its tags before the role’s own', async () => {
    await mayDo(
      allow('iam:ListUsers', {
        ArnEquals: { 'aws:PrincipalArn': RoleArn },
        StringEquals: {
          'aws:PrincipalTag/team': 'data',
          'aws:PrincipalTag/stage': 'prod',
          'aws:SourceIdentity': 'ana',
        },
      }),
      allow('iam:ListGroups', { DateLessThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' } }),
    )
    const Tags = [
      { Key: 'team', Value: 'data' },
      { Key: 'Stage', Value: 'prod' },
    ]
    await users(await session({ Tags, SourceIdentity: 'ana' }))
    await expect(users(await session({ Tags }))).rejects.toMatchObject({ name: 'AccessDenied' })
    await expect(users(await session({ Tags: Tags.slice(0, 1), SourceIdentity: 'ana' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    await expect(groups(await session())).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('stand in the event history of the region where STS was asked', async () => {
    await sandbox.clients.iam.send(
      new AttachRolePolicyCommand({ RoleName: 'Operator', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    )
    const { requestHandler, credentials } = sandbox.clients.sts.config
    const sts = new STSClient({ requestHandler, credentials, region: 'eu-west-1', endpoint: 'https://sandbox.invalid' })
    await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ana' }))
    const { LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail')
    const look = async (region: string) => {
      const { Events } = await (await sandbox.clients.cloudTrail(region)).send(new LookupEventsCommand({}))
      return Events?.map(({ EventName }) => EventName)
    }
    expect(await look('eu-west-1')).toContain('AssumeRole')
    expect(await look('us-east-1')).not.toContain('AssumeRole')
  })
})
