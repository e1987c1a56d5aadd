import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory } from './open-history.ts'
import { type AccountVerification, verifyHistoryOnDisk } from './verify-history-on-disk.ts'

const accountId = '111122223333'
const by = { arn: 'arn:aws:iam::111122223333:user/mary' }
const execute = promisify(execFile)

let repository: string
beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), 'merge-'))
  await git('init', '--quiet', '--initial-branch=main')
})
afterEach(() => rm(repository, { recursive: true }))

async function git(...args: readonly string[]): Promise<void> {
  const settings = ['user.name=Mary', 'user.email=mary@example.com', 'core.autocrlf=true', 'commit.gpgsign=false']
  await execute('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], {
    cwd: repository,
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  })
}

const audit = (): string => join(repository, 'audit')

/** One run with some entries, committed; gives its head. */
async function runOn(branch: string, what: string): Promise<string> {
  const history = await openHistory({ dir: audit(), accountId, by, now: () => new Date(), command: what })
  for (let call = 1; call <= 3; call++) await history.append('intent', { call, what })
  await history.append('applied', { what })
  await history.close()
  await git('add', '-A')
  await git('commit', '--quiet', '-m', `${what} on ${branch}`)
  return history.head() ?? ''
}

async function verify(...heads: readonly string[]): Promise<AccountVerification | undefined> {
  const [result] = await verifyHistoryOnDisk(audit(), { heads })
  return result
}

/** Two branches that both appended, merged by git. */
async function mergedBranches(): Promise<{ readonly left: string; readonly right: string }> {
  await runOn('main', 'first')
  await git('checkout', '--quiet', '-b', 'left')
  await runOn('left', 'l1')
  const left = await runOn('left', 'l2')
  await git('checkout', '--quiet', 'main')
  await git('checkout', '--quiet', '-b', 'right')
  await runOn('right', 'r1')
  const right = await runOn('right', 'r2')
  await git('checkout', '--quiet', 'main')
  await git('merge', '--quiet', '--no-edit', 'left')
  await git('merge', '--quiet', '--no-edit', 'right')
  return { left, right }
}

describe('histories of two branches, merged by git', () => {
  it('have every entry of both, and are proved as a whole', async () => {
    const { left, right } = await mergedBranches()
    const merged = await verify(left, right)
    expect(merged?.problems).toEqual([])
    expect(merged?.files).toBe(5)
    expect(merged?.entries).toHaveLength(25)
    expect(merged?.heads).toEqual([left, right].toSorted())

    const next = await runOn('main', 'after')
    expect((await verify(next, left, right))?.heads).toEqual([next])
    expect((await verify())?.problems).toEqual([])
  })

  it('show a run of either branch that somebody takes out afterwards', async () => {
    await mergedBranches()
    await runOn('main', 'after')
    const folder = join(audit(), accountId)
    const files = (await readdir(folder)).toSorted()
    for (const file of files.slice(0, -1)) {
      await git('rm', '--quiet', join('audit', accountId, file))
      expect((await verify())?.problems[0]?.kind).toBe('removed')
      await git('reset', '--quiet', '--hard')
      expect((await verify())?.problems).toEqual([])
    }
  })

  it('show a cut end and a chain written anew against a head kept elsewhere, and only there', async () => {
    await mergedBranches()
    const kept = await runOn('main', 'after')
    await git('reset', '--quiet', '--hard', 'HEAD~1')
    expect((await verify())?.ok).toBe(true)
    expect((await verify(kept))?.problems.map(({ kind }) => kind)).toEqual(['cut-or-rewritten'])

    await rm(audit(), { recursive: true })
    await runOn('main', 'another past')
    expect((await verify())?.ok).toBe(true)
    expect((await verify(kept))?.problems.map(({ kind }) => kind)).toEqual(['cut-or-rewritten'])
  })
})
