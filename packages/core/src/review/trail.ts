import type { TrailEvent } from './trail-event.ts'

/** A stretch of CloudTrail as evidence: what was looked at, and what there was. */
export interface Trail {
  /** ISO dates between which every event of `regions` was looked at. */
  readonly from: string
  readonly to: string
  readonly regions: readonly string[]
  /** Regions whose events could not be read, and where there may be some: no event is no evidence then. */
  readonly unread?: readonly string[]
  readonly events: readonly TrailEvent[]
}
