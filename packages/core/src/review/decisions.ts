import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'
import type { ReviewDecision } from './proposal.ts'

const decisionData = z.lazy(() =>
  z.object({
    proposal: z.string(),
    decision: z.enum(['accept', 'keep', 'defer']),
    reason: z.string(),
    until: z.string().exactOptional(),
  }),
)

/**
 * The decisions in a history, oldest first; of several about one proposal the last one holds (see {@link decisionOn}).
 *
 * @example
 * ```ts
 * const decisions = decisionsIn(history.entries)
 * ```
 */
export function decisionsIn(entries: readonly AuditEntry[]): readonly ReviewDecision[] {
  return entries.flatMap((entry): ReviewDecision[] => {
    if (entry.kind !== 'decision') return []
    const parsed = decisionData.safeParse(entry.data)
    if (!parsed.success) return []
    const by = entry.by.git === undefined ? entry.by.arn : `${entry.by.git} (${entry.by.arn})`
    return [{ ...parsed.data, by, at: entry.at }]
  })
}

/**
 * What holds for a proposal at a moment: the last decision about it, or undefined while it is open. A deferral that has run out
 * leaves it open again.
 *
 * @example
 * ```ts
 * const open = review.proposals.filter((proposal) => decisionOn(proposal.id, decisions, new Date()) === undefined)
 * ```
 */
export function decisionOn(
  proposal: string,
  decisions: readonly ReviewDecision[],
  now: Date | string,
): ReviewDecision | undefined {
  const last = decisions.findLast((decision) => decision.proposal === proposal)
  if (last?.decision !== 'defer' || last.until === undefined) return last
  return Date.parse(last.until) > new Date(now).getTime() ? last : undefined
}
