import { homeRegion, type Trace, type TrailEvent } from '@rolewright/core'
import type { AwsClients } from './aws-clients.ts'
import { trailPages } from './read-trail.ts'

/** How many things are looked up: at two calls a second, that is half a minute. */
const MOST = 50
/** How many pages of one thing's events, newest first. */
const PAGES = 6

/** What CloudTrail tells of who did what. */
export interface WhoDidIt {
  /** The last call that fits, for each trace that has one. */
  readonly deeds: ReadonlyMap<Trace, TrailEvent>
  /** How many traces were not looked up, since there are too many. */
  readonly notLookedUp: number
}

/**
 * Looks in CloudTrail's event history for the last successful call that may have made each difference. IAM's events stand in one region,
 * `us-east-1` for AWS's ordinary partition.
 *
 * @throws {RolewrightError} as `readTrail` does, `aws-access-denied` where the caller may not read it.
 *
 * @example
 * ```ts
 * const traces = driftOf(plan, actual).flatMap((drifted) => drifted.traces)
 * const { deeds } = await whoDidIt(awsClients(), traces, { partition: 'aws' })
 * ```
 */
export async function whoDidIt(
  clients: Pick<AwsClients, 'cloudTrail'>,
  traces: readonly Trace[],
  options: { readonly partition: string; readonly perSecond?: number },
): Promise<WhoDidIt> {
  const { partition, ...pace } = options
  const region = homeRegion(partition)
  const deeds = new Map<Trace, TrailEvent>()
  const byResource = new Map<string, Trace[]>()
  for (const trace of traces) byResource.set(trace.resource, [...(byResource.get(trace.resource) ?? []), trace])
  const all = [...byResource]
  for (const [value, open] of all.slice(0, MOST)) {
    let pages = 0
    for await (const page of trailPages(clients, { region, ...pace, attribute: { key: 'ResourceName', value } })) {
      for (const trace of open) {
        const event = deeds.has(trace) ? undefined : page.find((each) => fits(each, trace))
        if (event !== undefined) deeds.set(trace, event)
      }
      pages += 1
      if (pages === PAGES || open.every((trace) => deeds.has(trace))) break
    }
  }
  return { deeds, notLookedUp: all.slice(MOST).flatMap(([, left]) => left).length }
}

function fits({ name, source, error, resources }: TrailEvent, { operations, about }: Trace): boolean {
  if (source !== 'iam.amazonaws.com' || error !== undefined || !operations.includes(name)) return false
  const named = new Set(resources.map(kindAndName))
  return about.every((one) => named.has(one.toLowerCase()))
}

/** `group/clerk` of `arn:aws:iam::111122223333:group/finance/Clerk`: an event may leave out the path, and IAM the case. */
function kindAndName(arn: string): string {
  const resource = arn.slice(arn.lastIndexOf(':') + 1)
  return `${resource.slice(0, resource.indexOf('/'))}/${resource.slice(resource.lastIndexOf('/') + 1)}`.toLowerCase()
}
