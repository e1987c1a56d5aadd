import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type AuditEntry, RolewrightError } from '@rolewright/core'
import { accountFolder } from './history-files.ts'
import { readHistory } from './read-history.ts'

/**
 * Refuses to begin what could not go into the history afterwards: throws code `history-damaged`, `history-unreadable` or
 * `history-not-written`, and changes nothing. Gives what the history of the account holds.
 *
 * @example
 * ```ts
 * const earlier = await requireUsableHistory('audit', accountId)
 * ```
 */
export async function requireUsableHistory(dir: string, accountId: string): Promise<readonly AuditEntry[]> {
  const histories = await readHistory(dir, { accountId })
  await requireWritable(accountFolder(dir, accountId))
  return histories.flatMap((history) => history.entries)
}

/** The folder, or the nearest one above it that exists and in which it would be made. */
async function requireWritable(folder: string): Promise<void> {
  try {
    const found = await stat(folder)
    if (!found.isDirectory()) throw unusable(folder, 'it is not a folder')
    await access(folder, constants.W_OK)
  } catch (error) {
    if (error instanceof RolewrightError) throw error
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && dirname(folder) !== folder) {
      return requireWritable(dirname(folder))
    }
    throw unusable(folder, error instanceof Error ? error.message : String(error), error)
  }
}

function unusable(folder: string, why: string, cause?: unknown): RolewrightError {
  return new RolewrightError({
    code: 'history-not-written',
    message: `the history can't be written in \`${folder}\`: ${why}`,
    hint: 'make room and check who may write there; nothing was changed',
    cause,
  })
}
