import type { InlinePolicy, Tags } from '../account/account-state.ts'

/** A key or certificate that can be put out of force, by its id; never its secret. */
export interface HeldKey {
  readonly id: string
  readonly active: boolean
  /** ISO date. */
  readonly createdAt: string
}

/** An access key. */
export interface HeldAccessKey extends HeldKey {
  readonly lastUsed: { readonly at: string; readonly service: string; readonly region: string } | null
}

/** A user name and password, or an API key, of one service. */
export interface HeldServiceCredential extends HeldKey {
  readonly service: string
}

/** Everything that one IAM user has: all that has to go before the user can, and what is kept as a record of it. No secret is in it. */
export interface Holdings {
  readonly user: string
  readonly arn: string
  readonly createdAt: string
  readonly tags: Tags
  /** Null where the console was never used, or not since AWS keeps track. */
  readonly passwordLastUsed: string | null
  readonly permissionsBoundary: string | null
  /** Null without a password for the console. */
  readonly loginProfile: { readonly createdAt: string; readonly resetRequired: boolean } | null
  readonly accessKeys: readonly HeldAccessKey[]
  readonly mfaDevices: readonly { readonly serialNumber: string; readonly enabledAt: string }[]
  readonly sshKeys: readonly HeldKey[]
  readonly serviceCredentials: readonly HeldServiceCredential[]
  readonly certificates: readonly HeldKey[]
  /** Names, sorted. */
  readonly groups: readonly string[]
  /** ARNs, sorted. */
  readonly attachedPolicies: readonly string[]
  readonly inlinePolicies: readonly InlinePolicy[]
}
