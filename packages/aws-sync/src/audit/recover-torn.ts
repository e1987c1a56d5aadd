import { open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HistoryProblem } from '@rolewright/core'
import { accountFolder } from './history-files.ts'

/** A torn last line that was moved away, in words for the history. */
export interface Recovered {
  readonly file: string
  readonly line: number
  readonly bytes: number
  /** Where the torn text lies now. */
  readonly kept: string
}

const SETTLE_MS = 100
const NEWLINE = 0x0a

/**
 * Moves a torn last line (a crash while it was written) into `<file>.torn`, and its file too when nothing else was in it. Null when
 * the line was still being written by somebody else and is whole by now.
 */
export async function recoverTorn(dir: string, accountId: string, problem: HistoryProblem): Promise<Recovered | null> {
  const { file, line } = problem
  if (file === undefined || line === undefined) return null
  const path = join(accountFolder(dir, accountId), file)
  const before = await readFile(path)
  await sleep(SETTLE_MS)
  const now = await readFile(path)
  const kept = now.lastIndexOf(NEWLINE) + 1
  if (!now.equals(before) || kept === now.length) return null
  if (kept === 0) {
    await rename(path, `${path}.torn`)
  } else {
    await writeFile(`${path}.torn`, now.subarray(kept), { flush: true })
    const handle = await open(path, 'r+')
    await handle.truncate(kept)
    await handle.sync()
    await handle.close()
  }
  return { file, line, bytes: now.length - kept, kept: `${file}.torn` }
}
