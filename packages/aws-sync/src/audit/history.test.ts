import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountState } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory, type History } from './open-history.ts'
import { readHistory } from './read-history.ts'
import { requireUsableHistory } from './require-usable-history.ts'
import { verifyHistoryOnDisk } from './verify-history-on-disk.ts'

const accountId = '111122223333'
const by = { arn: 'arn:aws:iam::111122223333:user/mary', git: 'Mary Major <mary@example.com>' }

let dir: string
let clock: number

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'history-'))
  clock = Date.UTC(2026, 0, 1)
})
afterEach(() => rm(dir, { recursive: true }))

const open = (): Promise<History> =>
  openHistory({ dir, accountId, by, now: () => new Date((clock += 60_000)), command: 'apply' })

async function run(count: number): Promise<{ file: string; head: string }> {
  const history = await open()
  for (let index = 1; index < count; index++) await history.append('intent', { call: index })
  await history.close()
  return { file: history.file() ?? '', head: history.head() ?? '' }
}

const path = (file: string): string => join(dir, accountId, file)

describe('openHistory', () => {
  it('writes one file a run, each following the one before, and all of it verifies', async () => {
    const first = await run(3)
    const second = await run(2)
    expect(await readdir(join(dir, accountId))).toEqual([first.file, second.file])
    const [history] = await readHistory(dir)
    expect(history?.entries.map((entry) => entry.kind)).toEqual(['run', 'intent', 'intent', 'run', 'intent'])
    expect(history?.entries[3]?.prev).toEqual([first.head])
    expect(history?.entries[0]?.at).toBe('2026-01-01T00:01:00.000Z')
    expect(history?.entries[0]?.by).toEqual(by)
    expect(history?.heads).toEqual([second.head])
    const [verified] = await verifyHistoryOnDisk(dir, { heads: [first.head, second.head] })
    expect(verified?.problems).toEqual([])
  })

  it('makes no file when nothing is written', async () => {
    await run(2)
    const history = await open()
    await history.close()
    expect(await readdir(join(dir, accountId))).toHaveLength(1)
  })

  it('keeps the order of calls that were not awaited', async () => {
    const history = await open()
    await Promise.all(Array.from({ length: 20 }, (_, call) => history.append('intent', { call })))
    await history.close()
    const [read] = await readHistory(dir)
    expect(read?.entries.slice(1).map((entry) => entry.data)).toEqual(
      Array.from({ length: 20 }, (_, call) => ({ call })),
    )
  })

  it('names both heads of two branches that were merged', async () => {
    await run(2)
    const [ours, theirs] = [await open(), await open()]
    const a = await ours.append('drift', {})
    const b = await theirs.append('drift', {})
    await ours.close()
    await theirs.close()
    const merged = await open()
    await merged.append('drift', {})
    await merged.close()
    const entry = (await readHistory(dir))[0]?.entries.at(-2)
    expect(entry?.data).toEqual({ accountId, command: 'apply' })
    expect(entry?.prev).toEqual([a.hash, b.hash].toSorted())
    expect((await verifyHistoryOnDisk(dir))[0]?.ok).toBe(true)
  })

  it('sets a torn last line aside, records it and goes on', async () => {
    const first = await run(3)
    const text = await readFile(path(first.file), 'utf8')
    await writeFile(path(first.file), text.slice(0, -30))
    expect((await readHistory(dir))[0]?.entries).toHaveLength(2)
    const history = await open()
    expect(history.recovered).toMatchObject([{ file: first.file, line: 3, kept: `${first.file}.torn` }])
    await history.append('drift', {})
    await history.close()
    const torn = await readFile(path(`${first.file}.torn`), 'utf8')
    expect((await readFile(path(first.file), 'utf8')) + torn).toBe(text.slice(0, -30))
    const [result] = await verifyHistoryOnDisk(dir)
    expect(result?.ok).toBe(true)
    expect(result?.entries.map((entry) => entry.kind)).toEqual(['run', 'intent', 'run', 'recovered', 'drift'])
  })

  it('sets a file aside whose only line is torn', async () => {
    const first = await run(2)
    await writeFile(path(first.file), '{"version":1,"at"')
    const history = await open()
    await history.close()
    const names = await readdir(join(dir, accountId))
    expect(names).toContain(`${first.file}.torn`)
    expect(names).not.toContain(first.file)
    expect((await verifyHistoryOnDisk(dir))[0]?.ok).toBe(true)
  })

  it('refuses any other damage, naming file and line, and writes nothing', async () => {
    const first = await run(3)
    const text = await readFile(path(first.file), 'utf8')
    await writeFile(path(first.file), text.replace('"call":1', '"call":5'))
    const before = await readdir(join(dir, accountId))
    await expect(open()).rejects.toMatchObject({
      code: 'history-damaged',
      message: `the history is not as it was written: line 2 of \`${first.file}\` does not match its own hash`,
      path: `${first.file}:2`,
    })
    await expect(readHistory(dir)).rejects.toMatchObject({ code: 'history-damaged' })
    expect(await readdir(join(dir, accountId))).toEqual(before)
  })

  it('never writes a field that is named like a credential', async () => {
    const history = await open()
    await history.append('outcome', { key: { AccessKeyId: 'AKIAEXAMPLE', SecretAccessKey: 'hidden/value' } })
    await history.close()
    expect(await readFile(path(history.file() ?? ''), 'utf8')).not.toContain('hidden/value')
  })

  it('says what is wrong when a file stands where the folder should be', async () => {
    await writeFile(join(dir, accountId), '')
    await expect(open()).rejects.toMatchObject({ code: 'history-unreadable' })
    const below = join(dir, accountId, 'audit')
    await expect(requireUsableHistory(below, accountId)).rejects.toMatchObject({
      code: expect.stringMatching(/^history-(?:unreadable|not-written)$/),
    })
  })

  it('goes on with nothing once it could not write, or is closed', async () => {
    const history = await open()
    // Where the account's folder would be, somebody puts a file.
    await writeFile(join(dir, accountId), '')
    const failed = {
      code: 'history-not-written',
      message: expect.stringContaining(`the history in \`${join(dir, accountId)}\` can't be written`),
      hint: 'make room and check who may write there',
    }
    await expect(history.append('intent', { call: 1 })).rejects.toMatchObject(failed)
    await rm(join(dir, accountId))
    await expect(history.append('intent', { call: 2 })).rejects.toMatchObject(failed)
    await history.close()
    await expect(history.append('intent', { call: 3 })).rejects.toMatchObject({
      code: 'history-not-written',
      message: 'the history is closed',
    })
    expect(await readdir(dir)).not.toContain(accountId)
  })

  it('is of an account number', async () => {
    await expect(openHistory({ dir, accountId: '../1', by, now: () => new Date() })).rejects.toMatchObject({
      code: 'invalid-account',
      message: '`../1` is not an account number',
    })
  })
})

describe('verifyHistoryOnDisk', () => {
  const state: AccountState = { accountId, groups: [], policies: [], users: [], roles: [] }

  async function applied(): Promise<string> {
    const history = await open()
    const hash = await history.storeState(state)
    await history.append('applied', { state: hash })
    await history.close()
    return hash
  }

  it('finds a stored state that was changed or removed', async () => {
    const hash = await applied()
    expect((await verifyHistoryOnDisk(dir))[0]?.ok).toBe(true)
    await appendFile(join(dir, 'states', `${hash}.json`), ' ')
    expect((await verifyHistoryOnDisk(dir))[0]?.problems).toEqual([
      {
        kind: 'changed',
        file: `states/${hash}.json`,
        message: `the state \`states/${hash}.json\` is not what its name says`,
      },
    ])
    await rm(join(dir, 'states', `${hash}.json`))
    expect((await verifyHistoryOnDisk(dir))[0]?.problems.map((problem) => problem.kind)).toEqual(['removed'])
  })

  it('finds a cut tail and a deleted history against a head kept elsewhere', async () => {
    const { file, head } = await run(3)
    const text = await readFile(path(file), 'utf8')
    await writeFile(path(file), text.split('\n').slice(0, 2).join('\n') + '\n')
    expect((await verifyHistoryOnDisk(dir))[0]?.ok).toBe(true)
    expect((await verifyHistoryOnDisk(dir, { heads: [head] }))[0]?.problems.map((problem) => problem.kind)).toEqual([
      'cut-or-rewritten',
    ])
    await rm(join(dir, accountId), { recursive: true })
    expect((await verifyHistoryOnDisk(dir, { heads: [head] }))[0]?.ok).toBe(false)
  })

  it('finds a file that was copied from another account', async () => {
    const { file } = await run(2)
    const other = await openHistory({ dir, accountId: '444455556666', by, now: () => new Date(clock) })
    await other.append('drift', {})
    await other.close()
    await writeFile(join(dir, '444455556666', file), await readFile(path(file), 'utf8'))
    const results = await verifyHistoryOnDisk(dir)
    expect(results.map((result) => [result.accountId, result.ok])).toEqual([
      [accountId, true],
      ['444455556666', false],
    ])
  })

  it('has nothing to say where there is no history', async () => {
    expect(await verifyHistoryOnDisk(join(dir, 'nowhere'))).toEqual([])
    expect(await readHistory(join(dir, 'nowhere'))).toEqual([])
  })
})
