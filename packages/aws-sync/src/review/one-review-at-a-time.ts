import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RolewrightError } from '@rolewright/core'
import { ulid } from 'ulid'
import { z } from 'zod'
import { isGone, lockOwner, noteHeld } from '../apply/lock-owner.ts'

const holder = z.object({ pid: z.int(), owner: z.string(), token: z.string(), at: z.iso.datetime() })

/** No review takes as long: whoever held the lock is gone, wherever it was. */
const LONGEST_MS = 86_400_000

/**
 * Runs `body` while no other run on this folder reviews the same account: two would each ask AWS for every report, and what is due would be
 * reviewed twice. A lock whose process is gone is taken over.
 *
 * @throws {RolewrightError} `review-running` where another run holds it, and whatever `body` throws
 *
 * @example
 * ```ts
 * await oneReviewAtATime({ dir: 'reviews', accountId }, () => runReview(clients, options))
 * ```
 */
export async function oneReviewAtATime<Result>(
  place: { readonly dir: string; readonly accountId: string },
  body: () => Promise<Result>,
): Promise<Result> {
  const { dir, accountId } = place
  await mkdir(dir, { recursive: true })
  const lock = join(dir, `.running-${accountId}.json`)
  const token = ulid()
  const letGo = noteHeld(token)
  try {
    await take(lock, { accountId, token })
    try {
      return await body()
    } finally {
      await giveBack(lock, token)
    }
  } finally {
    letGo()
  }
}

async function take(lock: string, own: { readonly accountId: string; readonly token: string }): Promise<void> {
  const { accountId, token } = own
  const draft = `${lock}.${token}`
  const holding = { pid: process.pid, owner: lockOwner(), token, at: new Date().toISOString() }
  await writeFile(draft, `${JSON.stringify(holding)}\n`)
  try {
    // A link never overwrites, and shows the file only when it is whole.
    while (!(await linked(draft, lock))) await clear(lock, accountId)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Removes the lock of this run, and never that of another, which came after somebody had deleted this one. */
async function giveBack(lock: string, token: string): Promise<void> {
  const text = await readFile(lock, 'utf8').catch(() => '')
  if (holder.safeParse(parseJson(text)).data?.token === token) await rm(lock, { force: true })
}

async function linked(from: string, lock: string): Promise<boolean> {
  try {
    await link(from, lock)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Takes a lock away that nobody holds any more, or tells who holds it. */
async function clear(lock: string, accountId: string): Promise<void> {
  const found = await readLock(lock)
  if (found === undefined) return
  if (!found.isLeft) {
    throw new RolewrightError({
      code: 'review-running',
      message: `another review of account \`${accountId}\` is running${found.since}`,
      hint: 'wait until it has ended; if there is none, delete this file',
      path: lock,
    })
  }
  const aside = `${lock}.${ulid()}`
  try {
    await rename(lock, aside)
    // Of two that find it left, one moves it: the other must give back what the first has put there since.
    if ((await readFile(aside, 'utf8')) !== found.text) await linked(aside, lock)
    await rm(aside, { force: true })
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

/** What a lock says; undefined where it has just gone. */
async function readLock(
  lock: string,
): Promise<{ readonly text: string; readonly since: string; readonly isLeft: boolean } | undefined> {
  try {
    const text = await readFile(lock, 'utf8')
    const isOld = Date.now() - (await stat(lock)).mtimeMs > LONGEST_MS
    const { data } = holder.safeParse(parseJson(text))
    if (data === undefined) return { text, since: '', isLeft: isOld }
    return {
      text,
      since: ` since ${data.at}, as process ${data.pid}`,
      isLeft: isOld || isGone(data.owner, data.token),
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
