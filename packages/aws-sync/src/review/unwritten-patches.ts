import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AuditEntry, sha256Hex } from '@rolewright/core'
import { z } from 'zod'
import { patchedInHistory } from './patched-in-history.ts'

const patchedFiles = z.object({
  proposals: z.array(z.object({ proposal: z.string(), file: z.string() })),
  files: z.array(z.object({ file: z.string(), before: z.string() })),
})

/**
 * The proposals that a history calls patched although their file is still what it was before: the run ended between the two, or somebody
 * took the file back. They are to be patched again.
 *
 * @example
 * ```ts
 * const again = await unwrittenPatches('roles', history.earlier)
 * ```
 */
export async function unwrittenPatches(dir: string, entries: readonly AuditEntry[]): Promise<ReadonlySet<string>> {
  const patched = patchedInHistory(entries)
  const unwritten = new Set<string>()
  const now = new Map<string, string | undefined>()
  for (const entry of entries) {
    const written = entry.kind === 'patched' ? patchedFiles.safeParse(entry.data).data : undefined
    for (const { proposal, file } of written?.proposals ?? []) {
      unwritten.delete(proposal)
      const before = written?.files.find((one) => one.file === file)?.before
      if (before === undefined || !patched.has(proposal)) continue
      if (!now.has(file)) now.set(file, await readFile(join(dir, file), 'utf8').then(sha256Hex, () => undefined))
      if (now.get(file) === before) unwritten.add(proposal)
    }
  }
  return unwritten
}
