import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as sdk from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { offboardStepText, REVOKE_POLICY } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type History, openHistory } from '../audit/open-history.ts'
import { openSandbox, type Sandbox } from '../sandbox/open-sandbox.ts'
import { createFullUser, FULL_USER, type ToldSecrets } from './full-user.testing.ts'
import { offboard, planOffboarding } from './offboard.ts'
import { readHoldings } from './read-holdings.ts'

const accountId = '111122223333'
const now = (): Date => new Date('2026-06-01T00:00:00Z')

let sandbox: Sandbox
let dir: string
let history: History
let told: ToldSecrets

beforeEach(async () => {
  sandbox = await openSandbox({ accountId, clock: now })
  told = await createFullUser(sandbox.clients.iam)
  dir = await mkdtemp(join(tmpdir(), 'offboard-'))
  history = await openHistory({ dir, accountId, by: { arn: 'arn:aws:iam::111122223333:user/jane' }, now })
})
afterEach(async () => {
  await history.close()
  await rm(dir, { recursive: true })
})

const instantly = async (): Promise<void> => undefined

const plan = (user: string, options: { readonly keepUser?: boolean } = {}) =>
  planOffboarding(sandbox.clients, { user, history, now, sleep: instantly, ...options })

describe('the steps of an offboarding', () => {
  it('close doors first, and lift the deny just before the user is deleted', async () => {
    const { steps, sessions } = await plan(FULL_USER)
    expect(steps.map(({ kind }) => kind)).toEqual([
      'deny-all',
      'deactivate-access-key',
      'delete-login-profile',
      'deactivate-mfa-device',
      'delete-virtual-mfa-device',
      'delete-ssh-key',
      'delete-service-credential',
      'delete-certificate',
      'leave-group',
      'detach-policy',
      'delete-inline-policy',
      'delete-boundary',
      'delete-access-key',
      'lift-deny',
      'delete-user',
    ])
    for (const step of steps) expect(offboardStepText(step)).toMatch(/^\S.*[^.]$/)
    expect(sessions).toMatchObject([
      {
        name: 'Deployer',
        revoke: {
          Statement: [
            { Effect: 'Deny', Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-06-01T00:00:00.000Z' } } },
          ],
        },
      },
    ])
    expect(REVOKE_POLICY).toBe('AWSRevokeOlderSessions')
  })

  it('attach AWSDenyAll where the inline policies leave no room, and take the place of the largest where nothing does', async () => {
    const long = Array.from({ length: 40 }, (_, index) => `arn:aws:s3:::bucket-number-${1000 + index}-of-the-team/*`)
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: long }],
    })
    const user = { UserName: FULL_USER }
    await sandbox.clients.iam.send(new sdk.DeleteUserPolicyCommand({ ...user, PolicyName: 'own' }))
    await sandbox.clients.iam.send(new sdk.PutUserPolicyCommand({ ...user, PolicyName: 'long', PolicyDocument }))
    const attached = await plan(FULL_USER)
    expect(attached.steps[0]).toEqual({ kind: 'attach-deny-all', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' })
    expect(attached.steps.slice(-2).map(({ kind }) => kind)).toEqual(['lift-attached-deny', 'delete-user'])
    for (let n = 0; n < 9; n++) {
      const { Policy } = await sandbox.clients.iam.send(
        new sdk.CreatePolicyCommand({ PolicyName: `P${n}`, PolicyDocument }),
      )
      await sandbox.clients.iam.send(new sdk.AttachUserPolicyCommand({ ...user, PolicyArn: Policy?.Arn }))
    }
    const replaced = await plan(FULL_USER)
    expect(replaced.steps[0]).toEqual({ kind: 'deny-all', policy: 'long' })
    await offboard(sandbox.clients, replaced, { history, now })
    expect(await readHoldings(sandbox.clients, FULL_USER)).toBeUndefined()
  })

  it('leave hardware to its owner, and a shell with the deny where the user is kept', async () => {
    const user = { UserName: FULL_USER }
    const codes = { AuthenticationCode1: '111111', AuthenticationCode2: '222222' }
    await sandbox.clients.iam.send(new sdk.EnableMFADeviceCommand({ ...user, SerialNumber: 'GAHT12345678', ...codes }))
    const { steps } = await plan(FULL_USER)
    expect(steps.filter(({ kind }) => kind === 'delete-virtual-mfa-device')).toHaveLength(1)
    const kept = await plan(FULL_USER, { keepUser: true })
    const evidence = await offboard(sandbox.clients, kept, { history, now })
    expect(evidence.keptUser).toBe(true)
    expect(await readHoldings(sandbox.clients, FULL_USER)).toMatchObject({
      loginProfile: null,
      accessKeys: [],
      mfaDevices: [],
      sshKeys: [],
      serviceCredentials: [],
      certificates: [],
      groups: [],
      attachedPolicies: [],
      inlinePolicies: [{ name: 'RolewrightOffboarding' }],
      permissionsBoundary: `arn:aws:iam::${accountId}:policy/Bound`,
    })
    expect((await plan(FULL_USER, { keepUser: true })).steps).toEqual([])
    expect((await plan(FULL_USER)).steps.map(({ kind }) => kind)).toEqual([
      'delete-boundary',
      'lift-deny',
      'delete-user',
    ])
  })
})

describe('sessions that outlive the user', () => {
  const deployer = `arn:aws:iam::${accountId}:role/Deployer`
  const elsewhere = 'arn:aws:iam::444455556666:role/team/Backup'

  /** Mary takes the role from here and from Ireland, by a key of hers, and one of another account. */
  async function takeRoles(): Promise<void> {
    const { accessKeys } = (await readHoldings(sandbox.clients, FULL_USER)) ?? { accessKeys: [] }
    const { sts } = sandbox.clientsFor({ accessKeyId: accessKeys[0]?.id ?? '' })
    await sts.send(new AssumeRoleCommand({ RoleArn: deployer, RoleSessionName: 'laptop' }))
    const { requestHandler, credentials } = sts.config
    const endpoint = 'https://sandbox.invalid'
    const irish = new STSClient({ requestHandler, credentials, endpoint, region: 'eu-west-1' })
    await irish.send(new AssumeRoleCommand({ RoleArn: deployer, RoleSessionName: 'ci' }))
    await sts.send(new AssumeRoleCommand({ RoleArn: elsewhere, RoleSessionName: 'x' })).catch(() => undefined)
    await sandbox.use([
      { user: FULL_USER, action: 'sts:AssumeRole', resource: elsewhere, at: '2026-05-30T00:00:00Z' },
      // What was done just now no report tells of yet: regions are asked where the user was seen before.
      { user: FULL_USER, action: 'sts:GetCallerIdentity', region: 'eu-west-1', at: '2026-05-30T00:00:00Z' },
      { user: 'jane', action: 'sts:AssumeRole', resource: 'arn:aws:iam::444455556666:role/Other' },
    ])
  }

  it('are told as CloudTrail has them, in all regions, even of roles that could not be taken today', async () => {
    await takeRoles()
    const { iam } = sandbox.clients
    await iam.send(new sdk.DeleteGroupPolicyCommand({ GroupName: 'Clerks', PolicyName: 'read' }))
    const planned = await plan(FULL_USER)
    const at = now().toISOString()
    expect(planned.trail).toEqual({
      read: true,
      from: '2026-03-03T00:00:00.000Z',
      regions: ['eu-west-1', 'us-east-1'],
      roles: [
        { arn: deployer, last: at, times: 2, sessions: ['ci', 'laptop'] },
        { arn: elsewhere, last: '2026-05-30T00:00:00.000Z', times: 1, sessions: [] },
      ],
    })
    expect(planned.sessions).toMatchObject([
      { name: 'Deployer', assumed: { last: at, times: 2, sessions: ['ci', 'laptop'] } },
    ])
    const later = new Date('2026-06-01T00:00:09Z')
    const { sessions, trail } = await offboard(sandbox.clients, planned, { history, now: () => later })
    expect(trail).toEqual(planned.trail)
    expect(JSON.stringify(sessions[0]?.revoke)).toContain('{"aws:TokenIssueTime":"2026-06-01T00:00:09.000Z"}')
  })

  it('are ended by the policy that is told, and only those begun before', async () => {
    await takeRoles()
    const { iam, sts } = sandbox.clients
    const take = new AssumeRoleCommand({ RoleArn: deployer, RoleSessionName: 'laptop' })
    const clientsOf = async () => {
      const { Credentials } = await sts.send(take)
      return sandbox.clientsFor({ accessKeyId: Credentials?.AccessKeyId ?? '' })
    }
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    await iam.send(new sdk.AttachRolePolicyCommand({ RoleName: 'Deployer', PolicyArn }))
    const before = await clientsOf()
    await before.iam.send(new sdk.ListUsersCommand({}))
    await sandbox.advance({ ms: 60_000 })
    const { sessions } = await planOffboarding(sandbox.clients, {
      user: FULL_USER,
      history,
      now: () => new Date(now().getTime() + 60_000),
    })
    const PolicyDocument = JSON.stringify(sessions[0]?.revoke)
    await iam.send(new sdk.PutRolePolicyCommand({ RoleName: 'Deployer', PolicyName: REVOKE_POLICY, PolicyDocument }))
    await expect(before.iam.send(new sdk.ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
    await (await clientsOf()).iam.send(new sdk.ListUsersCommand({}))
  })

  it('are not known where CloudTrail may not be read, which is told, and hinders nothing', async () => {
    await takeRoles()
    const { iam } = sandbox.clients
    await iam.send(new sdk.CreateUserCommand({ UserName: 'half' }))
    const PolicyArn = 'arn:aws:iam::aws:policy/IAMFullAccess'
    await iam.send(new sdk.AttachUserPolicyCommand({ UserName: 'half', PolicyArn }))
    const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'half' }))
    const half = sandbox.clientsFor({ accessKeyId: AccessKey?.AccessKeyId ?? '' })
    const planned = await planOffboarding(half, { user: FULL_USER, history, now, sleep: instantly })
    expect(planned.trail).toEqual({
      read: false,
      why: expect.stringMatching(/^AWS refuses `cloudtrail:LookupEvents`/),
    })
    expect(planned.sessions.map(({ name, assumed }) => [name, assumed])).toEqual([['Deployer', undefined]])
    await offboard(half, planned, { history, now })
    expect(await readHoldings(sandbox.clients, FULL_USER)).toBeUndefined()
  })
})

describe('the record of an offboarding', () => {
  it('tells what was there and every call, and no secret', async () => {
    const before = await readHoldings(sandbox.clients, FULL_USER)
    const evidence = await offboard(sandbox.clients, await plan(FULL_USER), { history, now })
    expect(evidence).toMatchObject({
      version: 1,
      kind: 'offboarding',
      accountId,
      user: FULL_USER,
      keptUser: false,
      before,
    })
    expect(evidence.calls).toHaveLength(15)
    expect(evidence.calls.at(-1)).toMatchObject({ operation: 'iam:DeleteUser', result: 'done' })
    await history.close()
    history = await openHistory({ dir, accountId, by: { arn: 'arn:aws:iam::111122223333:user/jane' }, now })
    const text = JSON.stringify([evidence, history.earlier])
    for (const secret of told.secrets) expect(text).not.toContain(secret)
    expect(history.earlier.map(({ kind }) => kind).filter((kind) => !kind.startsWith('person-'))).toEqual([
      'run',
      'offboarding',
      'offboarded',
    ])
    await expect(plan(FULL_USER)).rejects.toMatchObject({ code: 'user-unknown' })
  })
})

describe('an offboarding that is asked to stop', () => {
  it('stops between two calls, denied already, and goes on', async () => {
    const stop = new AbortController()
    const stopped = offboard(sandbox.clients, await plan(FULL_USER), {
      history,
      now,
      signal: stop.signal,
      onStep: () => stop.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' })
    await history.close()
    history = await openHistory({ dir, accountId, by: { arn: 'arn:aws:iam::111122223333:user/jane' }, now })
    const rest = await plan(FULL_USER)
    expect(rest).toMatchObject({ resumed: true, steps: [{ kind: 'deactivate-access-key' }, ...rest.steps.slice(1)] })
    expect(rest.steps).toHaveLength(14)
  })
})

describe('an offboarding is refused', () => {
  it('for somebody who is not there, with the nearest name', async () => {
    await expect(plan('marry')).rejects.toMatchObject({
      code: 'user-unknown',
      message: 'the account `111122223333` has no user `marry`',
      hint: 'did you mean `mary`?',
    })
  })

  it('for the last who can administer access, whatever the names', async () => {
    const { iam } = sandbox.clients
    await expect(plan('jane')).rejects.toMatchObject({
      code: 'last-administrator',
      message: '`jane` is the last user of `111122223333` who can administer access',
      hint: 'make somebody else an administrator first, and see that they can sign in',
    })
    await iam.send(new sdk.CreateGroupCommand({ GroupName: 'Administrators' }))
    await iam.send(new sdk.CreateUserCommand({ UserName: 'admin' }))
    await iam.send(new sdk.AddUserToGroupCommand({ GroupName: 'Administrators', UserName: 'admin' }))
    await expect(plan('jane')).rejects.toMatchObject({ code: 'last-administrator' })
    const PolicyArn = 'arn:aws:iam::aws:policy/IAMFullAccess'
    await iam.send(new sdk.AttachGroupPolicyCommand({ GroupName: 'Administrators', PolicyArn }))
    const warned = await plan('jane')
    expect(warned.warnings).toEqual([
      'nobody of those left who can administer access, admin, has a password or an active access key',
    ])
    await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'admin' }))
    expect((await plan('jane')).warnings).toEqual([])
    expect((await plan(FULL_USER)).warnings).toEqual([])
    expect(warned.steps.map(({ kind }) => kind)).toEqual(['deny-all', 'detach-policy', 'lift-deny', 'delete-user'])
  })

  it('for whoever calls', async () => {
    const { AccessKey } = await sandbox.clients.iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'jane' }))
    const clients = sandbox.clientsFor({ accessKeyId: AccessKey?.AccessKeyId ?? '' })
    await expect(planOffboarding(clients, { user: 'jane', history, now, sleep: instantly })).rejects.toMatchObject({
      code: 'offboard-self',
      message: '`jane` is you: nobody can take away their own access to the end',
      hint: 'let another administrator do it',
    })
  })
})
