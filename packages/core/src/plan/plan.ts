import type { GroupState, PolicyState, UserState } from '../account/account-state.ts'
import type { QuotaUse } from '../account/quota-use.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { Request } from '../policy/request.ts'

/**
 * One difference between what is there and what is wanted. `before` is null for what is created, `after` for what is deleted.
 * `reason` is one line for a person.
 */
export type Change =
  | { readonly kind: 'create-policy'; readonly before: null; readonly after: PolicyState; readonly reason: string }
  | {
      readonly kind: 'update-policy'
      readonly before: PolicyState
      readonly after: PolicyState
      readonly reason: string
    }
  | {
      readonly kind: 'set-default-version'
      readonly before: PolicyState
      readonly after: PolicyState
      readonly reason: string
    }
  | { readonly kind: 'delete-policy'; readonly before: PolicyState; readonly after: null; readonly reason: string }
  | { readonly kind: 'create-group'; readonly before: null; readonly after: GroupState; readonly reason: string }
  | { readonly kind: 'delete-group'; readonly before: GroupState; readonly after: null; readonly reason: string }
  | { readonly kind: 'create-user'; readonly before: null; readonly after: UserState; readonly reason: string }
  | { readonly kind: 'attach-policy'; readonly before: null; readonly after: Attachment; readonly reason: string }
  | { readonly kind: 'detach-policy'; readonly before: Attachment; readonly after: null; readonly reason: string }
  | {
      readonly kind: 'delete-inline-policy'
      readonly before: GroupInlinePolicy
      readonly after: null
      readonly reason: string
    }
  | { readonly kind: 'add-member'; readonly before: null; readonly after: Membership; readonly reason: string }
  | { readonly kind: 'remove-member'; readonly before: Membership; readonly after: null; readonly reason: string }

export type ChangeKind = Change['kind']

/** A managed policy on a group. */
export interface Attachment {
  readonly group: string
  readonly policyArn: string
}

/** A policy that lives inside a group. */
export interface GroupInlinePolicy {
  readonly group: string
  readonly name: string
  readonly document: PolicyDocument
}

/** A user in a group. */
export interface Membership {
  readonly group: string
  readonly user: string
}

/** What one business role (by group) or one person (by user) gains and loses by a plan. */
export interface AccessChange {
  readonly principal: { readonly kind: 'group' | 'user'; readonly name: string }
  /** `undecided` where the comparison can't tell; never silently equal. */
  readonly relation: 'narrower' | 'wider' | 'different' | 'undecided'
  /** Catalogue actions allowed on at least one resource after and on none before, as minimal sorted patterns. */
  readonly gainedActions: readonly string[]
  readonly lostActions: readonly string[]
  /** Concrete requests that the evaluator confirms: refused before and allowed after. */
  readonly gained: readonly Request[]
  readonly lost: readonly Request[]
}

/**
 * Something the reader should know that the plan does not change: foreign members, foreign users of an owned policy, what only
 * `--prune` would delete. A `name-taken` note stops `apply`: the name stands outside the owned path.
 */
export interface PlanNote {
  readonly kind: 'foreign-member' | 'foreign-use' | 'unpruned' | 'aws-changed' | 'waits-for-sign-in' | 'name-taken'
  readonly subject: string
  readonly message: string
}

/** One API call that applying will make, in order. */
export interface PlannedCall {
  readonly service: 'iam'
  readonly operation: string
  readonly subject: string
}

/**
 * The ordered changes from actual to desired, with what each role and person gains and loses.
 *
 * `from` is the fingerprint of the actual state: `apply` refuses a plan whose account has changed since.
 */
export interface Plan {
  readonly version: 1
  readonly accountId: string
  readonly from: string
  readonly changes: readonly Change[]
  readonly access: readonly AccessChange[]
  readonly quotas: readonly QuotaUse[]
  readonly calls: readonly PlannedCall[]
  readonly notes: readonly PlanNote[]
}
