import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'
import type { Proposal } from './proposal.ts'
import { restoredBy } from './restored.ts'

/** A proposal whose removal has reached the account, and was not restored since. */
export interface Removed {
  readonly proposal: Proposal
  /** ISO date of the first apply after it was patched. */
  readonly at: string
}

const patchedData = z.lazy(() => z.object({ proposals: z.array(z.object({ proposal: z.string() })) }))

/**
 * What accepted proposals have taken out of the account by its history, oldest first.
 *
 * @example
 * ```ts
 * const removed = removedProposals(history.earlier, review.proposals)
 * ```
 */
export function removedProposals(entries: readonly AuditEntry[], proposals: readonly Proposal[]): readonly Removed[] {
  const waiting = new Set<string>()
  const removed = new Map<string, string>()
  for (const entry of entries) {
    const patched = entry.kind === 'patched' ? patchedData.safeParse(entry.data) : undefined
    for (const { proposal } of patched?.data?.proposals ?? []) waiting.add(proposal)
    const restored = restoredBy(entry)?.proposal ?? ''
    waiting.delete(restored)
    removed.delete(restored)
    if (entry.kind !== 'applied') continue
    for (const proposal of waiting) removed.set(proposal, entry.at)
    waiting.clear()
  }
  const narrower = new Map(proposals.filter(({ proof }) => proof === 'narrower').map((one) => [one.id, one]))
  return [...removed].flatMap(([id, at]): Removed[] => {
    const proposal = narrower.get(id)
    return proposal === undefined ? [] : [{ proposal, at }]
  })
}
