import { rename, writeFile } from 'node:fs/promises'
import type { AwsManagedDocuments, AwsManagedLock } from '@rolewright/core'

/** Writes a lock file, whole or not at all; the same policies give the same bytes. */
export async function writeLock(file: string, policies: AwsManagedDocuments): Promise<void> {
  const lock: AwsManagedLock = {
    version: 1,
    policies: Object.fromEntries(Object.entries(policies).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
  const draft = `${file}.${process.pid}.tmp`
  await writeFile(draft, `${JSON.stringify(lock, null, 2)}\n`)
  await rename(draft, file)
}
