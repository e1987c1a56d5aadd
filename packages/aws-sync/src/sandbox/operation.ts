import { NormalizedSchema } from '@smithy/core/schema'
import type { GetUser$ } from '@aws-sdk/client-iam'
import type { z } from 'zod'
import type { Account } from './state/account.ts'
import type { Session } from './state/settings.ts'
import type { CloudTrailRecord } from './trail/cloud-trail-record.ts'

/** Who calls: the account's root user, a user by an access key of its own, or a role by temporary credentials. */
export type Caller =
  | { readonly kind: 'root'; readonly accountId: string; readonly accessKeyId?: string }
  | { readonly kind: 'user'; readonly id: string; readonly accessKeyId: string }
  | { readonly kind: 'session'; readonly session: Session }

/** An operation's schema as the SDK's clients export it. */
type StaticOperationSchema = typeof GetUser$

/** What an operation knows of the call beside its input. */
export interface Call {
  readonly accountId: string
  readonly now: Date
  readonly caller: Caller
  /** That the request is signed for. */
  readonly region: string
  /** The account's event history, the oldest first. */
  readonly events: () => readonly CloudTrailRecord[]
}

/** One operation of the API, without how it stands on the wire. */
export interface Operation {
  readonly name: string
  /** Whether it may change the account. */
  readonly changes: boolean
  /**
   * Changes the account and gives its output; throws {@link AwsError}, after which nothing must remain changed. `input` is
   * what the operation's own schema read, from which the type that each operation declares follows.
   */
  run(account: Account, input: object, call: Call): unknown
}

/** An operation of the query protocol, read and written by the SDK's schemas. */
export interface QueryOperation extends Operation {
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
}

/** An operation of AWS JSON 1.1. Its output is written as it is, dates as seconds. */
export interface JsonOperation extends Operation {
  readonly input: z.ZodType<object>
}

type Run<I, O> = (account: Account, input: I, call: Call) => O

/** An operation that only looks. */
export function reading<I extends object, O>(schema: StaticOperationSchema, run: Run<I, O>): QueryOperation {
  return operation(schema, false, run)
}

/** An operation that changes the account. */
export function changing<I extends object, O>(schema: StaticOperationSchema, run: Run<I, O>): QueryOperation {
  return operation(schema, true, run)
}

function operation<I extends object, O>(
  schema: StaticOperationSchema,
  changes: boolean,
  run: Run<I, O>,
): QueryOperation {
  const [, , name, , input, output] = schema
  return {
    name,
    changes,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    run,
  }
}

/** An operation of AWS JSON 1.1; members that `input` does not name are ignored, as AWS ignores them. */
export function jsonOperation<I extends object, O>(definition: {
  readonly name: string
  readonly changes: boolean
  readonly input: z.ZodType<I>
  readonly run: Run<I, O>
}): JsonOperation {
  return definition
}
