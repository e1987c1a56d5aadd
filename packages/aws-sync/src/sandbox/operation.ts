import { NormalizedSchema } from '@smithy/core/schema'
import type { GetUser$ } from '@aws-sdk/client-iam'
import type { Account } from './state/account.ts'
import type { Session } from './state/settings.ts'

/** Who calls: the account's root user, a user by an access key of its own, or a role by temporary credentials. */
export type Caller =
  | { readonly kind: 'root'; readonly accountId: string }
  | { readonly kind: 'user'; readonly id: string; readonly accessKeyId: string }
  | { readonly kind: 'session'; readonly session: Session }

/** An operation's schema as the SDK's clients export it. */
type StaticOperationSchema = typeof GetUser$

/** What an operation knows of the call beside its input. */
export interface Call {
  readonly accountId: string
  readonly now: Date
  readonly caller: Caller
}

/** One operation of the API: how to read its input and write its output, and what it does. */
export interface Operation {
  readonly name: string
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
  /** Whether it may change the account. */
  readonly changes: boolean
  /**
   * Changes the account and gives its output; throws {@link AwsError}, after which nothing must remain changed. `input` is
   * what the operation's own schema read, from which the SDK generates the type that each operation declares.
   */
  run(account: Account, input: object, call: Call): unknown
}

type Run<I, O> = (account: Account, input: I, call: Call) => O

/** An operation that only looks. */
export function reading<I extends object, O>(schema: StaticOperationSchema, run: Run<I, O>): Operation {
  return operation(schema, false, run)
}

/** An operation that changes the account. */
export function changing<I extends object, O>(schema: StaticOperationSchema, run: Run<I, O>): Operation {
  return operation(schema, true, run)
}

function operation<I extends object, O>(schema: StaticOperationSchema, changes: boolean, run: Run<I, O>): Operation {
  const [, , name, , input, output] = schema
  return {
    name,
    changes,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    run,
  }
}
