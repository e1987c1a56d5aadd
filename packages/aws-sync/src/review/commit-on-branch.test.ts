import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commitOnBranch } from './commit-on-branch.ts'

// A repository as bad as they come: hooks that fail and write, a template, signing, a folder behind a link.

let top: string
let root: string
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'rolewright-git-')))
  root = join(top, 'repository')
  mkdirSync(join(root, 'roles'), { recursive: true })
  git('init', '--quiet', '--initial-branch', 'main')
  git('config', 'user.name', 'Olga')
  git('config', 'user.email', 'olga@example.com')
  git('config', 'status.showUntrackedFiles', 'no')
  git('config', 'commit.gpgsign', 'false')
  writeFileSync(join(root, 'roles', 'role.ts'), 'wide\n')
  git('add', '.')
  git('commit', '--quiet', '-m', 'begin')
  for (const hook of [
    'pre-commit',
    'commit-msg',
    'prepare-commit-msg',
    'post-commit',
    'post-checkout',
    'reference-transaction',
  ]) {
    writeFileSync(join(root, '.git', 'hooks', hook), `#!/bin/sh\necho ran >> '${top}/ran'\nexit 1\n`)
    chmodSync(join(root, '.git', 'hooks', hook), 0o755)
  }
  symlinkSync(root, join(top, 'link'))
})
afterAll(() => rmSync(top, { recursive: true }))

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' })
}

/** All that a user sees of the checkout, its index byte for byte. */
const state = (): unknown => [
  git('branch', '--show-current'),
  git('worktree', 'list'),
  readFileSync(join(root, '.git', 'index')).toString('hex'),
  readFileSync(join(root, 'roles', 'role.ts'), 'utf8'),
]

const narrow = (branch: string, given: { readonly folder?: string; readonly message?: string } = {}) =>
  commitOnBranch({
    folder: given.folder ?? root,
    branch,
    work: async ({ at }) => {
      await Promise.resolve()
      writeFileSync(join(at(join(given.folder ?? root, 'roles')), 'role.ts'), `narrow ${branch}\n`)
    },
    message: () => given.message ?? 'Take away',
  })

it('runs no hook, takes a message of any length, and touches nothing of the user', async () => {
  const before = state()
  const message = `Take away\n\n${`- é ${'x'.repeat(200)}\n`.repeat(2000)}# no comment\n-----BEGIN\u0007`
  const { commit } = await narrow('long', { message })
  expect(git('log', '-1', '--format=%B', 'long').trim()).toBe(message.trim())
  expect(git('rev-parse', 'long').trim()).toBe(commit)
  expect(git('show', 'long:roles/role.ts')).toBe('narrow long\n')
  expect(readdirSync(top).toSorted()).toEqual(['link', 'repository'])
  expect(state()).toEqual(before)
})

it('works behind a link, from another work tree, and from no branch at all', async () => {
  await narrow('linked', { folder: join(top, 'link') })
  expect(git('show', 'linked:roles/role.ts')).toBe('narrow linked\n')
  git('-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--quiet', '--detach', join(top, 'second'))
  await narrow('second', { folder: join(top, 'second') })
  expect(git('show', 'second:roles/role.ts')).toBe('narrow second\n')
  git('worktree', 'remove', '--force', join(top, 'second'))
})

it('makes no branch where it can not commit', async () => {
  const before = state()
  git('config', 'commit.gpgsign', 'true')
  git('config', 'gpg.program', '/bin/false')
  await expect(narrow('signed')).rejects.toMatchObject({ code: 'git-failed' })
  git('config', 'commit.gpgsign', 'false')
  expect(git('branch', '--list', 'signed')).toBe('')
  expect(state()).toEqual(before)
})

it('sees what the settings hide, and refuses what is outside and names that are none', async () => {
  writeFileSync(join(root, 'review.json'), '{}')
  await expect(narrow('hidden')).rejects.toMatchObject({ code: 'not-clean' })
  rmSync(join(root, 'review.json'))
  for (const name of [
    '-d',
    '--force',
    'a b',
    'a..b',
    '@{-1}',
    'x.lock',
    '',
    'a\u0007b',
    'HEAD',
    '$(touch x)',
    '../x',
    '/x',
  ])
    await expect(narrow(name)).rejects.toMatchObject({ code: expect.stringMatching(/^branch-/) })
  const outside = commitOnBranch({
    folder: root,
    branch: 'outside',
    work: ({ at }) => Promise.resolve(at(join(top, 'audit', 'deep'))),
    message: () => 'x',
  })
  await expect(outside).rejects.toMatchObject({
    code: 'not-in-repository',
    message: `\`${join(top, 'audit', 'deep')}\` is outside the repository, so that no branch can hold it`,
  })
  expect(git('branch', '--list', 'outside')).toBe('')
})
