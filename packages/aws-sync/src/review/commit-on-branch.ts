import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { devNull, tmpdir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { RolewrightError } from '@rolewright/core'

/** Where and how a commit is made. */
export interface BranchOptions<Result> {
  /** A folder of the repository. */
  readonly folder: string
  /** The new branch's name. */
  readonly branch: string
  /** Does the work in a checkout of what is committed now; `at` says where a path of the repository is in it. */
  readonly work: (checkout: { readonly at: (path: string) => string }) => Promise<Result>
  /** The commit's message by what the work gave; null makes no commit and no branch. */
  readonly message: (result: Result) => string | null
}

/**
 * Does work on a new branch, in a checkout of its own that is gone afterwards, and commits it there. The checkout of the user, the
 * branch they are on and their index are never touched; when anything fails there is no branch.
 *
 * @throws {RolewrightError} `not-clean`, `branch-exists`, `branch-invalid`, `not-in-repository`, `git-failed`
 *
 * @example
 * ```ts
 * await commitOnBranch({ folder, branch: 'narrow-roles', work: ({ at }) => patchSource({ dir: at(dir), proposals }), message })
 * ```
 */
export async function commitOnBranch<Result>(
  options: BranchOptions<Result>,
): Promise<{ readonly result: Result; readonly commit: string | null }> {
  const { folder, branch } = options
  const root = await realpath((await git(folder, 'rev-parse', '--show-toplevel')).trim())
  await git(root, 'check-ref-format', '--branch', branch).catch((error: unknown) => {
    throw new RolewrightError({
      code: 'branch-invalid',
      message: `\`${branch}\` is no name for a branch`,
      hint: 'name it like `review-2026-11`',
      cause: error,
    })
  })
  const known = await git(root, 'branch', '--list', '--format=%(refname:short)', '--', branch)
  if (known.trim() !== '') {
    throw new RolewrightError({
      code: 'branch-exists',
      message: `the branch \`${branch}\` is there already`,
      hint: 'name another, or delete it first',
    })
  }
  // Whatever the user's settings leave out, a review that is not committed is not in the checkout either.
  const changes = await git(root, '--no-optional-locks', 'status', '--porcelain', '--untracked-files=normal')
  if (changes.trim() !== '') {
    throw new RolewrightError({
      code: 'not-clean',
      message: `the repository has changes that are not committed: \`${changes.trim().split('\n')[0]?.trim() ?? ''}\``,
      hint: 'commit them (reviews and decisions too), or stash them',
      path: root,
    })
  }
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'rolewright-branch-')))
  const checkout = join(parent, 'checkout')
  try {
    await git(root, 'worktree', 'add', '--quiet', '--detach', checkout, 'HEAD')
    const result = await options.work({ at: (path) => join(checkout, inside(root, path)) })
    const message = options.message(result)
    await git(checkout, 'add', '--all')
    if (message === null || (await git(checkout, 'status', '--porcelain')).trim() === '') {
      return { result, commit: null }
    }
    // As a file: it may be longer than an argument can be.
    const text = join(parent, 'message')
    await writeFile(text, message)
    await git(checkout, 'commit', '--quiet', '--no-verify', '--cleanup=whitespace', '--file', text)
    const commit = (await git(checkout, 'rev-parse', 'HEAD')).trim()
    await git(root, 'branch', '--', branch, commit)
    return { result, commit }
  } finally {
    await git(root, 'worktree', 'remove', '--force', checkout).catch(() => '')
    await rm(parent, { recursive: true, force: true })
    await git(root, 'worktree', 'prune').catch(() => '')
  }
}

/** A path of the repository from its root; what lies outside is in no checkout, and must not be written through one. */
function inside(root: string, path: string): string {
  const found = relative(root, realOf(path))
  if (found !== '..' && !found.startsWith(`..${sep}`) && !isAbsolute(found)) return found
  throw new RolewrightError({
    code: 'not-in-repository',
    message: `\`${path}\` is outside the repository, so that no branch can hold it`,
    hint: 'keep the roles, the reviews and the history in one repository, or patch without a branch',
    path: root,
  })
}

/** Where a path leads; what is not there yet lies where the folder above it does. */
function realOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realOf(dirname(path)), basename(path))
}

const ELSEWHERE = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
])

// The hooks of the user's checkout need what is installed there; the pull request is checked as every other.
const NO_HOOKS = ['-c', `core.hooksPath=${devNull}`]

/** What git prints. Variables that name a repository (a hook sets them) would make it work on another one. */
function git(folder: string, ...args: readonly string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ELSEWHERE.has(name)))
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      [...NO_HOOKS, ...args],
      { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout)
        else {
          const said = stderr.trim().split('\n')[0] ?? ''
          reject(
            new RolewrightError({
              code: 'git-failed',
              message: `\`git ${args[0] ?? ''}\` failed: ${said === '' ? error.message.split('\n')[0] : said}`,
              hint: 'see that git is installed, and that the roles are in a repository with a commit',
              path: folder,
              cause: error,
            }),
          )
        }
      },
    )
  })
}
