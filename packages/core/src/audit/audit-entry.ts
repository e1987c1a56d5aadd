/** What happened. `recovered` records a torn last line that a crash left and that was set aside. */
export type AuditKind =
  | 'run'
  | 'planned'
  | 'intent'
  | 'outcome'
  | 'applied'
  | 'failed'
  | 'drift'
  | 'review'
  | 'decision'
  | 'patched'
  | 'campaign'
  | 'sign-off'
  | 'restored'
  | 'person-intent'
  | 'person-outcome'
  | 'onboarding'
  | 'onboarded'
  | 'offboarding'
  | 'offboarded'
  | 'granted'
  | 'grant-ended'
  | 'key-rotation'
  | 'credential-review'
  | 'account-intent'
  | 'account-outcome'
  | 'baseline'
  | 'mended'
  | 'bootstrap'
  | 'cloudhsm'
  | 'recovered'

/** A value that JSON can hold and that therefore hashes the same everywhere. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * One line of the history. `hash` is SHA-256 over the canonical JSON of all other fields; `prev` holds the hashes before it:
 * for a file's first line all heads known then, for every other line the one above.
 */
export interface AuditEntry {
  readonly version: 1
  /** A ULID. */
  readonly id: string
  /** ISO date. */
  readonly at: string
  /** Who: the STS caller's ARN and the git identity. */
  readonly by: { readonly arn: string; readonly git?: string }
  readonly kind: AuditKind
  readonly prev: readonly string[]
  readonly hash: string
  readonly data: JsonValue
}
