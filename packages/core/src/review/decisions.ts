import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'
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
  return entries.flatMap((entry): ReviewDecision[] => {
    if (entry.kind !== 'decision') return []
    const parsed = decisionData.safeParse(entry.data)
    if (!parsed.success) return []
    return [{ ...parsed.data, by: authorOf(entry), at: entry.at }]
  })
}

/** Who stands behind an entry, for a person: the git identity with the ARN, or the ARN alone. */
export function authorOf({ by }: Pick<AuditEntry, 'by'>): string {
  return by.git === undefined ? by.arn : `${by.git} (${by.arn})`
}

/**
 * What holds for a proposal at a moment: the last decision about it, or undefined while it is open. A decision with a date (a deferral
 * always has one, a keep may) holds until it, and leaves the proposal open again.
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
  if (last?.until === undefined || last.decision === 'accept') return last
  return Date.parse(last.until) > new Date(now).getTime() ? last : undefined
}

const removalData = z.lazy(() =>
  z.object({ proposal: z.string(), policy: z.string(), removed: z.array(z.string()), decision: z.string() }),
)

/**
 * What the accepted proposals of a history take away: action patterns by the ARN of the policy.
 *
 * @example
 * ```ts
 * diff(actual, desired, { agreed: agreedRemovals(history.entries) })
 * ```
 */
export function agreedRemovals(entries: readonly AuditEntry[]): Readonly<Record<string, readonly string[]>> {
  const last = new Map<string, z.infer<typeof removalData>>()
  for (const entry of entries) {
    const parsed = entry.kind === 'decision' ? removalData.safeParse(entry.data) : undefined
    if (parsed?.success === true) last.set(parsed.data.proposal, parsed.data)
  }
  const agreed = new Map<string, readonly string[]>()
  for (const { decision, policy, removed } of last.values()) {
    if (decision !== 'accept') continue
    const patterns = removed.map((what) => (what.includes(':') ? what : `${what}:*`))
    agreed.set(policy, [...(agreed.get(policy) ?? []), ...patterns])
  }
  return Object.fromEntries(agreed)
}
