import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockOwner } from '../apply/lock-owner.ts'
import { oneReviewAtATime } from './one-review-at-a-time.ts'

const accountId = '111122223333'
let dir: string
let lock: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'one-review-'))
  lock = join(dir, `.running-${accountId}.json`)
})
afterEach(() => rm(dir, { recursive: true }))

const review = (): Promise<string> => oneReviewAtATime({ dir, accountId }, async () => 'done')
const holding = (owner: string): string =>
  JSON.stringify({ pid: 4711, owner, token: 'x', at: '2026-11-22T05:17:00.000Z' })

describe('two reviews at once', () => {
  it('leave the lock of another that came after somebody had deleted one’s own', async () => {
    const another = holding(lockOwner())
    await oneReviewAtATime({ dir, accountId }, async () => {
      await rm(lock)
      await writeFile(lock, another)
    })
    expect(await readFile(lock, 'utf8')).toBe(another)
  })

  it('are one: the other says which runs, whatever account or order', async () => {
    let running = 0
    const runs = await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        oneReviewAtATime({ dir, accountId }, async () => {
          running += 1
          await new Promise((resolve) => setTimeout(resolve, 50))
        }),
      ),
    )
    expect(running).toBe(1)
    const refused = runs.flatMap((run) => (run.status === 'rejected' ? [run.reason as unknown] : []))
    expect(refused).toHaveLength(4)
    expect(refused[0]).toMatchObject({
      code: 'review-running',
      message: expect.stringMatching(
        new RegExp(`^another review of account \`${accountId}\` is running since 2\\S+, as process ${process.pid}$`),
      ),
      hint: 'wait until it has ended; if there is none, delete this file',
      path: lock,
    })
    expect(await review()).toBe('done')
    expect(await readdir(dir)).toEqual([])
  })

  it('are no two where they are of two accounts, or one has failed', async () => {
    const other = { dir, accountId: '444455556666' }
    expect(await oneReviewAtATime(other, review)).toBe('done')
    await expect(oneReviewAtATime({ dir, accountId }, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await review()).toBe('done')
  })

  it('are no two where the one was killed', async () => {
    const child = spawn('sleep', ['60'])
    const [machine] = lockOwner().split('.')
    await writeFile(lock, holding(`${machine ?? ''}.${child.pid ?? 0}.other`))
    await expect(review()).rejects.toMatchObject({ code: 'review-running' })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await review()).toBe('done')
    expect(await readdir(dir)).toEqual([])
  })

  it('are told of, and left, where nobody can tell from here; after a day nobody is there', async () => {
    for (const text of [holding('elsewhere.1.other'), '{"pid":', '']) {
      await writeFile(lock, text)
      await expect(review()).rejects.toMatchObject({ code: 'review-running' })
      expect(await readFile(lock, 'utf8')).toBe(text)
      const before = new Date(Date.now() - 25 * 3_600_000)
      await utimes(lock, before, before)
      expect(await review()).toBe('done')
    }
  })
})
