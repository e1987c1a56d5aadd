import {
  CreateGroupCommand,
  GetAccountPasswordPolicyCommand,
  ListGroupsCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { openSandbox } from '@rolewright/aws-sync'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

let project: Project
const SANDBOX = ['--sandbox', 'account.json']

beforeEach(async () => {
  project = createProject()
  await openSandbox({ file: join(project.folder, 'account.json'), accountId: '111122223333' })
})
afterEach(() => project.remove())

const history = (): string =>
  Object.entries(project.files())
    .filter(([name]) => name.startsWith('audit/'))
    .map(([, text]) => text)
    .join('\n')

describe('baseline', () => {
  it('shows what fails, from where and how to mend it, with a score that goes into the history', async () => {
    const ran = await runHere(project.folder, ['baseline', ...SANDBOX])
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('error the root user signs in with MFA root-mfa (RW-BASE-ROOT-MFA)')
    expect(ran.stdout).toContain('source: Before granting users the access they need, step 3')
    expect(ran.stdout).toMatch(/Score \d+ of 100: \d+ passed, 5 failed, \d+ can’t be seen\./)
    expect(history()).toContain('"kind":"baseline"')
  })

  it('gives the report as JSON', async () => {
    const ran = await runHere(project.folder, ['baseline', ...SANDBOX, '--json'])
    const report: unknown = JSON.parse(ran.stdout)
    expect(report).toMatchObject({ version: 1, accountId: '111122223333', score: { of: expect.any(Number) } })
  })

  it('mends after showing what it does, and does nothing the second time', async () => {
    const first = await runHere(project.folder, ['baseline', '--mend', 'password-policy', ...SANDBOX, '--yes'])
    expect(first.stdout).toContain('+ set a password policy: minimumLength 14, symbols true')
    expect(first.stdout).toContain('Mended in 1 call.')
    const sandbox = await openSandbox({ file: join(project.folder, 'account.json') })
    const { PasswordPolicy: policy } = await sandbox.clients.iam.send(new GetAccountPasswordPolicyCommand({}))
    expect(policy).toMatchObject({ MinimumPasswordLength: 14, MaxPasswordAge: 90 })
    const second = await runHere(project.folder, ['baseline', '--mend', 'password-policy', ...SANDBOX, '--yes'])
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is to be mended.') })
  })

  it('changes nothing without a yes', async () => {
    const ran = await runHere(project.folder, ['baseline', '--mend', 'password-policy', ...SANDBOX], { confirm: false })
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was changed.') })
    const silent = await runHere(project.folder, ['baseline', '--mend', 'administrators-group', ...SANDBOX])
    expect(silent).toMatchObject({ code: 1, stderr: expect.stringContaining('error needs-yes') })
    expect(history()).not.toContain('account-intent')
  })

  it('tells in steps what only a person can do', async () => {
    const ran = await runHere(project.folder, ['baseline', '--mend', 'root-mfa', ...SANDBOX])
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain(
      'Only a person can do this:\n  1. Sign in to https://console.aws.amazon.com/ as the root user',
    )
  })

  it('names the nearest check for one that is not there', async () => {
    const ran = await runHere(project.folder, ['baseline', '--mend', 'root-mfaa', ...SANDBOX])
    expect(ran.stderr).toBe(
      'error invalid-argument: the baseline has no check `root-mfaa`\n  mend:  did you mean `root-mfa`?\n',
    )
  })

  it('says what it leaves of the policies that lie inside groups', async () => {
    const sandbox = await openSandbox({ file: join(project.folder, 'account.json') })
    await sandbox.clients.iam.send(new CreateGroupCommand({ GroupName: 'Clerks' }))
    const PolicyDocument =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
    await sandbox.clients.iam.send(
      new PutGroupPolicyCommand({ GroupName: 'Clerks', PolicyName: 'read', PolicyDocument }),
    )
    const ran = await runHere(project.folder, ['baseline', '--mend', 'inline-policies', ...SANDBOX, '--yes', '--json'])
    expect(JSON.parse(ran.stdout)).toMatchObject({
      check: 'inline-policies',
      left: [],
      mended: [
        { operation: 'iam:CreatePolicy', subject: 'policy read' },
        { operation: 'iam:AttachGroupPolicy', subject: 'policy read to group Clerks' },
        { operation: 'iam:DeleteGroupPolicy', subject: 'policy read inside group Clerks' },
      ],
    })
  })
})

describe('bootstrap', () => {
  const ask = {
    choose: () => Promise.reject(new Error('nothing to choose')),
    write: (question: string) => Promise.resolve(question.startsWith('First') ? '123456' : '654321'),
  }

  it('goes through the steps, tells the secrets once, and has nothing left to do but what a person does', async () => {
    const args = [
      'bootstrap',
      '--alias',
      'examplecorp',
      '--tag',
      'team=security',
      '--secrets',
      'secrets.txt',
      ...SANDBOX,
    ]
    const ran = await runHere(project.folder, [...args, '--yes'], { ask })
    expect(ran.stdout).toContain('Steps 2, 3, 4, 5, 6, 7 are done.\nLeft for a person: 1, 8.')
    const secrets = readFileSync(join(project.folder, 'secrets.txt'), 'utf8')
    const password = /password: (\S+)/.exec(secrets)?.[1] ?? ''
    const seed = /secret: (\S+)/.exec(secrets)?.[1] ?? ''
    expect(password.length).toBeGreaterThanOrEqual(24)
    expect(seed).toMatch(/^[A-Z2-7]+$/)
    expect(statSync(join(project.folder, 'secrets.txt')).mode & 0o777).toBe(0o600)
    const elsewhere = [ran.stdout, ran.stderr, history()].join('\n')
    expect(elsewhere).not.toContain(password)
    expect(elsewhere).not.toContain(seed)
    const again = await runHere(project.folder, ['bootstrap', ...SANDBOX, '--json'])
    expect(again.code).toBe(0)
    expect(JSON.parse(again.stdout)).toMatchObject({ done: [], left: [1, 8] })
    const checked = await runHere(project.folder, ['baseline', ...SANDBOX, '--json'])
    expect(JSON.parse(checked.stdout)).toMatchObject({ score: { percent: expect.any(Number) } })
  })

  it('leaves the MFA device to the person where nobody is there to type its codes', async () => {
    const ran = await runHere(project.folder, ['bootstrap', ...SANDBOX, '--yes', '--secrets', 's.txt', '--json'])
    expect(JSON.parse(ran.stdout)).toMatchObject({ done: [3, 4, 5, 6], left: [1, 2, 7, 8] })
  })

  it('refuses what AWS would refuse halfway, before anything is done', async () => {
    const refusals = [
      [['--policy', 'NoSuchPolicy'], 'AWS has no managed policy `arn:aws:iam::aws:policy/NoSuchPolicy`'],
      [['--user', 'bad name'], 'such a name has 1 to 64 letters'],
      [['--alias', 'UPPER'], 'an alias has 3 to 63 lower-case letters'],
    ] as const
    for (const [given, message] of refusals) {
      const ran = await runHere(project.folder, ['bootstrap', ...given, ...SANDBOX, '--yes'])
      expect(ran.code).toBe(1)
      expect(ran.stderr).toContain(message)
    }
    const { iam } = (await openSandbox({ file: join(project.folder, 'account.json') })).clients
    expect((await iam.send(new ListGroupsCommand({}))).Groups).toEqual([])
  })

  it('refuses what can be no policy of AWS', async () => {
    const ran = await runHere(project.folder, ['bootstrap', '--policy', '../Full Access', ...SANDBOX])
    expect(ran.stderr).toContain('error invalid-argument: `../Full Access` is not the name of a managed policy of AWS')
  })
})
