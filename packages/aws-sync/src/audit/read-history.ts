import { type AuditEntry, type HistoryVerification, RolewrightError, verifyHistory } from '@rolewright/core'
import { accountsWithHistory, readHistoryFiles } from './history-files.ts'

/** The history of one account, as it lies on disk. */
export interface AccountHistory {
  readonly accountId: string
  /** By id, so oldest first. */
  readonly entries: readonly AuditEntry[]
  readonly heads: readonly string[]
}

/**
 * Reads the histories of all accounts under a folder, or of one. A torn last line is left out, since the next run sets it aside; any
 * other damage throws code `history-damaged` with file and line. A folder that does not exist is an empty history.
 *
 * @example
 * ```ts
 * const [dev] = await readHistory('audit', { accountId: '111122223333' })
 * ```
 */
export async function readHistory(
  dir: string,
  options: { readonly accountId?: string } = {},
): Promise<readonly AccountHistory[]> {
  const accounts = options.accountId === undefined ? await accountsWithHistory(dir) : [options.accountId]
  const histories: AccountHistory[] = []
  for (const accountId of accounts) {
    const result = verifyHistory(await readHistoryFiles(dir, accountId))
    requireUndamaged(result)
    histories.push({ accountId, entries: result.entries, heads: result.heads })
  }
  return histories
}

/** Throws when anything but a torn last line is wrong. */
export function requireUndamaged(result: HistoryVerification): void {
  const problem = result.problems.find((candidate) => candidate.kind !== 'torn')
  if (problem === undefined) return
  const more = result.problems.length - 1
  throw new RolewrightError({
    code: 'history-damaged',
    message: `the history is not as it was written: ${problem.message}${more === 0 ? '' : `, and ${more} more`}`,
    hint: 'see all with `rolewright audit verify`, and restore the files from version control',
    ...(problem.file === undefined
      ? {}
      : { path: `${problem.file}${problem.line === undefined ? '' : `:${problem.line}`}` }),
  })
}
