/**
 * One event of AWS CloudTrail, with what reviews, drift and campaigns ask of it. The record that CloudTrail wrote holds more; see
 * "CloudTrail record contents" in the AWS CloudTrail User Guide.
 *
 * @example
 * ```ts
 * const event: TrailEvent = {
 *   id: '6f1c9a1e-8f57-4f0b-9a7b-0c3f9d0f5c11',
 *   at: '2026-11-02T09:30:00.000Z',
 *   region: 'us-east-1',
 *   source: 'iam.amazonaws.com',
 *   name: 'CreateUser',
 *   actor: { arn: 'arn:aws:iam::111122223333:user/mary', kind: 'user' },
 *   resources: ['arn:aws:iam::111122223333:user/diego'],
 * }
 * ```
 */
export interface TrailEvent {
  readonly id: string
  /** When it happened: ISO date. */
  readonly at: string
  /** IAM's events stand in `us-east-1`, whatever region the caller worked in. */
  readonly region: string
  /** The service that was called, such as `iam.amazonaws.com`. */
  readonly source: string
  /** The API operation, such as `CreateUser`, which is not always the name of the action that allows it. */
  readonly name: string
  readonly actor: TrailActor
  /**
   * ARNs of what it acted on, sorted. CloudTrail tells IAM's users, groups and roles by name in most events: their ARNs are then made
   * without the path, so compare them by kind and name.
   */
  readonly resources: readonly string[]
  /** Absent where the call succeeded. */
  readonly error?: { readonly code: string; readonly message?: string }
  readonly readOnly?: boolean
  /** The name of the session that `sts:AssumeRole` began. */
  readonly session?: string
  /** The address it came from, or the service that called. */
  readonly ip?: string
}

/** Who made a call. */
export interface TrailActor {
  /** The user's or role session's ARN, the account's root, or the service's name where there is no ARN. */
  readonly arn: string
  readonly kind: 'user' | 'assumed-role' | 'root' | 'service' | 'other'
  readonly accessKeyId?: string
}
