import { type AuditEntry, type Drifted, RolewrightError, type Trace, type TrailEvent } from '@rolewright/core'
import type { Workspace } from '../config/workspace.ts'
import type { Connection, Source } from './open-source.ts'

/** A call that made a difference, as CloudTrail has it. */
export interface Deed {
  readonly operation: string
  /** ARN of who called. */
  readonly by: string
  readonly at: string
  readonly ip?: string
  /** Whether an apply of this model made the call: then the model has changed since, not the account. */
  readonly byApply: boolean
}

/** What is known of who did it, and why not more. */
export interface Deeds {
  readonly of: (drifted: Drifted) => readonly Deed[]
  readonly missing?: string
}

/** Asks CloudTrail who made the differences, where that may be asked. It never fails the look for drift itself. */
export async function whoDrifted(
  drifted: readonly Drifted[],
  given: { readonly source: Source | Connection; readonly workspace: Workspace },
): Promise<Deeds> {
  const { source, workspace } = given
  const traces = drifted.flatMap((one) => one.traces)
  if (!('clients' in source) || traces.length === 0) return { of: () => [] }
  const { readHistory, whoDidIt } = await import('@rolewright/aws-sync')
  const { clients, caller, account, lookUpsPerSecond } = source
  const pace = lookUpsPerSecond === undefined ? {} : { perSecond: lookUpsPerSecond }
  try {
    const partition = caller.arn.split(':')[1] ?? 'aws'
    const { deeds, notLookedUp } = await whoDidIt(clients, traces, { partition, ...pace })
    const histories = await readHistory(workspace.audit, { accountId: account.accountId }).catch(nothingIfRefused)
    const entries = histories.flatMap((history) => history.entries)
    const deedOf = (trace: Trace): readonly Deed[] => {
      const event = deeds.get(trace)
      return event === undefined ? [] : [told(event, entries)]
    }
    return {
      of: (one) => one.traces.flatMap(deedOf),
      ...(notLookedUp === 0 ? {} : { missing: `${notLookedUp} of them are too many to look up at once` }),
    }
  } catch (error) {
    if (!(error instanceof RolewrightError)) throw error
    return { of: () => [], missing: error.message }
  }
}

/** A damaged history is for `audit verify` to tell. */
function nothingIfRefused(error: unknown): [] {
  if (error instanceof RolewrightError) return []
  throw error
}

function told(event: TrailEvent, entries: readonly AuditEntry[]): Deed {
  const { name, actor, at, ip } = event
  return {
    operation: name,
    by: actor.arn,
    at,
    ...(ip === undefined ? {} : { ip }),
    byApply: entries.some((entry) => isIntentOf(entry, event)),
  }
}

/** Clocks differ a little, and CloudTrail tells whole seconds. */
const TOLERANCE = 10_000

function isIntentOf({ kind, by, at, data }: AuditEntry, event: TrailEvent): boolean {
  if (kind !== 'intent' || by.arn !== event.actor.arn) return false
  const operation = typeof data === 'object' && data !== null && 'operation' in data ? data.operation : undefined
  return operation === `iam:${event.name}` && Math.abs(Date.parse(at) - Date.parse(event.at)) <= TOLERANCE
}
