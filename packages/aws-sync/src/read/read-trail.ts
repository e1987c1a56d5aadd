import { setTimeout as pause } from 'node:timers/promises'
import { type LookupAttribute, type LookupEventsResponse, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { RolewrightError, type TrailEvent } from '@rolewright/core'
import type { AwsClients } from './aws-clients.ts'
import { awsError } from './aws-error.ts'
import { inParallel } from './in-parallel.ts'
import { parseTrailRecord, trailEvent } from './trail-record.ts'

/** Which events to look up. */
export interface TrailQuery {
  /** The first moment that counts; CloudTrail keeps 90 days. */
  readonly from?: Date
  /** The last moment that counts. */
  readonly to?: Date
  /** One property that the events must have; CloudTrail takes one at a time. */
  readonly attribute?: { readonly key: NonNullable<LookupAttribute['AttributeKey']>; readonly value: string }
}

/** How far the reading of an event history has come: days of it, over all regions. */
export interface TrailProgress {
  readonly done: number
  readonly total: number
  /** The region of the last page. */
  readonly region: string
  /** Events read so far. */
  readonly events: number
}

export interface TrailOptions extends TrailQuery {
  /** Events of IAM, STS and other global services stand in `us-east-1`. */
  readonly regions: readonly string[]
  /** Calls a second in each region. AWS takes two, from everybody in the account together; an emulator may take more. */
  readonly perSecond?: number
  /** Is told after each page, where `from` says how far there is to go. */
  readonly onProgress?: (progress: TrailProgress) => void
  /** Is told of a region whose events can't be read, and throws where the whole is worth nothing then; every failure throws unless given. */
  readonly onUnread?: (region: string, failure: RolewrightError) => void
}

/** How many regions are read at a time. */
const REGIONS_AT_A_TIME = 4
const PER_SECOND = 2
const PAGE = 50
const DAY_MS = 86_400_000

/**
 * Reads CloudTrail's event history: management events of the last 90 days, the oldest first, each once. Data events and what happened
 * in the last minutes are not in it.
 *
 * Needs `cloudtrail:LookupEvents`; where that is missing it throws code `aws-access-denied`, for callers that can do without. Whatever
 * else goes wrong in any region or on any page throws too: half a history is none.
 *
 * @example
 * ```ts
 * const from = new Date('2026-08-01T00:00:00Z')
 * const events = await readTrail(awsClients(), { regions: ['us-east-1', 'eu-west-1'], from })
 * ```
 */
export async function readTrail(
  clients: Pick<AwsClients, 'cloudTrail'>,
  options: TrailOptions,
): Promise<readonly TrailEvent[]> {
  const { regions, perSecond = PER_SECOND, onProgress, onUnread, ...query } = options
  const events = new Map<string, TrailEvent>()
  const told = onProgress === undefined ? undefined : daysRead(options)
  const readRegion = (region: string) => async (): Promise<void> => {
    try {
      for await (const page of trailPages(clients, { ...query, region, perSecond })) {
        for (const event of page) events.set(event.id, event)
        const days = told?.(region, page.at(-1))
        if (days !== undefined) onProgress?.({ ...days, region, events: events.size })
      }
    } catch (error) {
      if (onUnread === undefined || !(error instanceof RolewrightError)) throw error
      onUnread(region, error)
    }
    const days = told?.(region, 'all')
    if (days !== undefined) onProgress?.({ ...days, region, events: events.size })
  }
  const chains = [...new Set(regions)].map((region) => [readRegion(region)])
  await inParallel(chains, REGIONS_AT_A_TIME)
  return [...events.values()].toSorted(byDate)
}

/** Counts the days of a period that were read, by the oldest event of each region: a history comes the newest first. */
function daysRead({
  regions,
  from,
  to = new Date(),
}: TrailOptions):
  | ((region: string, oldest: TrailEvent | 'all' | undefined) => { readonly done: number; readonly total: number })
  | undefined {
  if (from === undefined) return undefined
  const days = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / DAY_MS))
  const read = new Map(regions.map((region) => [region, 0]))
  return (region, oldest) => {
    const reached = oldest === 'all' ? days : Math.floor((to.getTime() - Date.parse(oldest?.at ?? '')) / DAY_MS)
    if (reached > (read.get(region) ?? 0)) read.set(region, Math.min(days, reached))
    return { done: [...read.values()].reduce((sum, one) => sum + one, 0), total: days * read.size }
  }
}

const byDate = (a: TrailEvent, b: TrailEvent): number => compare(a.at, b.at) || compare(a.id, b.id)
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/**
 * The event history of one region page by page, the newest first, for whoever needs only the last events of something. Errors are
 * those of {@link readTrail}.
 *
 * @example
 * ```ts
 * const attribute = { key: 'ResourceName', value: 'PowerUsers' } as const
 * for await (const [last] of trailPages(clients, { region: 'us-east-1', attribute })) return last?.actor.arn
 * ```
 */
export async function* trailPages(
  clients: Pick<AwsClients, 'cloudTrail'>,
  options: TrailQuery & { readonly region: string; readonly perSecond?: number },
): AsyncGenerator<readonly TrailEvent[]> {
  const { region, perSecond = PER_SECOND, from, to, attribute } = options
  const client = await clients.cloudTrail(region)
  const asked = {
    MaxResults: PAGE,
    ...(from === undefined ? {} : { StartTime: from }),
    ...(to === undefined ? {} : { EndTime: to }),
    ...(attribute === undefined
      ? {}
      : { LookupAttributes: [{ AttributeKey: attribute.key, AttributeValue: attribute.value }] }),
  }
  const tokens = new Set<string>()
  let token: string | undefined
  do {
    const began = performance.now()
    const command = new LookupEventsCommand({ ...asked, ...(token === undefined ? {} : { NextToken: token }) })
    const page: LookupEventsResponse = await client.send(command).catch((error: unknown) => {
      throw awsError(error, { operation: 'cloudtrail:LookupEvents', subject: `region ${region}` })
    })
    yield (page.Events ?? []).map(({ CloudTrailEvent: record, EventId: id }) => readEvent(record, id, region))
    token = page.NextToken
    if (token !== undefined && tokens.has(token)) throw incomplete(region, 'the same page twice')
    if (token !== undefined) tokens.add(token)
    const wait = 1000 / perSecond - (performance.now() - began)
    if (token !== undefined && wait > 0) await pause(wait)
  } while (token !== undefined)
}

function readEvent(text: string | undefined, id: string | undefined, region: string): TrailEvent {
  const record = parseTrailRecord(parseJson(text))
  if ('problem' in record) throw incomplete(region, `the event \`${id ?? ''}\`, in which ${record.problem}`)
  return trailEvent(record)
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function incomplete(region: string, what: string): RolewrightError {
  return new RolewrightError({
    code: 'trail-incomplete',
    message: `CloudTrail answers in region ${region} with ${what}`,
    hint: 'run it again; nothing is decided on half a history',
  })
}
