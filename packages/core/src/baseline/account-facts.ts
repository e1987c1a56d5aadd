import type { AccountState } from '../account/account-state.ts'

/** The account's rules for passwords, as IAM keeps them. */
export interface PasswordPolicy {
  readonly minimumLength: number
  readonly symbols: boolean
  readonly numbers: boolean
  readonly uppercase: boolean
  readonly lowercase: boolean
  readonly usersMayChange: boolean
  /** Days after which a password has to be changed; absent where it never has to. */
  readonly maxAge?: number
  /** How many earlier passwords can't be used again; absent where all can. */
  readonly reusePrevention?: number
  /** Whether a password that has expired can be set anew by an administrator only. */
  readonly hardExpiry?: boolean
}

/** An access key as IAM tells of it; never the key itself. */
export interface KeyFacts {
  readonly active: boolean
  /** ISO date. */
  readonly createdAt: string
  /** Null for a key that was never used. */
  readonly lastUsed: { readonly at: string; readonly service: string; readonly region: string } | null
}

/** How one user can sign in. All dates are ISO dates. */
export interface CredentialFacts {
  /** Name of the user. */
  readonly user: string
  readonly password: { readonly changedAt: string | null; readonly lastUsed: string | null } | null
  readonly mfa: boolean
  readonly keys: readonly KeyFacts[]
}

/** What IAM tells of an account as a whole: what the baseline is held against. */
export interface AccountFacts {
  readonly accountId: string
  /** When it was read: ISO date. */
  readonly at: string
  readonly state: AccountState
  readonly root: {
    readonly mfa: boolean
    readonly accessKeys: boolean
    /** The newest use of the root user's password or keys; null where there was none. */
    readonly lastUsed: string | null
  }
  /** What stands before `.signin.aws.amazon.com` in place of the account's number. */
  readonly alias: string | null
  readonly passwordPolicy: PasswordPolicy | null
  readonly credentials: readonly CredentialFacts[]
  /** ARNs of the identity providers that people and programs can sign in with. */
  readonly providers: { readonly saml: readonly string[]; readonly oidc: readonly string[] }
  readonly instanceProfiles: readonly { readonly name: string; readonly roles: readonly string[] }[]
  /** Numbers of the accounts that are the company's own, this one among them. */
  readonly ownAccounts: readonly string[]
}
