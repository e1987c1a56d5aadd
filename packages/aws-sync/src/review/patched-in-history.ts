import { type AuditEntry, cameBack, restoredBy } from '@rolewright/core'
import { z } from 'zod'
import type { SourceEdit } from './source-edit.ts'

/** A proposal that is in the source, as the history tells. */
export interface PatchedInHistory {
  readonly proposal: string
  /** ISO date. */
  readonly at: string
  readonly policyName?: string
  /** What was edited; missing in what was written before edits were recorded. */
  readonly edit?: SourceEdit
}

const edit: z.ZodType<SourceEdit> = z.object({
  file: z.string(),
  kind: z.enum(['policy', 'role']),
  name: z.string(),
  list: z.enum(['statements', 'tasks']),
  index: z.int().min(0),
  before: z.string().nullable(),
  after: z.string().nullable(),
  dropped: z.array(z.object({ name: z.string(), from: z.string(), imported: z.string().exactOptional() })),
})

const patchedData = z.object({
  proposals: z.array(
    z.object({ proposal: z.string(), policyName: z.string().exactOptional(), edit: edit.exactOptional() }),
  ),
})

/**
 * The proposals that stand in the source by a history, by their ids: what was patched, and neither restored nor
 * granted anew and proposed again since.
 *
 * @example
 * ```ts
 * const done = patchedInHistory(history.earlier).has(proposal.id)
 * ```
 */
export function patchedInHistory(entries: readonly AuditEntry[]): ReadonlyMap<string, PatchedInHistory> {
  const patched = new Map<string, PatchedInHistory>()
  const again = cameBack(entries)
  for (const [index, entry] of entries.entries()) {
    for (const { proposal } of again.filter((one) => one.index === index)) patched.delete(proposal)
    const written = entry.kind === 'patched' ? patchedData.safeParse(entry.data) : undefined
    for (const one of written?.data?.proposals ?? []) patched.set(one.proposal, { ...one, at: entry.at })
    patched.delete(restoredBy(entry)?.proposal ?? '')
  }
  return patched
}
