import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'
import { cameBack } from './came-back.ts'
import type { ReviewDecision } from './review.ts'

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
  const again = cameBack(entries)
  return entries.flatMap((entry, index): ReviewDecision[] => {
    if (entry.kind !== 'decision') return []
    const parsed = decisionData.safeParse(entry.data)
    if (!parsed.success) return []
    const { proposal, decision } = parsed.data
    const end = decision === 'accept' ? again.find((one) => one.proposal === proposal && one.index > index) : undefined
    return [
      { ...parsed.data, by: authorOf(entry), at: entry.at, ...(end === undefined ? {} : { carriedOutBefore: end.at }) },
    ]
  })
}

/** Who stands behind an entry, for a person: the git identity with the ARN, or the ARN alone. */
export function authorOf({ by }: Pick<AuditEntry, 'by'>): string {
  return by.git === undefined ? by.arn : `${by.git} (${by.arn})`
}

/**
 * What holds for a proposal at a moment: the last decision about it, or undefined while it is open. A decision with a date (a deferral
 * always has one, a keep may) holds until it, and leaves the proposal open again; so does an acceptance that was carried out, once a review
 * proposes the same anew.
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
  const end = last?.decision === 'accept' ? last.carriedOutBefore : last?.until
  return end === undefined || Date.parse(end) > new Date(now).getTime() ? last : undefined
}
