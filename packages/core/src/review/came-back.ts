import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'
import { restoredBy } from './restored.ts'

const patchedData = z.lazy(() => z.object({ proposals: z.array(z.object({ proposal: z.string() })) }))
const reviewData = z.lazy(() => z.object({ proposals: z.array(z.string()) }))

/** A proposal that was carried out, and that a later review makes again: somebody has granted anew what it took away. */
export interface CameBack {
  readonly proposal: string
  /** Position of the review's entry in the history, and its date. */
  readonly index: number
  readonly at: string
}

/**
 * The proposals that came back, in the order of a history. What was agreed on before says nothing of a new grant, so nobody has decided
 * about it yet.
 */
export function cameBack(entries: readonly AuditEntry[]): readonly CameBack[] {
  const patched = new Set<string>()
  const applied = new Set<string>()
  return entries.flatMap((entry, index): readonly CameBack[] => {
    const written = entry.kind === 'patched' ? patchedData.safeParse(entry.data).data : undefined
    for (const { proposal } of written?.proposals ?? []) patched.add(proposal)
    const restored = restoredBy(entry)?.proposal ?? ''
    patched.delete(restored)
    applied.delete(restored)
    if (entry.kind === 'applied') {
      for (const proposal of patched) applied.add(proposal)
      patched.clear()
    }
    const review = entry.kind === 'review' ? reviewData.safeParse(entry.data).data : undefined
    return (review?.proposals ?? [])
      .filter((proposal) => applied.delete(proposal))
      .map((proposal) => ({ proposal, index, at: entry.at }))
  })
}
