import type { PolicyDocument, Statement } from '../policy/document.ts'

/** A service or action that a proposal takes away, and the evidence: null is never within AWS's 400 days. */
export interface Removal {
  /** A service (`autoscaling`) or an action (`iam:ListRoles`). */
  readonly what: string
  readonly lastUsed: string | null
  /** ARN of who used it last, where AWS says so. */
  readonly lastUsedBy?: string
}

/** To narrow one statement of one customer managed policy; accepted, kept or deferred by somebody. */
export interface Proposal {
  /** Hash of account, kind, target and removal: the same proposal next quarter has the same id. */
  readonly id: string
  readonly kind: 'narrow-statement' | 'remove-statement'
  readonly accountId: string
  readonly policyArn: string
  readonly policyName: string
  /** Groups that hold the policy, sorted. */
  readonly groups: readonly string[]
  /** Position of the statement in the document, from 0. */
  readonly statementIndex: number
  readonly before: Statement
  /** Null when nothing of the statement remains. */
  readonly after: Statement | null
  /** The whole document before, and after this proposal alone; null when no statement would remain. */
  readonly documentBefore: PolicyDocument
  readonly documentAfter: PolicyDocument | null
  readonly removed: readonly Removal[]
  /** What stays, and when it was last used; null for what can't be observed and therefore stays. */
  readonly kept: readonly Removal[]
  readonly windowDays: number
  /** What `comparePolicies` said of before and after; a proposal is only made when it is narrower. */
  readonly proof: 'narrower'
  /** Catalogue actions no longer allowed, and characters of the document saved. */
  readonly actionsRemoved: number
  readonly charactersSaved: number
}

/** A policy that has not been there, or not been observed, for the whole window; `from` is the ISO date it will be. */
export interface NotEnoughHistory {
  readonly policyArn: string
  readonly policyName: string
  readonly reason: string
  readonly from: string
}

/** A review as it is stored: never changed once written; decisions live in the history alone. */
export interface Review {
  readonly version: 1
  readonly accountId: string
  readonly at: string
  readonly windowDays: number
  readonly proposals: readonly Proposal[]
  readonly notEnoughHistory: readonly NotEnoughHistory[]
}

/** What somebody decided about a proposal; read back from the history. */
export interface ReviewDecision {
  readonly proposal: string
  readonly decision: 'accept' | 'keep' | 'defer'
  readonly reason: string
  readonly until?: string
  readonly by: string
  readonly at: string
}
