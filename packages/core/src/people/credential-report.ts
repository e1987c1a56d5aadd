/** A console password, as the credential report tells of it. Dates are ISO. */
export interface ReportedPassword {
  /** Null where it was never used, or not since AWS keeps track (October 2014). */
  readonly lastUsed: string | null
  readonly lastChanged: string | null
  /** When the account's password policy wants another; null where it does not. */
  readonly nextRotation: string | null
}

/** An access key's place in the report; the report does not name the key. */
export interface ReportedAccessKey {
  readonly active: boolean
  /** When it was made, or made active again. */
  readonly lastRotated: string
  /** Null for a key that was never used. */
  readonly lastUsed: { readonly at: string; readonly region: string; readonly service: string } | null
}

/** A signing certificate's place in the report. */
export interface ReportedCertificate {
  readonly active: boolean
  readonly lastRotated: string
}

/** One user's credentials. */
export interface ReportedUser {
  /** The user's name; `<root_account>` for the root user. */
  readonly user: string
  readonly arn: string
  readonly createdAt: string
  /** Null where there is none; the root user always has one. */
  readonly password: ReportedPassword | null
  readonly mfaActive: boolean
  readonly accessKeys: readonly ReportedAccessKey[]
  readonly certificates: readonly ReportedCertificate[]
}

/** An account's credential report, which AWS makes anew every four hours at most. */
export interface CredentialReport {
  /** ISO date; what happened since is not in it. */
  readonly generatedAt: string
  /** Null in the reports of emulators that leave it out: then nothing is known of it. */
  readonly root: ReportedUser | null
  /** In the report's order; a user made since is missing, one deleted since is still there. */
  readonly users: readonly ReportedUser[]
}
