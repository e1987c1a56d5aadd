import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { Sandbox } from '@rolewright/aws-sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Project } from './testing/project.testing.ts'
import { REVIEWED_MODEL, reviewedProject, SANDBOX } from './testing/reviewed-project.testing.ts'
import { rolewright } from './testing/rolewright.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

let project: Project
let ids: readonly string[]
let sandbox: Sandbox

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Olga', '-c', 'user.email=olga@example.com', ...args], {
    cwd: project.folder,
    encoding: 'utf8',
  })
const review = (...args: readonly string[]) => runHere(project.folder, ['review', ...args, ...SANDBOX])

beforeAll(async () => {
  ;({ project, sandbox, ids } = await reviewedProject({ '.gitignore': 'node_modules\naccount.*\n' }))
  git('init', '--quiet', '--initial-branch', 'main')
  git('config', 'user.name', 'Olga')
  git('config', 'user.email', 'olga@example.com')
  for (const id of ids)
    await review('decide', id, 'accept', '--reason', 'not needed\nCo-authored-by: nobody <x@example.com>\n# gone?')
})
afterAll(() => project.remove())

/** All that git knows of the checkout: branch, index, changes. */
const state = (): string => [git('status', '--porcelain', '--branch'), git('worktree', 'list')].join()

it('refuses what is not committed, a bad name and a branch that is there, and touches nothing then', async () => {
  const early = await review('patch', '--branch', 'narrow')
  expect(early.stderr).toMatch(/error (?:not-clean|git-failed): /)
  git('add', '.')
  git('commit', '--quiet', '-m', 'begin')
  const before = state()
  expect((await review('patch', '--branch', 'a..b')).stderr).toContain('error branch-invalid: `a..b` is no name')
  expect((await review('patch', '--branch', 'main')).stderr).toContain('error branch-exists: the branch `main` is')
  expect(state()).toBe(before)
  writeFileSync(`${project.folder}/note.txt`, 'x')
  expect((await review('patch', '--branch', 'narrow')).stderr).toContain('not committed: `?? note.txt`')
  git('clean', '-fdq')
  expect(git('branch', '--list', 'narrow')).toBe('')
})

it('commits the edit on a branch with its evidence, and leaves what is checked out', async () => {
  const before = state()
  const ran = await review('patch', '--branch', 'narrow', '--json')
  expect(ran).toMatchObject({ code: 0 })
  expect(state()).toBe(before)
  const { commit }: { commit: string } = JSON.parse(ran.stdout)
  expect(git('rev-parse', 'narrow').trim()).toBe(commit)
  expect(git('rev-parse', 'narrow~1')).toBe(git('rev-parse', 'main'))
  expect(project.files()['model.ts']).toBe(REVIEWED_MODEL)
  const files = git('diff', '--name-only', 'main', 'narrow').trim().split('\n')
  expect(files).toHaveLength(2)
  expect(files).toEqual(['audit/111122223333/' + (files[0] ?? '').split('/').at(-1), 'model.ts'])
  expect(git('show', 'narrow:model.ts')).toContain("actions: ['ec2:*', 'sqs:*'], resources: ['*'] })")
  const message = git('log', '-1', '--format=%B', 'narrow')
  expect(message).toMatch(/^Take away what nobody used: 3 proposals\n/)
  expect(message).toContain(`\nNarrow statement 1 of Build (${ids[0]})\n  proved to be narrower; takes away `)
  expect(message).toContain('  not used for 90 days: iam (last ')
  expect(message).toContain('  accepted by Olga <olga@example.com> (arn:aws:iam::111122223333:')
  expect(git('log', '-1', '--format=%(trailers)', 'narrow').trim()).toBe('')
  expect((await review('patch', '--branch', 'narrow')).stderr).toContain('error branch-exists: ')
})

it('shows first what was denied after the next apply, and what puts it back', async () => {
  await review('patch')
  const applied = await rolewright(project.folder, ['apply', ...SANDBOX, '--yes'])
  expect(applied).toMatchObject({ code: 0 })
  await sandbox.advance({ days: 3 })
  await sandbox.use([{ user: 'ana', action: 'sns:CreateTopic', denied: true }])
  await sandbox.advance({ days: 30 })
  const ran = await rolewright(project.folder, ['review', ...SANDBOX])
  expect(ran.stdout).toMatch(
    /^Review of 111122223333 .*\n\nmissed {2}sns:CreateTopic was denied 1 time since [\d-]+, last on [\d-]+, to arn:aws:iam::111122223333:user\/ana\n {2}taken away by: Narrow statement 1 of Read\n/,
  )
  const command = /put it back with `rolewright (review restore [0-9a-f]+)`/.exec(ran.stdout)?.[1] ?? ''
  const restored = await runHere(project.folder, [...command.split(' '), ...SANDBOX])
  expect(restored).toMatchObject({ code: 0 })
  expect(project.files()['model.ts']).toContain("actions: ['sqs:*', 'sns:*']")
  expect((await review('report')).stdout).toContain('## Missed since the last review')
  ids = ids.filter((id) => !command.endsWith(id))
})

it('restores what it patched, by one command', async () => {
  expect(project.files()['model.ts']).not.toBe(REVIEWED_MODEL)
  for (const id of ids) {
    const restored = await review('restore', id.slice(0, 12), '--reason', 'the nightly job needs it')
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringMatching(/^model\.ts\n/) })
  }
  expect(project.files()['model.ts']).toBe(REVIEWED_MODEL)
  expect((await review('patch')).stdout).toContain('No proposal of the newest review that takes away is accepted.')
  const list = await review('list', '--json')
  expect(JSON.parse(list.stdout)).toMatchObject({
    decisions: expect.arrayContaining([
      expect.objectContaining({ decision: 'keep', reason: 'restored: the nightly job needs it' }),
    ]),
  })
})
