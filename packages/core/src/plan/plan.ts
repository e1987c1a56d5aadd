import type { GroupState, PolicyState, UserState } from '../account/account-state.ts'
import type { QuotaUse } from '../account/quota-use.ts'
import type { AccessLevel } from '../catalog/format.ts'
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
  /** An adopted group on its way into the owned path: its ARN changes with it. */
  | {
      readonly kind: 'move-group'
      readonly before: GroupState
      readonly after: GroupState
      readonly reason: string
    }
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

/** What a change does. */
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

/** How many catalogue actions of each access level. */
export type LevelCounts = Readonly<Partial<Record<AccessLevel, number>>>

/** A way to come to more than was granted, which the plan opens. */
export interface NewEscalation {
  /** As `findEscalations` names it. */
  readonly id: string
  readonly title: string
  /** Whether it hangs on a resource or a condition. */
  readonly conditional: boolean
}

/** What one business role (by group), one person (by user) or one IAM role outside the model gains and loses by a plan. */
export interface AccessChange {
  readonly principal: { readonly kind: 'group' | 'user' | 'role'; readonly name: string }
  /** `undecided` where the comparison can't tell; never silently equal. */
  readonly relation: 'narrower' | 'wider' | 'different' | 'undecided'
  /** Catalogue actions allowed on at least one resource after and on none before, as minimal sorted patterns. */
  readonly gainedActions: readonly string[]
  readonly lostActions: readonly string[]
  readonly gainedLevels: LevelCounts
  readonly lostLevels: LevelCounts
  /** Resource patterns of the statements that bring what is gained; `*` for a statement that only leaves some out. Sorted. */
  readonly gainedOn: readonly string[]
  readonly lostOn: readonly string[]
  /** Concrete requests that the evaluator confirms: refused before and allowed after. */
  readonly gained: readonly Request[]
  readonly lost: readonly Request[]
  readonly newEscalations: readonly NewEscalation[]
}

/** A person who comes to hold, by the plan, what a rule of the model keeps apart. */
export interface NewConflict {
  readonly user: string
  readonly rule: 'mutually-exclusive' | 'separate'
  /** In words, for a person. */
  readonly message: string
}

/** Whom a plan touches, by user name. */
export interface TouchedPeople {
  /** How many users had access by the model before: members of owned groups. */
  readonly total: number
  readonly gaining: readonly string[]
  /** Who loses something that was not planned; who can't be told to lose nothing is among them. */
  readonly losing: readonly string[]
  /** Who loses only what has ended by its date, or was given up in a review. */
  readonly planned: readonly string[]
}

/**
 * Something the reader should know that the plan does not change: foreign members, foreign users of an owned policy, what only
 * `--prune` would delete, what a rollback leaves as it is, where a foreign group or policy is not as the model says (`not-adopted`), who
 * is in an adopted group that is moved, and which documents name its ARN (`moves`). A `name-taken` note stops `apply`: the name stands outside the owned path.
 */
export interface PlanNote {
  readonly kind:
    | 'foreign-member'
    | 'foreign-use'
    | 'unpruned'
    | 'aws-changed'
    | 'waits-for-sign-in'
    | 'name-taken'
    | 'stays'
    | 'not-adopted'
    | 'moves'
  readonly subject: string
  readonly message: string
  /** The foreign members of a group, or the foreign users of a policy; absent where a note is about nobody. */
  readonly principals?: readonly NotedPrincipal[]
  /** What one of AWS's own policies allows since AWS changed it, and what not any more; with `aws-changed` alone. */
  readonly gained?: readonly string[]
  readonly lost?: readonly string[]
}

/** Somebody whom a note is about. */
export interface NotedPrincipal {
  readonly kind: 'user' | 'group' | 'role'
  readonly name: string
  /** How it stands to what the note is on. */
  readonly by: 'membership' | 'attachment' | 'boundary'
}

/** One API call that applying will make, in order. */
export interface PlannedCall {
  readonly service: 'iam'
  readonly operation: string
  readonly subject: string
  /** The ARN that IAM asks the caller's rights for. */
  readonly resource: string
  /** Where the call ends up: moving a group asks for rights on its old and its new ARN. */
  readonly target?: string
  /** The condition key `iam:PolicyARN` of the call, where it has one. */
  readonly policyArn?: string
}

/**
 * The ordered changes from actual to desired, with what each role and person gains and loses.
 *
 * `from` is the fingerprint of the actual state, worked out when it is first read: `apply` refuses a plan whose account has changed since.
 */
export interface Plan {
  readonly version: 1
  readonly accountId: string
  readonly from: string
  /** The path that the model owns, such as `/rolewright/example/`: who applies locks it. */
  readonly path: string
  readonly changes: readonly Change[]
  readonly access: readonly AccessChange[]
  readonly conflicts: readonly NewConflict[]
  readonly people: TouchedPeople
  /** Groups of roles marked sensitive that somebody holds and that may do more by the plan; sorted. */
  readonly widened: readonly string[]
  readonly calls: readonly PlannedCall[]
  /** The least that the caller needs for exactly this plan, as an IAM policy. */
  readonly policy: PolicyDocument
  /** IAM's quotas afterwards: the account's, and those of what the plan makes or changes. */
  readonly quotas: readonly QuotaUse[]
  readonly notes: readonly PlanNote[]
}
