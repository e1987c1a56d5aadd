import type { EvidenceSource } from './evidence.ts'
import type { MissedAccess } from './grace-watch.ts'
import type { Proposal } from './proposal.ts'

/** Something that has not been there, or not been observed, for the whole window; `from` is the ISO date it will be. */
export interface NotEnoughHistory {
  readonly about: 'policy' | 'group' | 'person' | 'service'
  /** Name of the policy, group or user, or the prefix of the service. */
  readonly name: string
  /** Of a policy, group or user. */
  readonly arn?: string
  readonly reason: string
  readonly from: string
}

/** CloudTrail events that no known action stands for: they count as use of their whole service. */
export interface UnmappedEvent {
  /** `kms.amazonaws.com`. */
  readonly source: string
  readonly name: string
  readonly events: number
  readonly lastAt: string
}

/** A review as it is stored: never changed once written; decisions live in the history alone. */
export interface Review {
  /** A stored review of version 1 is read as one of version 2. */
  readonly version: 2
  readonly accountId: string
  readonly at: string
  readonly windowDays: number
  readonly proposals: readonly Proposal[]
  readonly notEnoughHistory: readonly NotEnoughHistory[]
  readonly unmapped: readonly UnmappedEvent[]
  /** What an earlier review took away, and somebody was denied soon after; looked at only where events could be read. */
  readonly missed?: readonly MissedAccess[]
  /** What was looked at besides last-accessed reports, which each proposal names. */
  readonly evidence: readonly EvidenceSource[]
}

/** What somebody decided about a proposal; read back from the history. */
export interface ReviewDecision {
  readonly proposal: string
  readonly decision: 'accept' | 'keep' | 'defer'
  readonly reason: string
  readonly until?: string
  /** ISO date of the review that proposed it anew, after an acceptance had reached the account; from then on nothing is decided about it. */
  readonly carriedOutBefore?: string
  readonly by: string
  readonly at: string
}
