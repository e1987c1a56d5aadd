import * as sdk from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { beforeEach, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from './open-sandbox.ts'

const accountId = '111122223333'
const start = new Date('2026-06-01T00:00:00Z')
const DAY = 86_400_000
const ago = (days: number): Date => new Date(start.getTime() - days * DAY)
const arnOf = (kind: string, name: string): string => `arn:aws:iam::${accountId}:${kind}/${name}`
const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement })
const fromIdentityCenter = { path: 'aws-reserved/sso.amazonaws.com/', name: 'AWSReservedSSO_Admin_0123456789abcdef' }

let sandbox: Sandbox
let iam: sdk.IAMClient
let policy = ''
beforeEach(async () => {
  sandbox = await openSandbox({ accountId, clock: () => start })
  iam = sandbox.clients.iam
  await iam.send(new sdk.CreateUserCommand({ UserName: 'ana' }))
  await iam.send(new sdk.CreateLoginProfileCommand({ UserName: 'ana', Password: 'Correct-horse-1' }))
  const trust = (principal: object, action: string): string =>
    document({ Effect: 'Allow', Principal: principal, Action: action })
  const roles = [
    { RoleName: 'Worker', Path: '/', AssumeRolePolicyDocument: trust({ AWS: accountId }, 'sts:AssumeRole') },
    {
      RoleName: fromIdentityCenter.name,
      Path: `/${fromIdentityCenter.path}`,
      AssumeRolePolicyDocument: trust({ Federated: arnOf('saml-provider', 'AWSSSO') }, 'sts:AssumeRoleWithSAML'),
    },
  ]
  const PolicyDocument = document({ Effect: 'Allow', Action: ['s3:*', 'iam:PassRole', 'iam:GetUser'], Resource: '*' })
  policy = (await iam.send(new sdk.CreatePolicyCommand({ PolicyName: 'P', PolicyDocument }))).Policy?.Arn ?? ''
  await iam.send(new sdk.AttachUserPolicyCommand({ UserName: 'ana', PolicyArn: policy }))
  for (const role of roles) {
    await iam.send(new sdk.CreateRoleCommand(role))
    await iam.send(new sdk.AttachRolePolicyCommand({ RoleName: role.RoleName, PolicyArn: policy }))
  }
})

async function finishedJob(Arn: string): Promise<string> {
  const { JobId = '' } = await iam.send(new sdk.GenerateServiceLastAccessedDetailsCommand({ Arn }))
  await iam.send(new sdk.GetServiceLastAccessedDetailsCommand({ JobId }))
  return JobId
}

/** Of a service: who tried it last, when, where, and how many did. */
async function rowOf(Arn: string, service = 's3'): Promise<readonly unknown[] | undefined> {
  const JobId = await finishedJob(Arn)
  const { ServicesLastAccessed: rows } = await iam.send(new sdk.GetServiceLastAccessedDetailsCommand({ JobId }))
  const row = rows?.find(({ ServiceNamespace }) => ServiceNamespace === service)
  return (
    row && [
      row.LastAuthenticatedEntity,
      row.LastAuthenticated,
      row.LastAuthenticatedRegion,
      row.TotalAuthenticatedEntities,
    ]
  )
}

const roleLastUsed = async (RoleName: string): Promise<unknown> =>
  (await iam.send(new sdk.GetRoleCommand({ RoleName }))).Role?.RoleLastUsed

it('of users and roles, also those of Identity Center, shows the same in reports and with the role', async () => {
  const role = fromIdentityCenter.name
  await sandbox.use([
    { user: 'ana', action: 's3:ListAllMyBuckets', at: ago(9), region: 'eu-west-1' },
    { role: 'Worker', action: 's3:CreateBucket', at: ago(5), region: 'ap-south-1', denied: true },
    { role, action: 's3:ListAllMyBuckets', at: ago(2), region: 'us-west-2' },
    { role, action: 's3:ListAllMyBuckets', at: ago(3), region: 'us-east-2' },
  ])
  const worker = arnOf('role', 'Worker')
  const other = arnOf('role', `${fromIdentityCenter.path}${role}`)
  expect(await rowOf(arnOf('user', 'ana'))).toEqual([arnOf('user', 'ana'), ago(9), 'eu-west-1', 1])
  expect(await rowOf(worker)).toEqual([worker, ago(5), 'ap-south-1', 1])
  expect(await rowOf(other)).toEqual([other, ago(2), 'us-west-2', 1])
  expect(await rowOf(policy)).toEqual([other, ago(2), 'us-west-2', 3])
  const asked = { JobId: await finishedJob(policy), ServiceNamespace: 's3' }
  const { EntityDetailsList: list } = await iam.send(new sdk.GetServiceLastAccessedDetailsWithEntitiesCommand(asked))
  expect(list?.map(({ EntityInfo: info, LastAuthenticated: last }) => [info?.Name, info?.Type, last])).toEqual([
    [role, 'ROLE', ago(2)],
    ['Worker', 'ROLE', ago(5)],
    ['ana', 'USER', ago(9)],
  ])
  expect(await roleLastUsed(role)).toEqual({ LastUsedDate: ago(2), Region: 'us-west-2' })
  expect(await roleLastUsed('Worker')).toEqual({ LastUsedDate: ago(5), Region: 'ap-south-1' })
  const { RoleDetailList: details } = await iam.send(
    new sdk.GetAccountAuthorizationDetailsCommand({ Filter: ['Role'] }),
  )
  expect(details?.map(({ RoleLastUsed: used }) => used?.Region)).toEqual(['us-west-2', 'ap-south-1'])
})

it('is told for 400 days, by roles too', async () => {
  await sandbox.use({ role: 'Worker', action: 's3:CreateBucket', at: ago(399), region: 'eu-west-1' })
  expect(await roleLastUsed('Worker')).toEqual({ LastUsedDate: ago(399), Region: 'eu-west-1' })
  await sandbox.advance({ days: 1 })
  expect(await roleLastUsed('Worker')).toEqual({})
  expect(await rowOf(arnOf('role', 'Worker'))).toEqual([undefined, undefined, undefined, 0])
})

it('of passing a role is in no report, and of the root user only in the event history', async () => {
  await sandbox.use([
    { role: 'Worker', action: 'iam:PassRole', resource: arnOf('role', 'Worker') },
    { user: '<root_account>', action: 'iam:CreateUser' },
  ])
  expect(await rowOf(arnOf('role', 'Worker'), 'iam')).toEqual([undefined, undefined, undefined, 0])
  expect(await roleLastUsed('Worker')).toEqual({})
  const trail = await sandbox.clients.cloudTrail('us-east-1')
  const { Events: events = [] } = await trail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateUser' }] }),
  )
  const records: { userIdentity: { type: string } }[] = events.map((event) => JSON.parse(event.CloudTrailEvent ?? ''))
  expect(records.map(({ userIdentity }) => userIdentity.type)).toEqual(['Root', 'Root'])
})

it('by a session is its role’s, and the sign-in’s last date stays the newest', async () => {
  const { Credentials: given } = await sandbox.clients.sts.send(
    new AssumeRoleCommand({ RoleArn: arnOf('role', 'Worker'), RoleSessionName: 'ana' }),
  )
  const session = sandbox.clientsFor({ accessKeyId: given?.AccessKeyId ?? '' })
  await session.iam.send(new sdk.GetUserCommand({ UserName: 'ana' }))
  for (const at of [ago(1), ago(4)]) await sandbox.use({ user: 'ana', action: 'signin:ConsoleLogin', at })
  expect((await iam.send(new sdk.GetUserCommand({ UserName: 'ana' }))).User?.PasswordLastUsed).toEqual(ago(1))
  for (let count = 0; count < 2; count++) await iam.send(new sdk.GenerateCredentialReportCommand({}))
  const { Content: bytes } = await iam.send(new sdk.GetCredentialReportCommand({}))
  expect(new TextDecoder().decode(bytes)).toContain(',true,2026-05-31T00:00:00Z,')
  await sandbox.advance({ ms: DAY / 6 })
  expect(await rowOf(arnOf('role', 'Worker'), 'iam')).toEqual([arnOf('role', 'Worker'), start, 'us-east-1', 1])
  expect(await rowOf(arnOf('user', 'ana'), 'iam')).toEqual([undefined, undefined, undefined, 0])
  expect(await roleLastUsed('Worker')).toEqual({ LastUsedDate: start, Region: 'us-east-1' })
})
