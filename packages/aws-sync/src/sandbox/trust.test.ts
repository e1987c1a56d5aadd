import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox, type SandboxClients } from './open-sandbox.ts'

const accountId = '111122223333'
const RoleArn = `arn:aws:iam::${accountId}:role/Operator`
const ana = `arn:aws:iam::${accountId}:user/ana`

let sandbox: Sandbox
let clients: SandboxClients

const trust = (...Statement: readonly object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: Statement.map((one) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })),
  })

async function clientsOf(UserName: string): Promise<SandboxClients> {
  await sandbox.clients.iam.send(new CreateUserCommand({ UserName }))
  const { AccessKey: key } = await sandbox.clients.iam.send(new CreateAccessKeyCommand({ UserName }))
  return sandbox.clientsFor({ accessKeyId: key?.AccessKeyId ?? '' })
}

const mayCall = (Statement: object): Promise<unknown> =>
  sandbox.clients.iam.send(
    new PutUserPolicyCommand({
      UserName: 'ana',
      PolicyName: 'own',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  )

const assume = (input: Partial<AssumeRoleCommandInput> = {}): Promise<unknown> =>
  clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ana', ...input }))

async function trusts(...statements: readonly object[]): Promise<void> {
  await sandbox.clients.iam.send(
    new UpdateAssumeRolePolicyCommand({ RoleName: 'Operator', PolicyDocument: trust(...statements) }),
  )
}

beforeEach(async () => {
  sandbox = await openSandbox({ accountId })
  clients = await clientsOf('ana')
  await sandbox.clients.iam.send(
    new CreateRoleCommand({ RoleName: 'Operator', AssumeRolePolicyDocument: trust({ Principal: { AWS: ana } }) }),
  )
})

describe('a trust policy', () => {
  it('that names the caller lets it in by itself, unless its own policies deny', async () => {
    await assume()
    await mayCall({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' })
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it.each([accountId, `arn:aws:iam::${accountId}:root`, '*'])(
    'that names %s leaves it to the caller’s own policies',
    async (AWS) => {
      await trusts({ Principal: { AWS } })
      await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
      await mayCall({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: RoleArn })
      await assume()
    },
  )

  it.each([
    ['another user', { Principal: { AWS: `arn:aws:iam::${accountId}:user/bob` } }],
    ['another account', { Principal: { AWS: '444455556666' } }],
    ['a service', { Principal: { Service: 'ec2.amazonaws.com' } }],
    ['another action', { Principal: { AWS: ana }, Action: 'sts:AssumeRoleWithSAML' }],
  ])('that speaks of %s does not let the caller in, whatever its own policies say', async (_what, statement) => {
    await trusts(statement)
    await mayCall({ Effect: 'Allow', Action: '*', Resource: '*' })
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('weighs its conditions: an external id', async () => {
    await trusts({ Principal: { AWS: ana }, Condition: { StringEquals: { 'sts:ExternalId': 'c4f3' } } })
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
    await expect(assume({ ExternalId: 'other' })).rejects.toMatchObject({ name: 'AccessDenied' })
    await assume({ ExternalId: 'c4f3' })
  })

  it('weighs its conditions: MFA, which a long-lived key does not have', async () => {
    await trusts({ Principal: { AWS: ana }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
    const serial = `arn:aws:iam::${accountId}:mfa/ana`
    await expect(assume({ SerialNumber: serial, TokenCode: '123456' })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    })
  })

  it('weighs its conditions: the name of the session and the time', async () => {
    await trusts({
      Principal: { AWS: ana },
      Condition: {
        StringEquals: { 'sts:RoleSessionName': 'ana' },
        DateLessThan: { 'aws:CurrentTime': '2000-01-01T00:00:00Z' },
      },
    })
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
    await trusts({ Principal: { AWS: ana }, Condition: { StringEquals: { 'sts:RoleSessionName': 'ana' } } })
    await expect(assume({ RoleSessionName: 'bob' })).rejects.toMatchObject({ name: 'AccessDenied' })
    await assume()
  })

  it('keeps out whom it denies, by name, by account or by all but some names', async () => {
    const open = { Principal: { AWS: ana } }
    await mayCall({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' })
    for (const deny of [
      { Effect: 'Deny', Principal: { AWS: ana } },
      { Effect: 'Deny', Principal: { AWS: accountId } },
      { Effect: 'Deny', Principal: '*', Condition: { Null: { 'aws:MultiFactorAuthPresent': 'true' } } },
    ]) {
      await trusts(open, deny)
      await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
    }
    await trusts(open, { Effect: 'Deny', Principal: { AWS: `arn:aws:iam::${accountId}:user/bob` } })
    await assume()
  })

  it('is asked about tags of the session too', async () => {
    const Tags = [{ Key: 'team', Value: 'data' }]
    await expect(assume({ Tags })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${ana} is not authorized to perform: sts:TagSession on resource: ${RoleArn}`,
    })
    await trusts({ Principal: { AWS: ana }, Action: ['sts:AssumeRole', 'sts:TagSession'] })
    await assume({ Tags })
  })
})

describe('a session', () => {
  it('of a role may take another one for an hour at most', async () => {
    const { Credentials: first } = await clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ana' }))
    const session = sandbox.clientsFor({ accessKeyId: first?.AccessKeyId ?? '' })
    await sandbox.clients.iam.send(
      new CreateRoleCommand({
        RoleName: 'Second',
        MaxSessionDuration: 7200,
        AssumeRolePolicyDocument: trust({ Principal: { AWS: RoleArn } }),
      }),
    )
    const second = { RoleArn: `arn:aws:iam::${accountId}:role/Second`, RoleSessionName: 'chained' }
    await session.sts.send(new AssumeRoleCommand(second))
    await expect(session.sts.send(new AssumeRoleCommand({ ...second, DurationSeconds: 7200 }))).rejects.toMatchObject({
      name: 'ValidationError',
    })
  })

  it('opens nothing once its role is deleted', async () => {
    const { Credentials: first } = await clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ana' }))
    const session = sandbox.clientsFor({ accessKeyId: first?.AccessKeyId ?? '' })
    await session.sts.send(new GetCallerIdentityCommand({}))
    await sandbox.clients.iam.send(new DeleteRoleCommand({ RoleName: 'Operator' }))
    await expect(session.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })
})
