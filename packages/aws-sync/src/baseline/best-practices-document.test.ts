import {
  GetAccountPasswordPolicyCommand,
  GetLoginProfileCommand,
  ListAccountAliasesCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
} from '@aws-sdk/client-iam'
import {
  allow,
  type BootstrapStep,
  bootstrapPlan,
  compile,
  defineAccount,
  defineModel,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  diff,
  type Model,
} from '@rolewright/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { apply } from '../apply/apply.ts'
import { onboard, planOnboarding, type TellOnce } from '../people/onboard.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/open-sandbox.ts'
import { bootstrap, type BootstrapSecret } from './bootstrap.ts'
import { readAccountFacts } from './read-account-facts.ts'

const accountId = '111122223333'
const now = (): Date => new Date('2026-05-01T08:00:00Z')
const sleep = (): Promise<void> => Promise.resolve()

describe('Before granting users the access they need, complete the following steps', () => {
  let sandbox: Sandbox
  let before: readonly BootstrapStep[]
  let after: readonly BootstrapStep[]
  const told: BootstrapSecret[] = []
  const user = { UserName: 'Administrator' }

  beforeAll(async () => {
    sandbox = await openSandbox({ accountId, clock: now })
    const facts = await readAccountFacts(sandbox.clients, { now, sleep })
    before = bootstrapPlan(facts, { alias: 'examplecorp' })
    const tell = (secret: BootstrapSecret): Promise<void> => Promise.resolve(void told.push(secret))
    const codes = () => Promise.resolve(['123456', '654321'] as const)
    await bootstrap(before, { facts, clients: sandbox.clients, run: { tell, codes, sleep } })
    after = bootstrapPlan(await readAccountFacts(sandbox.clients, { now, sleep }))
  })

  it('step 1: the root user’s baseline security settings are told in steps, since only a person can make them', () => {
    expect(before[0]).toMatchObject({ number: 1, status: 'person', says: 'the root user has no MFA', calls: [] })
    expect(before[0]?.steps[0]).toMatch(/^Sign in as the root user/)
    expect(after[0]).toMatchObject({ status: 'person' })
  })

  it('step 2: the account has a customized console login address', async () => {
    expect((await sandbox.clients.iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['examplecorp'])
    expect(after[1]).toMatchObject({ number: 2, status: 'done' })
  })

  it('step 3: the account has a password policy', async () => {
    const { PasswordPolicy: policy } = await sandbox.clients.iam.send(new GetAccountPasswordPolicyCommand({}))
    expect(policy).toMatchObject({ MinimumPasswordLength: 14, RequireSymbols: true, AllowUsersToChangePassword: true })
    expect(after[2]).toMatchObject({ number: 3, status: 'done' })
  })

  it('step 4: a group of IAM administrators holds the managed policy IAMFullAccess', async () => {
    const { AttachedPolicies: attached } = await sandbox.clients.iam.send(
      new ListAttachedGroupPoliciesCommand({ GroupName: 'IAMAdministrators' }),
    )
    expect(attached).toEqual([{ PolicyName: 'IAMFullAccess', PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' }])
  })

  it('step 5: an IAM administrator is in that group', async () => {
    const { Groups: groups } = await sandbox.clients.iam.send(new ListGroupsForUserCommand(user))
    expect(groups?.map(({ GroupName }) => GroupName)).toEqual(['IAMAdministrators'])
  })

  it('step 6: the administrator has a password, told once, to be changed at the first sign-in', async () => {
    const { LoginProfile: profile } = await sandbox.clients.iam.send(new GetLoginProfileCommand(user))
    expect(profile?.PasswordResetRequired).toBe(true)
    expect(told.filter(({ kind }) => kind === 'password')).toHaveLength(1)
  })

  it('step 7: the administrator has virtual MFA', async () => {
    const { MFADevices: devices } = await sandbox.clients.iam.send(new ListMFADevicesCommand(user))
    expect(devices).toMatchObject([{ SerialNumber: `arn:aws:iam::${accountId}:mfa/Administrator` }])
    expect(told.filter(({ kind }) => kind === 'mfa')).toMatchObject([
      { uri: expect.stringMatching(/^otpauth:\/\/totp\//) },
    ])
  })

  it('step 8: signing out and in again at the account’s own address is left to the person, and seen when it was done', async () => {
    expect(after[7]).toMatchObject({ number: 8, status: 'person' })
    expect(after[7]?.steps[0]).toContain('https://examplecorp.signin.aws.amazon.com/console as `Administrator`')
    await sandbox.use({ user: 'Administrator', action: 'signin:ConsoleLogin' })
    const facts = await readAccountFacts(sandbox.clients, { now, sleep })
    expect(bootstrapPlan(facts)[7]).toMatchObject({
      status: 'done',
      says: '`Administrator` signed in last on 2026-05-01',
    })
  })
})

describe('With new administrator credentials configured, apply the general best practices', () => {
  let sandbox: Sandbox
  const reviewBills = defineTask({
    id: 'review-bills',
    title: 'Review bills',
    policies: [
      definePolicy({ name: 'ReadBills', statements: [allow({ actions: ['billing:Get*'], resources: ['*'] })] }),
    ],
  })
  const writeData = defineTask({
    id: 'prepare-data',
    title: 'Prepare data',
    policies: [
      definePolicy({
        name: 'WriteData',
        statements: [allow({ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::data/*'] })],
      }),
    ],
  })
  const role = (id: string, tasks: readonly (typeof reviewBills)[]) =>
    defineRole({ id, title: id, owner: 'boss@example.com', justification: 'does this every day', tasks })
  const clerk = role('accounts-payable-clerk', [reviewBills])
  const scientist = role('data-scientist', [writeData])
  const ana = definePerson({ id: 'ana', userName: 'ana', name: 'Ana', roles: [clerk, scientist] })
  const account = defineAccount({ id: 'dev', accountId })
  const first = defineModel({ id: 'example', roles: [clerk, scientist], people: [ana], accounts: [account] })
  const compiled = (model: Model) => compile(model, account, { now: now(), awsManaged: {} }).state
  const applied = async (model: Model): Promise<void> => {
    await apply(diff(await readAccount(sandbox.clients), compiled(model)), sandbox.clients, { sleep })
  }
  const groupsOf = async (name: string): Promise<readonly string[] | undefined> =>
    (await readAccount(sandbox.clients)).users.find((user) => user.name === name)?.groups

  beforeAll(async () => {
    sandbox = await openSandbox({ accountId, clock: now })
    await applied(first)
  })

  it('step 1: the first person’s business roles are stated, and may be several', () => {
    expect(first.people[0]?.roles).toHaveLength(2)
  })

  it('step 2: there is an IAM group for each business role', async () => {
    const { groups } = await readAccount(sandbox.clients)
    expect(groups.map(({ name }) => name)).toEqual(['AccountsPayableClerk', 'DataScientist'])
  })

  it('step 3: the tasks of each role are managed policies, attached to its group', async () => {
    const { groups } = await readAccount(sandbox.clients)
    const path = `arn:aws:iam::${accountId}:policy/rolewright/example/`
    expect(groups.map(({ attachedPolicies }) => attachedPolicies)).toEqual([[`${path}ReadBills`], [`${path}WriteData`]])
  })

  it('step 4: the person has a user in the groups of the roles, a password, and an access key where one is needed', async () => {
    expect(await groupsOf('ana')).toEqual(['AccountsPayableClerk', 'DataScientist'])
    const told: TellOnce[] = []
    const plans = await planOnboarding(sandbox.clients, {
      newcomers: [{ person: 'ana', user: 'ana', accessKeyReason: 'runs experiments from the command line' }],
      model: 'example',
      desired: compiled(first),
      history: undefined,
      now,
    })
    await onboard(sandbox.clients, plans, {
      history: undefined,
      now,
      sleep,
      tell: (secret) => Promise.resolve(void told.push(secret)),
    })
    expect(told).toMatchObject([{ user: 'ana', password: expect.any(String), accessKey: { id: expect.any(String) } }])
  })

  it('step 5: the next people are mapped to the groups that are there, and only what is new is made', async () => {
    const bob = definePerson({ id: 'bob', userName: 'bob', name: 'Bob', roles: [clerk] })
    const second = defineModel({ id: 'example', roles: [clerk, scientist], people: [ana, bob], accounts: [account] })
    const plan = diff(await readAccount(sandbox.clients), compiled(second))
    expect(plan.changes.map(({ kind }) => kind)).toEqual(['create-user', 'add-member'])
    await applied(second)
    expect(await groupsOf('bob')).toEqual(['AccountsPayableClerk'])
  })
})
