import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetGroupPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { baselineReport, createEvaluator, documentFinder, mendPlan, type BaselineReport } from '@rolewright/core'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openHistory } from '../audit/open-history.ts'
import { dyingAt } from '../cloudhsm/dying.testing.ts'
import { readAccount } from '../read/read-account.ts'
import { clientsAt } from '../read/clients-at.testing.ts'
import { openSandbox, type Sandbox } from '../sandbox/open-sandbox.ts'
import { mend } from './mend.ts'
import { readAccountFacts } from './read-account-facts.ts'

const accountId = '111122223333'
let sandbox: Sandbox
const time = new Date('2026-05-01T08:00:00Z')
const now = (): Date => time
const sleep = (): Promise<void> => Promise.resolve()

const facts = (clients = sandbox.clients): ReturnType<typeof readAccountFacts> =>
  readAccountFacts(clients, { now, sleep })
const report = async (): Promise<BaselineReport> => baselineReport(await facts())
const statusOf = async (check: string): Promise<string | undefined> =>
  (await report()).results.find((result) => result.check === check)?.status

beforeEach(async () => {
  sandbox = await openSandbox({ accountId, clock: now })
})

describe('reading the facts', () => {
  it('tells an empty account apart from a good one', async () => {
    const empty = await report()
    expect(empty.results.filter(({ status }) => status === 'failed').map(({ check }) => check)).toEqual([
      'root-mfa',
      'account-alias',
      'password-policy',
      'administrators-group',
      'administrator-user',
    ])
  })

  it('sees root MFA, credentials and providers, also over HTTP', async () => {
    const { iam } = sandbox.clients
    const { VirtualMFADevice: device } = await iam.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'root-account-mfa-device' }),
    )
    await iam.send(
      new EnableMFADeviceCommand({
        UserName: accountId,
        SerialNumber: device?.SerialNumber ?? '',
        AuthenticationCode1: '123456',
        AuthenticationCode2: '654321',
      }),
    )
    await iam.send(new CreateUserCommand({ UserName: 'robot' }))
    await iam.send(new CreateAccessKeyCommand({ UserName: 'robot' }))
    const server = await sandbox.listen(0)
    const clients = clientsAt(server.url)
    const read = await facts(clients)
    clients.destroy()
    await server.close()
    expect(read.root).toEqual({ mfa: true, accessKeys: false, lastUsed: null })
    expect(read.credentials).toEqual([
      {
        user: 'robot',
        password: null,
        mfa: false,
        keys: [{ active: true, createdAt: time.toISOString(), lastUsed: null }],
      },
    ])
  })

  it('knows a user who was made after the credential report', async () => {
    await facts()
    const { iam } = sandbox.clients
    await iam.send(new CreateUserCommand({ UserName: 'late' }))
    await iam.send(new CreateLoginProfileCommand({ UserName: 'late', Password: 'Sunny-Day-2026' }))
    expect((await facts()).credentials).toEqual([
      { user: 'late', password: { changedAt: time.toISOString(), lastUsed: null }, mfa: false, keys: [] },
    ])
  })
})

describe('mending', () => {
  it.each([
    ['account-alias', { alias: 'examplecorp' }],
    ['password-policy', {}],
    ['administrators-group', {}],
  ] as const)('%s passes afterwards, and a second time does nothing', async (check, options) => {
    expect(await statusOf(check)).toBe('failed')
    await mend(mendPlan(check, await facts(), options), sandbox.clients, { sleep })
    expect(await statusOf(check)).toBe('passed')
    expect(mendPlan(check, await facts(), options).calls).toEqual([])
  })

  it('says so where another account of AWS has the alias, and takes its own for done', async () => {
    const plan = mendPlan('account-alias', await facts(), { alias: 'taken' })
    const clients = sandbox.clientsFor({ accessKeyId: 'AKIAADMINISTRATOR000' })
    clients.iam.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName !== 'CreateAccountAliasCommand') return next(args)
        throw Object.assign(new Error('The account alias taken already exists.'), { name: 'EntityAlreadyExists' })
      },
      { step: 'initialize', name: 'taken' },
    )
    await expect(mend(plan, clients, { sleep })).rejects.toMatchObject({
      code: 'alias-taken',
      message: 'another account of AWS has the alias `taken`',
    })
    await sandbox.clients.iam.send(new CreateAccountAliasCommand({ AccountAlias: 'taken' }))
    await mend(plan, clients, { sleep })
  })

  it('stands in the history, call by call', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'rolewright-baseline-'))
    try {
      const history = await openHistory({ dir, accountId, by: { arn: `arn:aws:iam::${accountId}:root` }, now })
      await mend(mendPlan('administrators-group', await facts()), sandbox.clients, { history, sleep })
      await history.close()
      const [file = ''] = readdirSync(join(dir, accountId))
      const kinds = readFileSync(join(dir, accountId, file), 'utf8')
        .trim()
        .split('\n')
        .map((line) => /"kind":"([a-z-]+)"/.exec(line)?.[1])
      expect(kinds).toEqual(['run', 'account-intent', 'account-outcome', 'account-intent', 'account-outcome', 'mended'])
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  })

  it('killed at every call, never takes a right from a group, and goes on to the end', async () => {
    const { iam } = sandbox.clients
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    })
    for (const n of [1, 2, 3]) {
      for (const when of ['before', 'after'] as const) {
        const GroupName = `Clerks-${n}-${when}`
        await iam.send(new CreateGroupCommand({ GroupName }))
        await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: GroupName, PolicyDocument: document }))
        const fresh = sandbox.clientsFor({ accessKeyId: 'AKIAADMINISTRATOR000' })
        const plan = mendPlan('inline-policies', await facts())
        await expect(mend(plan, dyingAt(fresh, n, when).clients, { sleep })).rejects.toThrow('killed')
        const state = await readAccount(sandbox.clients)
        const group = state.groups.find(({ name }) => name === GroupName)
        const held = group === undefined ? [] : documentFinder(state).ofGroup(group).documents
        expect(createEvaluator(held).decide({ action: 's3:GetObject', resource: 'arn:aws:s3:::a/b' }).effect).toBe(
          'allow',
        )
        await mend(mendPlan('inline-policies', await facts()), sandbox.clients, { sleep })
        const { AttachedPolicies: attached } = await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName }))
        expect(attached?.map(({ PolicyName }) => PolicyName)).toEqual([GroupName])
        await expect(iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName: GroupName }))).rejects.toMatchObject({
          name: 'NoSuchEntityException',
        })
      }
    }
  })

  it('leaves a group of administrators alone that has members', async () => {
    const { iam } = sandbox.clients
    await iam.send(new CreateGroupCommand({ GroupName: 'IAMAdministrators' }))
    await iam.send(new CreateUserCommand({ UserName: 'mary' }))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'IAMAdministrators', UserName: 'mary' }))
    expect(mendPlan('administrators-group', await facts())).toMatchObject({
      calls: [],
      left: [{ subject: 'group IAMAdministrators' }],
    })
    await iam.send(
      new AttachGroupPolicyCommand({
        GroupName: 'IAMAdministrators',
        PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess',
      }),
    )
    expect(await statusOf('administrators-group')).toBe('passed')
  })
})
