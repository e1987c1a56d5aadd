import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import {
  CreateGroupCommand,
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  ListGroupsCommand,
} from '@aws-sdk/client-iam'
import { openSandbox } from '@rolewright/aws-sync'
import { catalogDate } from '@rolewright/core'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { systemIo } from './frame/io.ts'
import { createProgram } from './frame/program.ts'
import { modelWith } from './testing/project.testing.ts'
import { projectsOfThisFile } from './testing/projects.testing.ts'
import { rolewright } from './testing/rolewright.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const SANDBOX = ['--sandbox', 'account.json']
const project = projectsOfThisFile()

function commandsOf(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(commandsOf)
}

test('prints its version and the date of the catalogue', async () => {
  const ran = await runHere('/', ['--version'])
  expect(ran).toMatchObject({ code: 0, stderr: '' })
  expect(ran.stdout).toMatch(new RegExp(`^rolewright \\d+\\.\\d+\\.\\d+ .*${catalogDate}`))
})

test('colours nothing that goes into a pipe, whatever the environment says of colours', async () => {
  const given = project()
  const ran = await rolewright(given.folder, ['check', '--config', 'none.ts'], {
    env: { CI: 'true', FORCE_COLOR: '1' },
  })
  expect(ran.stderr).toContain('error ')
  expect(ran.stderr).not.toContain('\u001B')
})

test('shows the commands when none is given, and fails', async () => {
  const ran = await runHere('/', [])
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain('Usage: rolewright [options] [command]')
  expect(ran.stderr).not.toContain('error')
})

test('every command explains itself and takes the common options', () => {
  const program = createProgram(() => Promise.resolve(), systemIo())
  const commands = program.commands.flatMap(commandsOf)
  expect(commands.length).toBeGreaterThan(10)
  for (const command of commands) {
    const options = command.options.map((option) => option.long)
    expect(options, command.name()).toEqual(expect.arrayContaining(['--json', '--account', '--config', '--yes']))
    expect(command.summary(), command.name()).not.toBe('')
    expect(command.description(), command.name()).not.toBe('')
  }
})

test('plans from the saved JSON of an account, and applies to none such', async () => {
  const given = project()
  const sandbox = await openSandbox({ accountId: '111122223333' })
  await sandbox.clients.iam.send(new CreateGroupCommand({ GroupName: 'Visitors' }))
  const details = await sandbox.clients.iam.send(new GetAccountAuthorizationDetailsCommand({}))
  given.write({ 'details.json': JSON.stringify(details) })
  const plan = await runHere(given.folder, ['plan', '--from-file', 'details.json'])
  expect(plan).toMatchObject({ code: 0, stderr: '' })
  expect(plan.stdout).toContain('read from the file details.json')
  expect(plan.stdout).toContain('1 group: Visitors')
  expect(plan.stdout).toContain('5 changes in 7 calls')
  const apply = await runHere(given.folder, ['apply', '--from-file', 'details.json', '--yes'])
  expect(apply.code).toBe(1)
  expect(apply.stderr).toContain('error unknown-option: unknown option `--from-file`')
  const both = await runHere(given.folder, ['plan', '--from-file', 'details.json', '--sandbox'])
  expect(both.stderr).toContain('error two-sources: ')
})

test('refuses a sandbox of another account', async () => {
  const given = project()
  const other = await openSandbox({ file: `${given.folder}/account.json`, accountId: '999900001111' })
  await other.clients.iam.send(new CreateGroupCommand({ GroupName: 'Visitors' }))
  const ran = await runHere(given.folder, ['apply', ...SANDBOX, '--yes'])
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain(
    'error wrong-account: the account that answers is `999900001111`, meant is `111122223333`\n',
  )
})

test('does not apply what a foreign name stands in the way of', async () => {
  const given = project()
  const { clients } = await openSandbox({ file: `${given.folder}/account.json`, accountId: '111122223333' })
  await clients.iam.send(new CreateGroupCommand({ GroupName: 'clerk' }))
  const before = given.files()
  const plan = await runHere(given.folder, ['plan', ...SANDBOX])
  expect(plan.code).toBe(1)
  expect(plan.stdout).toContain('! group Clerk: `arn:aws:iam::111122223333:group/clerk` has this name already')
  expect(plan.stdout).toContain("This plan can't be applied: 1 name is taken. Rename in the model")
  const apply = await runHere(given.folder, ['apply', ...SANDBOX, '--yes'])
  expect(apply.code).toBe(1)
  expect(apply.stderr).toContain("error name-taken: group Clerk can't be made: ")
  expect(apply.stderr).toContain('  mend:  give it another name in the model')
  expect(given.files()).toEqual(before)
})

test('asks before it applies', async () => {
  const given = project()
  const no = await runHere(given.folder, ['apply', ...SANDBOX], { confirm: false })
  expect(no).toMatchObject({ code: 1, stderr: 'Nothing was changed.\n' })
  expect(Object.keys(given.files()).filter((file) => file.startsWith('audit'))).toEqual([])
  const yes = await runHere(given.folder, ['apply', ...SANDBOX], { confirm: true })
  expect(yes.code).toBe(0)
  expect(yes.stdout).toContain('Applied 5 changes in 7 calls.')
  const again = await runHere(given.folder, ['apply', ...SANDBOX])
  expect(again).toMatchObject({ code: 0, stderr: '' })
  expect(again.stdout).toContain('No changes: the account is as the model says.')
})

test('prints one JSON document, and the history as entries', async () => {
  const given = project()
  const apply = await runHere(given.folder, ['apply', ...SANDBOX, '--yes', '--json'])
  const done: unknown = JSON.parse(apply.stdout)
  expect(done).toMatchObject({
    account: { id: 'dev', accountId: '111122223333' },
    applied: { changes: 5, calls: 7, head: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
  expect(apply.stderr).toMatch(/^(?:\d of 5 changes done, .+\n){5}history head [0-9a-f]{64}\n$/)
  const log = await runHere(given.folder, ['audit'])
  expect(log.stdout).toContain('applied   changes: 5, calls: 7')
  expect(log.stdout).not.toContain('intent')
  expect((await runHere(given.folder, ['audit', 'log', '--calls'])).stdout).toContain('iam:CreatePolicy')
  const id = /^ {2}(\w{26}) .* applied/m.exec(log.stdout)?.[1] ?? ''
  const entry: unknown = JSON.parse((await runHere(given.folder, ['audit', 'show', id])).stdout)
  expect(entry).toMatchObject({ id, kind: 'applied' })
  const unknown = await runHere(given.folder, ['audit', 'show', 'ZZZ'])
  expect(unknown.stderr).toContain('error entry-unknown: the history has no entry `ZZZ`\n')
  const cut = await runHere(given.folder, ['audit', 'verify', '--head', 'f'.repeat(64)])
  expect(cut.code).toBe(1)
  expect(cut.stderr).toContain('error history-cut-or-rewritten: ')
})

test('deletes what left the model only with --prune', async () => {
  const model = modelWith(
    "resources: ['*'] })],\n})",
    "resources: ['*'] })],\n})\nconst other = definePolicy({ ...readBills, name: 'Other' })",
  )
  const given = project({
    'model.ts': model.replace('policies: [readBills]', 'policies: [readBills, other]'),
    'fewer.ts': model,
    'fewer.config.ts': "import model from './fewer.ts'\n\nexport default { model }\n",
  })
  expect(await runHere(given.folder, ['apply', ...SANDBOX, '--yes'])).toMatchObject({ code: 0 })
  const fewer = ['--config', 'fewer.config.ts', ...SANDBOX, '--yes']
  const kept = await runHere(given.folder, ['apply', ...fewer])
  expect(kept.stdout).toContain('  - policy Other on group Clerk')
  expect(kept.stdout).toContain('  i policy Other: not in the model any more; `--prune` deletes it')
  const pruned = await runHere(given.folder, ['apply', ...fewer, '--prune'])
  expect(pruned.stdout).toContain('  - policy Other (not in the model any more)')
  expect(pruned.stdout).toContain('Applied 1 change in ')
})

test('pins AWS managed policies', async () => {
  const use = modelWith('policies: [readBills]', "policies: [readBills, awsManaged('ReadOnlyAccess')]").replace(
    '{ allow,',
    '{ allow, awsManaged,',
  )
  const given = project({ 'model.ts': use })
  const unpinned = await runHere(given.folder, ['check'])
  expect(unpinned.code).toBe(1)
  expect(unpinned.stderr).toContain('run `rolewright import aws-managed`')
  const first = await runHere(given.folder, ['import', 'aws-managed', '--sandbox'])
  expect(first.stdout).toMatch(
    /^ {2}\+ arn:aws:iam::aws:policy\/ReadOnlyAccess v\d+\n1 AWS managed policy pinned in aws-managed.lock.json, 1 change.\n$/,
  )
  expect((await runHere(given.folder, ['check'])).code).toBe(0)
  const lock = given.files()['aws-managed.lock.json']
  const again = await runHere(given.folder, ['import', 'aws-managed', '--sandbox'])
  expect(again.stdout).toBe('1 AWS managed policy pinned in aws-managed.lock.json, 0 changes.\n')
  expect(given.files()['aws-managed.lock.json']).toBe(lock)
  const wrong = project({ 'model.ts': use.replace('ReadOnlyAccess', 'ReadOnlyAcess') })
  const refused = await runHere(wrong.folder, ['import', 'aws-managed', '--sandbox'])
  expect(refused.stderr).toContain(
    'error aws-managed-unknown: AWS has no managed policy `arn:aws:iam::aws:policy/ReadOnlyAcess`\n',
  )
  expect(Object.keys(wrong.files())).not.toContain('aws-managed.lock.json')
})

test('refuses what a review can not be run or decided with', async () => {
  const given = project()
  const none = await runHere(given.folder, ['review', 'decide', 'abc', 'accept', '--reason', 'x', '--sandbox'])
  expect(none.stderr).toContain('error no-review: no review of this account is stored\n')
  const perhaps = await runHere(given.folder, ['review', 'decide', 'abc', 'perhaps', '--reason', 'x', '--sandbox'])
  expect(perhaps.stderr).toBe(
    'error invalid-argument: `perhaps` is not a decision\n  mend:  decide `accept`, `keep` or `defer`\n',
  )
  const unsaid = await runHere(given.folder, ['review', 'decide', 'abc', 'accept', '--sandbox'])
  expect(unsaid.stderr).toMatch(/^error missing-option: required option .+--reason/)
  for (const days of ['0', '401', 'ninety', '1.5']) {
    const window = await runHere(given.folder, ['review', '--sandbox', '--window', days])
    expect(window.stderr).toContain(`error invalid-argument: \`${days}\` is not a window\n`)
  }
})

test('serves a sandbox until it is stopped', async () => {
  const given = project()
  const bin = fileURLToPath(new URL('../bin/rolewright.js', import.meta.url))
  const child = spawn(process.execPath, [bin, 'sandbox', '--port', '0', ...SANDBOX, '--json'], {
    cwd: given.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [text] = await once(child.stdout.setEncoding('utf8'), 'data')
  const about: { url: string; accountId: string } = JSON.parse(String(text))
  expect(about.accountId).toBe('111122223333')
  const iam = new IAMClient({
    endpoint: about.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'administrator', secretAccessKey: 'not-checked' },
  })
  await iam.send(new CreateGroupCommand({ GroupName: 'Visitors' }))
  expect((await iam.send(new ListGroupsCommand({}))).Groups?.map((group) => group.GroupName)).toEqual(['Visitors'])
  iam.destroy()
  child.kill('SIGINT')
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
  expect(Object.keys(given.files())).toContain('account.json')
  const wrong = await runHere(given.folder, ['sandbox', '--port', '70000'])
  expect(wrong.stderr).toContain('error invalid-argument: `70000` is not a port\n')
})
