import type { PolicyDocument } from '../policy/document.ts'

/** Tag keys to values. */
export type Tags = Readonly<Record<string, string>>

/** A policy that lives inside one group, user or role. */
export interface InlinePolicy {
  readonly name: string
  readonly document: PolicyDocument
}

/** One stored version of a managed policy. */
export interface PolicyVersion {
  readonly versionId: string
  readonly document: PolicyDocument
  /** ISO date; absent in a compiled state. */
  readonly createdAt?: string
}

/** A managed policy: the customer's own, or an AWS managed one that is in use. */
export interface PolicyState {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly description?: string
  readonly defaultVersionId: string
  /** Newest first; a compiled state holds the one version that is wanted. */
  readonly versions: readonly PolicyVersion[]
  readonly createdAt?: string
  readonly updatedAt?: string
}

/** An IAM group; its members are found on the users. */
export interface GroupState {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly createdAt?: string
  /** ARNs of managed policies, sorted. */
  readonly attachedPolicies: readonly string[]
  readonly inlinePolicies: readonly InlinePolicy[]
}

/** An IAM user. */
export interface UserState {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly createdAt?: string
  /** Group names, sorted. */
  readonly groups: readonly string[]
  readonly attachedPolicies: readonly string[]
  readonly inlinePolicies: readonly InlinePolicy[]
  /** In a compiled state: those of `groups` that are given only after the first sign-in. */
  readonly afterSignIn?: readonly string[]
  /** In a compiled state: groups of roles that the person held until a date that has come. */
  readonly endedGroups?: readonly string[]
  /** ARN of the policy that bounds this user. */
  readonly permissionsBoundary?: string
  readonly tags: Tags
}

/** An IAM role (what AWS calls a role; a business role is a {@link GroupState}). */
export interface RoleState {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly createdAt?: string
  readonly trustPolicy: PolicyDocument
  readonly attachedPolicies: readonly string[]
  readonly inlinePolicies: readonly InlinePolicy[]
  readonly permissionsBoundary?: string
  readonly tags: Tags
}

/** What a desired state claims for itself: everything else in the account is foreign. */
export interface Ownership {
  /** Groups and policies under this path belong to the model, for example `/rolewright/example/`. */
  readonly path: string
  /** Owned groups whose foreign members are removed; in all others they are shown and left. */
  readonly exclusiveGroups: readonly string[]
  /** ARNs of groups and policies that the state means though they are not its own: compared, never changed. */
  readonly foreign?: readonly string[]
  /** ARNs outside the path that are owned all the same. */
  readonly adopted?: readonly string[]
  /** Groups of roles that are had by temporary access alone: known, and never made. */
  readonly breakGlass?: readonly string[]
}

/**
 * Groups, policies, users and roles of one account, each sorted by name: the same type for what is wanted and what is there.
 *
 * Documents are parsed, attachments are ARNs, memberships stand on the users. A state made by `compile` carries `ownership`;
 * one read from AWS does not.
 */
export interface AccountState {
  readonly accountId: string
  readonly groups: readonly GroupState[]
  readonly policies: readonly PolicyState[]
  readonly users: readonly UserState[]
  readonly roles: readonly RoleState[]
  readonly ownership?: Ownership
}
