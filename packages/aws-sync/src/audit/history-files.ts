import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type HistoryFile, RolewrightError } from '@rolewright/core'

/** The folder of one account's history: `audit/<account>`. */
export function accountFolder(dir: string, accountId: string): string {
  return join(dir, accountId)
}

/** The accounts that have a history, sorted; none where the folder is missing. */
export async function accountsWithHistory(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(noneIfMissing)
  return entries
    .filter((entry) => entry.isDirectory() && /^\d{12}$/.test(entry.name))
    .map((entry) => entry.name)
    .toSorted()
}

/** The files of one account's history, sorted by name, so oldest first; none where the folder is missing. */
export async function readHistoryFiles(dir: string, accountId: string): Promise<readonly HistoryFile[]> {
  const folder = accountFolder(dir, accountId)
  const names = (await readdir(folder).catch(noneIfMissing)).filter((name) => name.endsWith('.jsonl')).toSorted()
  const files: HistoryFile[] = []
  for (const name of names) {
    files.push({ name, text: await readFile(join(folder, name), 'utf8') })
  }
  return files
}

function noneIfMissing(error: unknown): never[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw new RolewrightError({
    code: 'history-unreadable',
    message: `the history can't be read: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'check that the folder of the history is a folder, and who may read it',
    cause: error,
  })
}
