import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  GetGroupCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { openSandbox, type Sandbox } from '@rolewright/aws-sync'
import { afterEach, expect, it } from 'vitest'
import { createProject } from './testing/project.testing.ts'
import { rolewright } from './testing/rolewright.testing.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/guides/existing-account.md'), 'utf8')
const accountId = '111122223333'

const cleanUp: (() => unknown)[] = []

afterEach(async () => {
  for (const clean of cleanUp.splice(0)) await clean()
})

const document = (...Action: readonly string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })

/** The account that the guide finds. */
async function layAccount({ clients: { iam } }: Sandbox): Promise<void> {
  const [PolicyName, PolicyArn] = ['ReadLogs', `arn:aws:iam::${accountId}:policy/ReadLogs`]
  await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: document('logs:Describe*', 'logs:Get*') }))
  for (const GroupName of ['Developers', 'Operators']) await iam.send(new CreateGroupCommand({ GroupName }))
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Developers', PolicyArn }))
  const PolicyDocument = document('codedeploy:CreateDeployment', 'codedeploy:Get*')
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'Developers', PolicyName: 'deploy', PolicyDocument }))
  const aws = 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Operators', PolicyArn: aws }))
  await iam.send(new CreateUserCommand({ UserName: 'ana' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Developers', UserName: 'ana' }))
}

it('the guide “From an existing account” does what it says, command by command', async () => {
  const project = createProject()
  cleanUp.push(project.remove)
  const folder = join(project.folder, 'acme')
  mkdirSync(folder)
  const sandbox = await openSandbox({ accountId })
  await layAccount(sandbox)
  const server = await sandbox.listen(0)
  cleanUp.push(() => server.close())
  const env = {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'administrator',
    AWS_SECRET_ACCESS_KEY: 'secret',
  }
  const commands: string[] = []
  const shown: [file: string, guide: string, folder: string][] = []
  for (const [, language, block = ''] of guide.matchAll(/```(sh|ts)\n([\s\S]*?)```/g)) {
    if (language === 'ts') {
      const [, file = '', code = ''] = /^\/\/ (\S+)\n([\s\S]*)$/.exec(block) ?? []
      shown.push([file, code, readFileSync(join(folder, file), 'utf8')])
      continue
    }
    for (const line of block.split('\n').filter((one) => one.startsWith('npx rolewright '))) {
      const ran = await rolewright(folder, line.slice('npx rolewright '.length).split(' '), { env })
      if (ran.code !== 0) throw new Error(`${line}\n${ran.stdout}${ran.stderr}`)
      commands.push(line.split(' ').slice(2, 4).join(' '))
    }
  }
  for (const [, code, text] of shown) expect(text).toContain(code)
  expect(shown.map(([file]) => file)).toEqual(['roles/developers.ts', 'roles/accounts.ts'])
  expect(commands).toContain('adopt group')
  expect(commands).toContain('apply plan.json')
  const { Group } = await sandbox.clients.iam.send(new GetGroupCommand({ GroupName: 'Developers' }))
  expect(Group?.Path).toBe('/rolewright/acme/')
  const tsc = join(dirname(createRequire(join(root, 'package.json')).resolve('typescript/package.json')), 'bin/tsc')
  const typed = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
  expect(typed.stdout).toBe('')
}, 120_000)
