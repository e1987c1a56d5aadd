import { rename, writeFile } from 'node:fs/promises'
import type { AwsManagedDocuments, AwsManagedLock } from '@rolewright/core'

/** Writes a lock file, whole or not at all. */
export async function writeLock(file: string, policies: AwsManagedDocuments): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`
  await writeFile(draft, lockText(policies))
  await rename(draft, file)
}

/** The text of a lock file; the same policies give the same bytes. */
export function lockText(policies: AwsManagedDocuments): string {
  const lock: AwsManagedLock = {
    version: 1,
    policies: Object.fromEntries(Object.entries(policies).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
  return `${JSON.stringify(lock, null, 2)}\n`
}
