import { RolewrightError, type Trail, type Usage } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import type { TrailProgress } from '../read/read-trail.ts'
import { readTrailExport } from '../read/read-trail-export.ts'
import { readEventHistory } from './read-event-history.ts'

/** Is told of evidence that AWS does not show (all events, or those of some regions), and that a review does without. */
export type OnRefused = (evidence: 'events' | 'regions' | 'credentials', refusal: RolewrightError) => void

/** Where a review's CloudTrail events come from. */
export interface ReviewTrailOptions {
  readonly onRefused?: OnRefused
  /** A file or folder that a trail saved; taken to be whole between its first event and its last. */
  readonly trailExport?: string
  /** Whether CloudTrail's event history is asked: `auto` (the default) does without where these credentials may not read it. */
  readonly eventHistory?: 'auto' | 'never'
  /** Regions besides all that are known of the partition and those that the reports name. */
  readonly regions?: readonly string[]
  /** Calls a second in each region; see `readTrail`. */
  readonly perSecond?: number
  readonly onTrailProgress?: (progress: TrailProgress) => void
}

const DAY_MS = 86_400_000

/**
 * The events that a review goes by: CloudTrail's event history of every region in use, and a saved export besides. Undefined where there is
 * neither, or the history may not be read.
 *
 * @throws {RolewrightError} as `readTrail` and `readTrailExport` do, but for a history that may not be read
 */
export async function readReviewTrail(
  clients: Pick<AwsClients, 'cloudTrail'>,
  given: {
    readonly usage: Usage
    readonly now: Date
    readonly windowDays: number
    /** What `trailExport` holds, where it was read already. */
    readonly saved?: Trail
  },
  options: ReviewTrailOptions,
): Promise<Trail | undefined> {
  const { usage, now, windowDays } = given
  const { trailExport: path } = options
  const saved = given.saved ?? (path === undefined ? undefined : await readSavedTrail(path, usage.accountId))
  const history = options.eventHistory === 'never' ? undefined : await readEventHistory(clients, given, options)
  if (saved === undefined || history === undefined) return saved ?? history
  const events = [...new Map([...saved.events, ...history.events].map((event) => [event.id, event])).values()]
  const all = events.toSorted((a, b) => compare(a.at, b.at) || compare(a.id, b.id))
  // Nobody knows what an export's trail looked at: where the history reaches over the window, only its events are added.
  const windowFrom = now.getTime() - windowDays * DAY_MS
  if (Date.parse(history.from) <= windowFrom) return { ...history, events: all }
  // Where one ends before the other begins, nothing is known of the time between: the history alone reaches up to now.
  const joined = Date.parse(saved.to) >= Date.parse(history.from)
  const regions = joined ? history.regions.filter((region) => saved.regions.includes(region)) : history.regions
  const from = joined && Date.parse(saved.from) < Date.parse(history.from) ? saved.from : history.from
  return { ...history, from, to: now.toISOString(), regions, events: all }
}

/**
 * What a saved export shows: every event between its first and its last, of the regions that they name.
 *
 * @throws {RolewrightError} as `readTrailExport` does, and `trail-export-invalid` where it has no events
 */
export async function readSavedTrail(path: string, accountId: string): Promise<Trail> {
  const events = await readTrailExport(path, { accountId })
  const [first] = events
  const last = events.at(-1)
  if (first === undefined || last === undefined) {
    throw new RolewrightError({
      code: 'trail-export-invalid',
      message: 'there are no events in it',
      hint: 'give the events of the window, or none',
      path,
    })
  }
  // A trail may leave out what only reads: then what has no event may have been used all the same.
  const isWhole = events.some(({ readOnly }) => readOnly !== false)
  const regions = [...new Set(events.map(({ region }) => region))].toSorted()
  return { from: isWhole ? first.at : last.at, to: last.at, regions, events }
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
