import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as sdk from '@aws-sdk/client-iam'
import {
  allow,
  awaitedUsers,
  compile,
  defineAccount,
  defineModel,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  diff,
  type RoleDefinition,
} from '@rolewright/core'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apply } from '../apply/apply.ts'
import { type History, openHistory } from '../audit/open-history.ts'
import { readAccount } from '../read/read-account.ts'
import { readSignedIn } from '../read/read-signed-in.ts'
import { openSandbox, type Sandbox } from '../sandbox/open-sandbox.ts'
import { generatePassword } from './generate-password.ts'
import { offboard, planOffboarding } from './offboard.ts'
import { onboard, planOnboarding, type TellOnce } from './onboard.ts'
import type { Newcomer } from './newcomer.ts'

const accountId = '111122223333'
const now = (): Date => new Date('2026-06-01T00:00:00Z')
const dev = defineAccount({ id: 'dev', accountId })
const read = definePolicy({ name: 'Read', statements: [allow({ actions: ['s3:GetObject'], resources: ['*'] })] })
const reading = defineTask({ id: 'read', title: 'Read', policies: [read] })
const role = (id: string, more: Partial<RoleDefinition> = {}): RoleDefinition =>
  defineRole({ id, title: id, owner: 'o', justification: 'j', tasks: [reading], ...more })
const [clerk, later] = [role('clerk'), role('later', { activation: 'after first sign-in' })]
const person = (id: string, roles: readonly RoleDefinition[]) => definePerson({ id, userName: id, name: id, roles })
const full = defineModel({
  id: 'test',
  roles: [clerk, later],
  people: [person('mary', [later]), person('diego', [clerk])],
  accounts: [dev],
})
const plain = defineModel({ id: 'test', roles: [clerk], people: [person('diego', [clerk])], accounts: [dev] })
const desiredOf = (model: typeof full) => compile(model, dev, { now: now(), awsManaged: {} }).state

let sandbox: Sandbox
let dir: string
let history: History
const openAgain = async (): Promise<void> => {
  history = await openHistory({ dir, accountId, by: { arn: 'arn:aws:iam::111122223333:user/jane' }, now })
}

beforeEach(async () => {
  sandbox = await openSandbox({ accountId, clock: now })
  dir = await mkdtemp(join(tmpdir(), 'onboard-'))
  await openAgain()
})
afterEach(async () => {
  await history.close()
  await rm(dir, { recursive: true })
})

async function applyAll(model: typeof full): Promise<readonly (readonly [string, unknown])[]> {
  const { clients } = sandbox
  const [desired, actual] = [desiredOf(model), await readAccount(clients)]
  const signedIn = await readSignedIn(clients, awaitedUsers(actual, desired))
  const plan = diff(actual, desired, { signedIn, now: now() })
  await apply(plan, clients)
  return plan.changes.map(({ kind, after, before }) => [kind, after ?? before] as const)
}

async function onboardThem(
  model: typeof full,
  newcomers: readonly Newcomer[],
  tell: (secret: TellOnce) => void = () => undefined,
) {
  const desired = desiredOf(model)
  const plans = await planOnboarding(sandbox.clients, { newcomers, model: model.id, desired, history, now })
  return onboard(sandbox.clients, plans, { history, now, tell: (secret) => Promise.resolve(tell(secret)) })
}

const newcomer = (id: string, more: Partial<Newcomer> = {}): Newcomer => ({ person: id, user: id, ...more })

describe('a generated password', () => {
  it('meets every password policy, and is another each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 128 }), (MinimumPasswordLength) => {
        const password = generatePassword({ MinimumPasswordLength })
        expect(password).toHaveLength(Math.max(24, MinimumPasswordLength))
        for (const kind of [/[A-Z]/, /[a-z]/, /\d/, /[!@#$%^&*()_+\-=[\]{}|]/]) expect(password).toMatch(kind)
        expect(generatePassword()).not.toBe(generatePassword())
      }),
    )
  })
})

describe('onboarding', () => {
  it('gives a password to be reset and enrolment; the role follows the first sign-in', async () => {
    await applyAll(full)
    await sandbox.clients.iam.send(new sdk.CreateAccountAliasCommand({ AccountAlias: 'examplecorp' }))
    const told: TellOnce[] = []
    const done = await onboardThem(full, [newcomer('mary', { tags: { team: 'data' } })], (one) => told.push(one))
    const address = 'https://examplecorp.signin.aws.amazon.com/console'
    expect(done).toEqual([{ person: 'mary', user: 'mary', address, groups: ['Enrolment-test'], waiting: ['Later'] }])
    const [secret] = told
    expect(secret).toMatchObject({ user: 'mary', address })
    const { Tags } = await sandbox.clients.iam.send(new sdk.ListUserTagsCommand({ UserName: 'mary' }))
    expect(Tags).toEqual([
      { Key: 'rolewright:model', Value: 'test' },
      { Key: 'rolewright:person', Value: 'mary' },
      { Key: 'team', Value: 'data' },
    ])
    const { LoginProfile } = await sandbox.clients.iam.send(new sdk.GetLoginProfileCommand({ UserName: 'mary' }))
    expect(LoginProfile?.PasswordResetRequired).toBe(true)
    expect(await applyAll(full)).toEqual([])

    const mary = await sandbox.signIn({ user: 'mary', password: secret?.password ?? '' })
    await expect(mary.iam.send(new sdk.ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
    const NewPassword = 'A-Password-0f-my-own!'
    await mary.iam.send(new sdk.ChangePasswordCommand({ OldPassword: secret?.password, NewPassword }))
    const { VirtualMFADevice } = await mary.iam.send(
      new sdk.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'mary' }),
    )
    const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' }
    const { SerialNumber } = VirtualMFADevice ?? {}
    await mary.iam.send(new sdk.EnableMFADeviceCommand({ UserName: 'mary', SerialNumber, ...codes }))
    await expect(
      mary.iam.send(new sdk.EnableMFADeviceCommand({ UserName: 'diego', SerialNumber, ...codes })),
    ).rejects.toMatchObject({ name: 'AccessDenied' })
    expect(await applyAll(full)).toEqual([
      ['add-member', { group: 'Later', user: 'mary' }],
      ['remove-member', { group: 'Enrolment-test', user: 'mary' }],
    ])
  })

  it('makes an access key only with a reason, and many people at once', async () => {
    await applyAll(full)
    const told: TellOnce[] = []
    const done = await onboardThem(
      full,
      [newcomer('mary'), newcomer('diego', { accessKeyReason: 'runs the nightly export from a machine outside AWS' })],
      (one) => told.push(one),
    )
    expect(done.map(({ user, accessKey }) => [user, accessKey !== undefined])).toEqual([
      ['mary', false],
      ['diego', true],
    ])
    const { clients } = sandbox
    const { AccessKeyMetadata } = await clients.iam.send(new sdk.ListAccessKeysCommand({ UserName: 'diego' }))
    expect(AccessKeyMetadata?.map(({ AccessKeyId }) => AccessKeyId)).toEqual([told[1]?.accessKey?.id])
    await history.close()
    await openAgain()
    const text = JSON.stringify(history.earlier)
    expect(text).toContain('runs the nightly export')
    const secrets = told.flatMap(({ password, accessKey }) => [password, accessKey?.secret ?? password])
    for (const secret of secrets) expect(text).not.toContain(secret)
  })

  it('brings enrolment along where nothing else lets the person set a password', async () => {
    await applyAll(plain)
    const told: TellOnce[] = []
    const [done] = await onboardThem(plain, [newcomer('diego')], (one) => told.push(one))
    expect(done?.groups).toEqual(['Clerk', 'Enrolment-test'])
    expect(await applyAll(plain)).toEqual([])
    const OldPassword = told[0]?.password
    const diego = await sandbox.signIn({ user: 'diego', password: OldPassword ?? '' })
    await diego.iam.send(new sdk.ChangePasswordCommand({ OldPassword, NewPassword: 'A-Password-0f-my-own!' }))
    expect((await applyAll(plain)).map(([kind]) => kind)).toEqual([
      'remove-member',
      'detach-policy',
      'delete-group',
      'delete-policy',
    ])
    const policy = { AllowUsersToChangePassword: true, MinimumPasswordLength: 30, RequireSymbols: true }
    await sandbox.clients.iam.send(new sdk.UpdateAccountPasswordPolicyCommand(policy))
    await sandbox.clients.iam.send(new sdk.DeleteLoginProfileCommand({ UserName: 'diego' }))
    const [again] = await onboardThem(plain, [newcomer('diego')])
    expect(again?.groups).toEqual(['Clerk'])
  })

  it('goes on where it was stopped, at any call, with a new password and one key', async () => {
    const reason = { accessKeyReason: 'a reason that somebody gave' }
    for (let at = 0; at < 12; at++) {
      await history.close()
      await rm(dir, { recursive: true })
      sandbox = await openSandbox({ accountId, clock: now })
      await openAgain()
      await applyAll(plain)
      const { iam } = sandbox.clients
      let calls = 0
      const stop = new Error('stopped')
      iam.middlewareStack.add(
        (next) => async (args) => {
          const writes = !/^(Get|List|Generate)/.test(args.constructor.name)
          const result = await next(args)
          if (writes && calls++ === at) throw stop
          return result
        },
        { step: 'deserialize', name: 'stop' },
      )
      const first = await onboardThem(plain, [newcomer('diego', reason)]).catch(() => undefined)
      iam.middlewareStack.remove('stop')
      if (first !== undefined) continue
      await history.close()
      await openAgain()
      const told: TellOnce[] = []
      const [done] = await onboardThem(plain, [newcomer('diego', reason)], (one) => told.push(one))
      const { AccessKeyMetadata } = await iam.send(new sdk.ListAccessKeysCommand({ UserName: 'diego' }))
      expect(AccessKeyMetadata?.map(({ AccessKeyId }) => AccessKeyId)).toEqual([done?.accessKey])
      await sandbox.signIn({ user: 'diego', password: told[0]?.password ?? '' })
    }
  })

  it('is refused for who is there already, lives elsewhere, or comes before the groups', async () => {
    const plan = (model: typeof full, newcomers: readonly Newcomer[]) =>
      planOnboarding(sandbox.clients, { newcomers, model: 'test', desired: desiredOf(model), history, now })
    await expect(plan(plain, [newcomer('diego')])).rejects.toMatchObject({
      code: 'group-missing',
      message: '`diego` is to be in the group `Clerk`, which the account does not have yet',
      hint: 'run `rolewright apply` first',
    })
    await expect(plan(plain, [newcomer('mary')])).rejects.toMatchObject({
      code: 'person-elsewhere',
      message: '`mary` (`mary`) does not work in the account `111122223333`',
    })
    await applyAll(plain)
    await onboardThem(plain, [newcomer('diego')])
    await history.close()
    await openAgain()
    await expect(plan(plain, [newcomer('diego')])).rejects.toMatchObject({
      code: 'user-taken',
      message: '`diego` has a password already, so there is nobody to onboard',
    })
    const { iam } = sandbox.clients
    const kept = await planOffboarding(sandbox.clients, { user: 'diego', keepUser: true, history, now })
    await offboard(sandbox.clients, kept, { history, now })
    await expect(plan(plain, [newcomer('diego')])).rejects.toMatchObject({
      code: 'user-taken',
      message: '`diego` was offboarded and kept, and is denied everything',
    })
    await iam.send(new sdk.UpdateUserCommand({ UserName: 'diego', NewPath: '/elsewhere/' }))
    await expect(plan(plain, [newcomer('diego')])).rejects.toMatchObject({
      code: 'user-taken',
      message:
        'the account has a user of the name `diego` already, as `arn:aws:iam::111122223333:user/elsewhere/diego`',
    })
  })
})
