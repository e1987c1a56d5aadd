import { RolewrightError, type Trail, type TrailEvent, type Usage } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { readTrail, type TrailProgress } from '../read/read-trail.ts'
import { readTrailExport } from '../read/read-trail-export.ts'

/** Is told of evidence that AWS refuses to show, and that a review does without. */
export type OnRefused = (evidence: 'events' | 'credentials', refusal: RolewrightError) => void

/** Where a review's CloudTrail events come from. */
export interface ReviewTrailOptions {
  readonly onRefused?: OnRefused
  /** A file or folder that a trail saved; taken to be whole between its first event and its last. */
  readonly trailExport?: string
  /** Whether CloudTrail's event history is asked: `auto` (the default) does without where these credentials may not read it. */
  readonly eventHistory?: 'auto' | 'never'
  /** Regions besides `us-east-1` and those that the reports name. */
  readonly regions?: readonly string[]
  /** Calls a second in each region; see `readTrail`. */
  readonly perSecond?: number
  readonly onTrailProgress?: (progress: TrailProgress) => void
}

const DAY_MS = 86_400_000
const HISTORY_DAYS = 90
const HOME_REGION = 'us-east-1'

/**
 * The events that a review goes by: CloudTrail's event history of every region that the reports speak of, and a saved export besides. Undefined
 * where there is neither, or the history may not be read.
 *
 * @throws {RolewrightError} as `readTrail` and `readTrailExport` do, but for a history that may not be read
 */
export async function readReviewTrail(
  clients: Pick<AwsClients, 'cloudTrail'>,
  given: { readonly usage: Usage; readonly now: Date; readonly windowDays: number },
  options: ReviewTrailOptions,
): Promise<Trail | undefined> {
  const { usage, now } = given
  const saved =
    options.trailExport === undefined
      ? undefined
      : exported(await readTrailExport(options.trailExport, { accountId: usage.accountId }))
  const history = options.eventHistory === 'never' ? undefined : await eventHistory(clients, given, options)
  if (saved === undefined || history === undefined) return saved ?? history
  const events = new Map([...saved.events, ...history.events].map((event) => [event.id, event]))
  // Where one ends before the other begins, nothing is known of the time between: the history alone reaches up to now.
  const joined = Date.parse(saved.to) >= Date.parse(history.from)
  const regions = joined ? history.regions.filter((region) => saved.regions.includes(region)) : history.regions
  return {
    from: joined && Date.parse(saved.from) < Date.parse(history.from) ? saved.from : history.from,
    to: now.toISOString(),
    regions,
    events: [...events.values()].toSorted((a, b) => compare(a.at, b.at) || compare(a.id, b.id)),
  }
}

function exported(events: readonly TrailEvent[]): Trail | undefined {
  const [first] = events
  const last = events.at(-1)
  if (first === undefined || last === undefined) return undefined
  const regions = [...new Set(events.map(({ region }) => region))].toSorted()
  return { from: first.at, to: last.at, regions, events }
}

async function eventHistory(
  clients: Pick<AwsClients, 'cloudTrail'>,
  given: { readonly usage: Usage; readonly now: Date; readonly windowDays: number },
  options: ReviewTrailOptions,
): Promise<Trail | undefined> {
  const { usage, now, windowDays } = given
  const from = new Date(now.getTime() - Math.min(windowDays, HISTORY_DAYS) * DAY_MS)
  const regions = regionsInUse(usage, options.regions ?? [])
  try {
    const events = await readTrail(clients, {
      regions,
      from,
      to: now,
      ...(options.perSecond === undefined ? {} : { perSecond: options.perSecond }),
      ...(options.onTrailProgress === undefined ? {} : { onProgress: options.onTrailProgress }),
    })
    return { from: from.toISOString(), to: now.toISOString(), regions, events }
  } catch (error) {
    if (!(error instanceof RolewrightError && error.code === 'aws-access-denied')) throw error
    options.onRefused?.('events', error)
    return undefined
  }
}

/** Where anybody was seen at work; IAM's own events, and those of other global services, stand in `us-east-1`. */
function regionsInUse(usage: Usage, more: readonly string[]): readonly string[] {
  const seen = usage.entities.flatMap(({ services }) =>
    services.flatMap(({ lastAuthenticatedRegion: region }) => (region === undefined || region === '' ? [] : [region])),
  )
  return [...new Set([HOME_REGION, ...more, ...seen])].toSorted()
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
