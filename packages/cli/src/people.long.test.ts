import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
} from '@aws-sdk/client-iam'
import { openSandbox, readAccount, type Sandbox } from '@rolewright/aws-sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const MODEL = `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask, mutuallyExclusive } from '@rolewright/core'

const policy = (name, ...actions) => definePolicy({ name, statements: [allow({ actions, resources: ['*'] })] })
const role = (id, name, more = {}) =>
  defineRole({
    id, title: id, owner: 'it@example.com', justification: 'does the work of a ' + id,
    tasks: [defineTask({ id: id + '-work', title: id, policies: [policy(name, 'sqs:PurgeQueue', 's3:GetObject')] })], ...more,
  })
const clerk = role('clerk', 'Clerk', { activation: 'after first sign-in' })
const payer = role('payer', 'Payer')
const approver = role('approver', 'Approver')
const rescuer = role('rescuer', 'Rescuer', { breakGlass: true })
const mary = definePerson({ id: 'mary', userName: 'mary@example.com', name: 'Mary', roles: [clerk] })
const diego = definePerson({ id: 'diego', userName: 'diego@example.com', name: 'Diego', roles: [payer] })
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

export default defineModel({
  id: 'test', roles: [clerk, payer, approver, rescuer], people: [mary, diego], accounts: [dev],
  rules: [mutuallyExclusive(payer, approver)],
})
`
const account = ['--sandbox', 'account.json', '--yes']

let project: Project
let sandbox: Sandbox

beforeEach(async () => {
  project = createProject({ 'model.ts': MODEL })
  sandbox = await openSandbox({ accountId: '111122223333', file: join(project.folder, 'account.json') })
  await runHere(project.folder, ['apply', ...account])
})
afterEach(() => project.remove())

const run = (...args: readonly string[]) => runHere(project.folder, ['people', ...args, ...account])
const secretsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/^(user|password|key id|secret): +(\S+)/gm)].map(([, name = '', value = '']) => [name, value]),
  )

describe('people onboard', () => {
  it('shows the password on a terminal, and nowhere else', async () => {
    const ran = await runHere(project.folder, ['people', 'onboard', 'mary', ...account], { columns: 80 })
    expect(ran.code, ran.stderr).toBe(0)
    const { password = '' } = secretsIn(ran.stderr)
    expect(password).toHaveLength(24)
    expect(ran.stdout).toContain(
      'onboarded mary (mary@example.com), who signs in at https://111122223333.signin.aws.amazon.com/console',
    )
    expect(ran.stdout).toContain('Clerk: with the first `rolewright apply` after the first sign-in')
    const everywhere = ran.stdout + Object.values(project.files()).join('\n')
    expect(everywhere).not.toContain(password)
  })

  it('writes it into a file of its owner’s where there is no terminal, and never into the JSON', async () => {
    const ran = await run('onboard', 'mary', 'diego', '--json', '--access-key', 'the nightly export', '--tag', 'team=a')
    expect(ran.code, ran.stderr).toBe(0)
    const json: { secrets: string; onboarded: readonly { user: string; accessKey: string }[] } = JSON.parse(ran.stdout)
    expect(json.onboarded.map(({ user }) => user)).toEqual(['mary@example.com', 'diego@example.com'])
    const file = join(project.folder, json.secrets.replace('<folder>', ''))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const text = readFileSync(file, 'utf8')
    const told = [...text.matchAll(/^(?:password|secret): +(\S+)/gm)].map(([, value = '']) => value)
    expect(told).toHaveLength(4)
    const { [file.slice(project.folder.length + 1)]: _, ...others } = project.files()
    const everywhere = ran.stdout + ran.stderr + Object.values(others).join('\n')
    for (const secret of told) expect(everywhere).not.toContain(secret)
    const again = await run('onboard', 'mary', '--secrets', file)
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('user-taken') })
  })

  it('says in a plan who is still waited for, and gives the role when they have signed in', async () => {
    await run('onboard', 'mary', '--secrets', 'mary.txt')
    const waiting = await runHere(project.folder, ['plan', '--sandbox', 'account.json'])
    expect(waiting.stdout).toContain('`mary@example.com` gets this role after the first sign-in')
    const { password = '' } = secretsIn(project.files()['mary.txt'] ?? '')
    const mary = await sandbox.signIn({ user: 'mary@example.com', password })
    await mary.iam.send(new ChangePasswordCommand({ OldPassword: password, NewPassword: 'My-0wn-password!' }))
    await runHere(project.folder, ['apply', ...account])
    const { Groups } = await sandbox.clients.iam.send(new ListGroupsForUserCommand({ UserName: 'mary@example.com' }))
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['Clerk'])
  })

  it.each([
    [['onboard', 'marry'], 'person-unknown', 'the model has no person `marry`', 'did you mean `mary`?'],
    [['onboard', 'mary', '--access-key', 'why'], 'reason-missing', 'an access key needs a reason', 'leave it away'],
    [['onboard', 'mary', '--secrets', 'model.ts'], 'file-unusable', 'it is there already', 'name a new file'],
    [['onboard', 'mary', '--tag', 'team'], 'invalid-argument', 'write a tag as key=value', ''],
    [['onboard', 'mary', '--tag', 'aws:x=1'], 'invalid-argument', 'are AWS’s own', ''],
    [['offboard', 'Bad <name>'], 'user-unknown', 'has no user `Bad <name>`', 'people review'],
  ])('refuses %j', async (args, code, message, hint) => {
    const ran = await run(...args)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain(code)
    expect(ran.stderr).toContain(message)
    expect(ran.stderr).toContain(hint)
    expect(Object.keys(project.files()).filter((file) => file.startsWith('rolewright-secrets'))).toEqual([])
  })
})

describe('people offboard, where the evidence can’t be kept', () => {
  it.each([
    ['model.ts', 'the file for the evidence is there already'],
    ['model.ts/evidence.json', 'error file-unusable'],
    ['.', 'error file-unusable'],
  ])('takes nothing away for %s', async (file, message) => {
    await run('onboard', 'diego', '--secrets', 'diego.txt')
    const before = await readAccount(sandbox.clients)
    const ran = await run('offboard', 'diego', '--evidence', file)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain(message)
    expect(await readAccount(sandbox.clients)).toEqual(before)
    expect(project.files()['model.ts']).toContain('defineModel')
  })
})

describe('people offboard', () => {
  it('shows the steps, does them, and leaves evidence', async () => {
    await run('onboard', 'diego', '--secrets', 'diego.txt')
    const before = await readAccount(sandbox.clients)
    const dry = await run('offboard', 'diego', '--dry-run')
    expect(dry.stdout).toContain(' 1  deny everything, by the inline policy RolewrightOffboarding')
    expect(dry.stderr).toContain('`diego` is still in the model')
    expect(await readAccount(sandbox.clients)).toEqual(before)
    const ran = await run('offboard', 'diego', '--evidence', 'diego.json')
    expect(ran.code, ran.stderr).toBe(0)
    expect(ran.stdout).toContain('diego@example.com is gone. The evidence is in diego.json.')
    expect(JSON.parse(project.files()['diego.json'] ?? '')).toMatchObject({
      kind: 'offboarding',
      user: 'diego@example.com',
      before: { groups: ['Payer', 'Enrolment-test'].toSorted(), loginProfile: { resetRequired: true } },
    })
    const again = await run('offboard', 'diego')
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('user-unknown') })
  })
})

describe('people grant', () => {
  it('gives a break-glass role until its end, tells what was done under it, and leaves nothing', async () => {
    await run('onboard', 'diego', '--secrets', 'diego.txt')
    const groups = async (): Promise<readonly string[]> =>
      ((await sandbox.clients.iam.send(new ListGroupsCommand({}))).Groups ?? []).map(({ GroupName = '' }) => GroupName)
    expect(await groups()).not.toContain('Rescuer')
    const given = await run('grant', 'diego', 'rescuer', '--for', '4h', '--reason', 'the billing queue hangs')
    expect(given.code, given.stderr).toBe(0)
    expect(given.stdout).toContain('by 1 policy of group Grant-')
    const plan = await runHere(project.folder, ['plan', '--sandbox', 'account.json', '--prune', '--exit-code'])
    expect(plan.code, plan.stdout).toBe(0)
    const twice = await run('grant', 'diego', 'rescuer', '--for', '4h', '--reason', 'the billing queue hangs')
    expect(twice.stderr).toContain('`diego` has `rescuer` for a time already, until ')
    await sandbox.use({ user: 'diego@example.com', action: 'sqs:PurgeQueue' })
    await sandbox.advance({ ms: 5 * 3_600_000 })
    const applied = await runHere(project.folder, ['apply', ...account, '--max-loss', '0'])
    expect(applied.code, applied.stderr).toBe(0)
    expect((await groups()).filter((name) => name.startsWith('Grant-'))).toEqual([])
    const log = await runHere(project.folder, ['audit', 'log', '--json', '--kind', 'granted', 'grant-ended'])
    expect(JSON.parse(log.stdout)).toMatchObject([
      {
        entries: [
          {
            kind: 'granted',
            data: { person: 'diego', role: 'rescuer', breakGlass: true, reason: 'the billing queue hangs' },
          },
          {
            kind: 'grant-ended',
            data: {
              person: 'diego',
              role: 'rescuer',
              calls: [{ source: 'sqs.amazonaws.com', name: 'PurgeQueue', count: 1 }],
            },
          },
        ],
      },
    ])
  })

  it.each([
    [
      ['mary', 'rescuer', '--for', '4h', '--reason', 'a long enough reason'],
      'user-unknown',
      'run `rolewright people onboard mary` first',
    ],
    [
      ['diego', 'rescuer', '--for', '4 weeks', '--reason', 'a long enough reason'],
      'invalid-argument',
      'is not a time that access',
    ],
    [['diego', 'rescuer', '--for', '4h', '--reason', 'why'], 'reason-missing', 'needs a reason of ten characters'],
    [['diego', 'recuer', '--for', '4h', '--reason', 'a long enough reason'], 'role-unknown', 'did you mean `rescuer`?'],
    [['diego', 'payer', '--for', '4h', '--reason', 'a long enough reason'], 'grant-conflict', 'holds `payer` for good'],
    [
      ['diego', 'approver', '--for', '4h', '--reason', 'a long enough reason'],
      'grant-conflict',
      'nobody may hold that together',
    ],
    [['diego', 'rescuer', '--for', '4h'], 'missing-option', 'required option `--reason <text>` not specified'],
  ])('refuses %j', async (args, code, message) => {
    if (args[0] === 'mary') await run('offboard', 'mary')
    const ran = await run('grant', ...args)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain(`error ${code}: `)
    expect(ran.stderr).toContain(message)
  })
})

describe('people rotate-key and people review', () => {
  it('goes on as the keys are used, and review says what is left', async () => {
    const user = 'diego@example.com'
    const { iam } = sandbox.clients
    const old = (await iam.send(new CreateAccessKeyCommand({ UserName: user }))).AccessKey
    await sandbox
      .clientsFor({ accessKeyId: old?.AccessKeyId ?? '' })
      .iam.send(new ListGroupsCommand({}))
      .catch(() => undefined)
    await sandbox.advance({ days: 100 })
    const found = await run('review', '--json', '--sarif', 'people.sarif')
    const { findings }: { findings: readonly { code: string; path: string }[] } = JSON.parse(found.stdout)
    expect(findings.map(({ code }) => code).toSorted()).toEqual(['RW-KEY-OLD', 'RW-KEY-UNUSED'])
    expect(findings[0]?.path).toMatch(/^person diego > access key AKIA/)
    expect(JSON.parse(project.files()['people.sarif'] ?? '')).toMatchObject({
      runs: [{ tool: { driver: { rules: [{ id: 'RW-KEY-OLD' }, {}] } }, results: [{ level: 'warning' }, {}] }],
    })
    const first = await run('rotate-key', 'diego', '--secrets', 'key.txt')
    expect(first.code, first.stderr).toBe(0)
    expect((await run('rotate-key', 'diego')).stdout).toContain('Waiting: the new key')
    const told = secretsIn(project.files()['key.txt'] ?? '')
    await sandbox
      .clientsFor({ accessKeyId: told['key id'] ?? '' })
      .iam.send(new ListGroupsCommand({}))
      .catch(() => undefined)
    expect((await run('rotate-key', 'diego')).stdout).toContain('Step 2 of 3')
    expect((await run('rotate-key', 'diego')).stdout).toContain('Step 3 of 3')
    await expect(iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: old?.AccessKeyId }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
    const stuck = await run('rotate-key', 'mary')
    expect(stuck.stderr).toContain('error rotation-stuck: `mary@example.com` has no access key')
    expect((await run('review', '--days', 'many')).stderr).toContain('`many` is not a number of days')
  })
})
