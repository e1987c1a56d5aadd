import { execFile } from 'node:child_process'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
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
 * @throws {RolewrightError} `not-clean`, `branch-exists`, `branch-invalid`, `git-failed`
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
  const changes = await git(root, 'status', '--porcelain')
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
    const result = await options.work({ at: (path) => join(checkout, relative(root, path)) })
    const message = options.message(result)
    await git(checkout, 'add', '--all')
    if (message === null || (await git(checkout, 'status', '--porcelain')).trim() === '') {
      return { result, commit: null }
    }
    // The hooks of the user's checkout need what is installed there; the pull request is checked as every other.
    await git(checkout, 'commit', '--quiet', '--no-verify', '--cleanup=whitespace', '-m', message)
    const commit = (await git(checkout, 'rev-parse', 'HEAD')).trim()
    await git(root, 'branch', '--', branch, commit)
    return { result, commit }
  } finally {
    await git(root, 'worktree', 'remove', '--force', checkout).catch(() => '')
    await rm(parent, { recursive: true, force: true })
    await git(root, 'worktree', 'prune').catch(() => '')
  }
}

/** What git prints. Variables that name a repository (a hook sets them) would make it work on another one. */
function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env
  return new Promise((resolve, reject) => {
    execFile('git', args, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
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
    })
  })
}
