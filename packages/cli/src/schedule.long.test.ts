import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSandbox, type Sandbox } from '@rolewright/aws-sync'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { REVIEWED_MODEL } from './testing/reviewed-project.testing.ts'

const templates = fileURLToPath(new URL('../templates', import.meta.url))
const BIN = fileURLToPath(new URL('../bin/rolewright.js', import.meta.url))
const workflow = readFileSync(join(templates, 'github/rolewright-review.yml'), 'utf8')

let project: Project
let sandbox: Sandbox
let close: () => Promise<unknown>
let env: Readonly<Record<string, string>>
beforeEach(async () => {
  project = createProject({ 'model.ts': REVIEWED_MODEL })
  sandbox = await openSandbox({ accountId: '111122223333' })
  const server = await sandbox.listen(0)
  close = () => server.close()
  const bin = join(project.folder, 'node_modules/.bin')
  command(
    join(bin, 'npx'),
    `while [ "\${1#--}" != "$1" ]; do shift; done; shift; exec '${process.execPath}' '${BIN}' "$@"`,
  )
  command(join(bin, 'gh'), `echo "$@" >> "$GH_LOG"; if [ "$2" = list ]; then echo "$GH_WAITING"; fi`)
  env = {
    PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`,
    HOME: project.folder,
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'x',
    GIT_CONFIG_NOSYSTEM: '1',
    ACCOUNT: 'dev',
    BASE: 'main',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '1',
    RUNNER_TEMP: `${project.folder}/node_modules`,
    GITHUB_OUTPUT: `${project.folder}/node_modules/output`,
    GH_LOG: `${project.folder}/node_modules/gh.log`,
    GH_WAITING: '',
  }
})
afterEach(async () => {
  await close()
  project.remove()
})

function command(file: string, body: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
}

interface Ran {
  readonly code: number | null
  readonly said: string
}

function run(file: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: project.folder, env: { ...env, ...more } })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, said }))
  })
}

/** Runs what a step of the workflow runs, with the shell of GitHub's runners. */
async function step(name: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const [, script = 'exit 9'] =
    new RegExp(`- name: ${name}\\n(?: {8}.*\\n| {10}.*\\n)*? {8}run: \\|\\n((?: {10}.*\\n)+)`).exec(workflow) ?? []
  return run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script.replaceAll(/^ {10}/gm, '')], more)
}

const git = async (...args: readonly string[]): Promise<string> => {
  const { code, said } = await run('git', args)
  expect(code, said).toBe(0)
  return said.trim()
}

const log = (): string => (existsSync(env['GH_LOG'] ?? '') ? readFileSync(env['GH_LOG'] ?? '', 'utf8') : '')

it('the workflow opens a pull request with the review, and nothing when nothing is due or one waits', async () => {
  await git('init', '--quiet', '--bare', 'node_modules/origin.git')
  await git('init', '--quiet', '--initial-branch', 'main')
  await git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'first')
  await git('remote', 'add', 'origin', 'node_modules/origin.git')
  // Neither is in .gitignore: what is installed never gets into the commit.
  await git('add', 'model.ts', 'package.json', 'rolewright.config.ts')
  await git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '-m', 'roles')
  await run('npx', ['rolewright', 'apply', '--yes'])
  await git('add', 'audit')
  await git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '-m', 'applied')

  expect(await step('Look for a review that waits', { GH_WAITING: 'https://example.com/1' })).toEqual({
    code: 0,
    said: 'A review waits to be merged: https://example.com/1\n',
  })
  expect(await step('Look for a review that waits')).toEqual({ code: 0, said: '' })
  expect(readFileSync(env['GITHUB_OUTPUT'] ?? '', 'utf8')).toBe('waiting=https://example.com/1\nwaiting=\n')

  expect(await step('Review what is due')).toMatchObject({ code: 0 })
  const opened = await step('Open a pull request')
  expect(opened, opened.said).toMatchObject({ code: 0 })
  const branch = await git('branch', '--show-current')
  expect(branch).toMatch(/^rolewright-review-\d{4}-\d\d-\d\d-7-1$/)
  expect(log()).toContain(`pr create --base main --head ${branch} --title Review of AWS roles, `)
  expect(readFileSync(`${env['RUNNER_TEMP']}/body.md`, 'utf8')).toMatch(/^# Review of /)
  const committed = (await git('diff', '--name-only', 'main', `origin/${branch}`)).split('\n')
  expect(committed.map((name) => name.replace(/[^/]*-111122223333\.json|[0-9A-Z]{26}/, '*'))).toEqual([
    'audit/111122223333/*.jsonl',
    'review.md',
    'reviews/*',
  ])

  // Merged, and run again on the same day.
  await git('switch', '--quiet', 'main')
  await git('merge', '--quiet', branch)
  const before = log()
  expect(await step('Review what is due')).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^Nothing is due before /),
  })
  expect(await step('Open a pull request')).toEqual({ code: 0, said: 'Nothing is due.\n' })
  expect(log()).toBe(before)
  // Run again by hand after it failed half way: the branch of the first attempt is there already.
  await git('reset', '--quiet', '--hard', 'main~1')
  expect(await step('Review what is due')).toMatchObject({ code: 0 })
  expect(await step('Open a pull request', { GITHUB_RUN_ATTEMPT: '2' })).toMatchObject({ code: 0 })
  expect(await git('branch', '--show-current')).toMatch(/-7-2$/)
})

it('the line for cron runs as cron runs it', async () => {
  await run('npx', ['rolewright', 'apply', '--yes'])
  const [, shell = '', line = ''] =
    /^SHELL=(.+)\n[^]*^[^#A-Z]+ rolewright (cd .+)$/m.exec(
      readFileSync(join(templates, 'cron/rolewright-review'), 'utf8'),
    ) ?? []
  expect(line).not.toContain('%')
  const here = line.replace('/srv/roles', project.folder).replace('production', 'dev')
  const first = await run(shell, ['-c', here])
  expect(first, first.said).toMatchObject({ code: 0, said: expect.stringMatching(/Written to reviews\//) })
  const { files } = project
  const before = files()
  expect(await run(shell, ['-c', here])).toEqual({ code: 0, said: expect.stringMatching(/^Nothing is due before /) })
  expect(files()).toEqual(before)
})
