/** Where evidence comes from: AWS's last-accessed reports, CloudTrail's events, or IAM's own dates of keys and passwords. */
export type EvidenceOrigin = 'last-accessed' | 'cloudtrail' | 'iam'

/** A service, action, resource or credential, and when it was last used: null is never within what was looked at. */
export interface UseEvidence {
  /** A service (`autoscaling`), an action (`iam:ListRoles`), a task's id, an ARN. */
  readonly what: string
  readonly lastUsed: string | null
  /** ARN of who used it last, where AWS says so. */
  readonly lastUsedBy?: string
  readonly region?: string
  readonly origin?: EvidenceOrigin
}

/** What a proposal takes away, with the evidence that nobody used it in the window. */
export type Removal = UseEvidence

/**
 * Why something stays: it was used, nobody could see whether it was used, it (`iam:PassRole`) is never seen, or somebody decided so earlier.
 */
export type KeptBecause = 'used' | 'not-observable' | 'never-observed' | 'decided'

/** What a proposal leaves, and why. */
export interface Kept extends UseEvidence {
  readonly because: KeptBecause
}

/** One thing that was looked at: a report of one entity, frozen at a moment, or a stretch of CloudTrail. */
export type EvidenceSource =
  | { readonly origin: 'last-accessed'; readonly arn: string; readonly at: string }
  | {
      readonly origin: 'cloudtrail'
      readonly from: string
      readonly to: string
      /** Whose events there were, sorted. */
      readonly regions: readonly string[]
      readonly events: number
    }
  | { readonly origin: 'iam'; readonly at: string }

/** How much may go wrong when a proposal is accepted, and why: one sentence each, the weightiest first. */
export interface Risk {
  readonly level: 'low' | 'medium' | 'high'
  readonly reasons: readonly string[]
}

/** What people would lose who lose the same; nothing that they keep from elsewhere. */
export interface PersonLoss {
  /** User names, sorted. */
  readonly people: readonly string[]
  /** `service:*` where all of a service goes, single actions elsewhere; sorted. */
  readonly loses: readonly string[]
  /** How many of the catalogue's actions that is. */
  readonly actions: number
  /** Like `loses`: what they may still do, but on fewer resources or under narrower conditions. Absent where there is nothing. */
  readonly partly?: readonly string[]
}

/** An action that goes although one that stays needs it to work. */
export interface NeededAction {
  readonly action: string
  /** Actions that stay and depend on it, sorted. */
  readonly neededBy: readonly string[]
}
