import { type MendPlan, RolewrightError } from '@rolewright/core'
import { setTimeout as wait } from 'node:timers/promises'
import { accountCaller } from '../audit/record-account-call.ts'
import type { History } from '../audit/open-history.ts'
import { readAccountAlias } from '../read/account-settings.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { errorName } from '../read/aws-error.ts'
import { mendCall } from './mend-call.ts'
import { whenKnown } from './when-known.ts'

/** What mending did: the operations that were called. */
export interface Mended {
  readonly check: string
  readonly calls: readonly { readonly operation: string; readonly subject: string }[]
}

/**
 * Makes the calls of a mend, one after the other, each recorded before and after. A call that fails stops it, and nothing was lost by
 * then: a policy is made and attached before the one that it replaces goes. Planning it again gives what is left.
 *
 * @throws {RolewrightError} `alias-taken`, and those of `awsError`
 *
 * @example
 * ```ts
 * await mend(mendPlan('password-policy', await readAccountFacts(clients, { now })), clients, { history })
 * ```
 */
export async function mend(
  plan: MendPlan,
  clients: Pick<AwsClients, 'iam'>,
  options: {
    readonly history?: History
    readonly sleep?: (milliseconds: number) => Promise<unknown>
  } = {},
): Promise<Mended> {
  const { history, sleep = wait } = options
  const call = accountCaller({ history, task: `baseline --mend ${plan.check}` })
  const made: Mended['calls'][number][] = []
  for (const each of plan.calls) {
    const ready = mendCall(each)
    await call(ready.call, () =>
      whenKnown(() => ready.send(clients.iam), sleep).catch(async (error: unknown) => {
        if (each.kind !== 'create-alias' || errorName(error) !== 'EntityAlreadyExists') throw error
        // It may be this account's own, after an answer that got lost.
        if ((await readAccountAlias(clients)) !== each.alias) throw aliasTaken(each.alias, error)
      }),
    )
    made.push({ operation: ready.call.operation, subject: ready.call.subject })
  }
  await history?.append('mended', { check: plan.check, calls: made.length, left: plan.left.length })
  return { check: plan.check, calls: made }
}

function aliasTaken(alias: string, cause: unknown): RolewrightError {
  return new RolewrightError({
    code: 'alias-taken',
    message: `another account of AWS has the alias \`${alias}\``,
    hint: 'choose another: an alias is unique in all of AWS',
    cause,
  })
}
