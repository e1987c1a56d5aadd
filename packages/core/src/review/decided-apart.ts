import type { AuditEntry } from '../audit/audit-entry.ts'
import { decisionsIn } from './decisions.ts'
import type { ReviewDecision } from './review.ts'

/** Two decisions about one proposal that differ, made by people who did not know of each other's. */
export interface DecidedApart {
  readonly proposal: string
  /** The one that holds is the later. */
  readonly earlier: ReviewDecision
  readonly later: ReviewDecision
}

/**
 * The proposals whose last decision was made without knowing of the one before: in two clones that were merged later, or at the same moment.
 * Whoever decides anew knows of both, and it is settled.
 *
 * @example
 * ```ts
 * for (const { proposal, earlier } of decidedApart(history.entries)) console.log(`${proposal} was also ${earlier.decision}`)
 * ```
 */
export function decidedApart(entries: readonly AuditEntry[]): readonly DecidedApart[] {
  const byProposal = new Map<string, { readonly entry: AuditEntry; readonly decision: ReviewDecision }[]>()
  for (const entry of entries) {
    const [decision] = entry.kind === 'decision' ? decisionsIn([entry]) : []
    if (decision === undefined) continue
    const { proposal } = decision
    byProposal.set(proposal, [...(byProposal.get(proposal) ?? []), { entry, decision }])
  }
  const byHash = new Map(entries.map((entry) => [entry.hash, entry]))
  return [...byProposal].flatMap(([proposal, made]): readonly DecidedApart[] => {
    const last = made.at(-1)
    if (last === undefined || made.length === 1) return []
    const known = knownTo(last.entry, byHash)
    const unknown = made.findLast(({ entry, decision }) => {
      const { decision: word, until } = last.decision
      return entry !== last.entry && !known.has(entry.hash) && (decision.decision !== word || decision.until !== until)
    })
    return unknown === undefined ? [] : [{ proposal, earlier: unknown.decision, later: last.decision }]
  })
}

/** The hashes of everything that stood in the history when an entry was written. */
function knownTo(entry: AuditEntry, byHash: ReadonlyMap<string, AuditEntry>): ReadonlySet<string> {
  const known = new Set<string>()
  const left = [...entry.prev]
  for (let hash = left.pop(); hash !== undefined; hash = left.pop()) {
    if (known.has(hash)) continue
    known.add(hash)
    left.push(...(byHash.get(hash)?.prev ?? []))
  }
  return known
}
