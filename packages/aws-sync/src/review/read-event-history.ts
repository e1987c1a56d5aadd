import { homeRegion, partitionOf, RolewrightError, type Trail, type TrailEvent, type Usage } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { readTrail } from '../read/read-trail.ts'
import { isRegion, regionsOf } from '../read/regions.ts'
import type { ReviewTrailOptions } from './read-review-trail.ts'

const DAY_MS = 86_400_000
const HISTORY_DAYS = 90

/**
 * CloudTrail's event history of every region in use: IAM's own, those that were asked for, those that reports name (a report names the last
 * one alone), and all where somebody was at work in the window. To know that, every region of the partition is asked; one that the account
 * has not enabled, or that a service control policy closes, has none at work. Undefined where the history may not be read.
 *
 * @throws {RolewrightError} as `readTrail` does, but for what may not be read
 */
export async function readEventHistory(
  clients: Pick<AwsClients, 'cloudTrail'>,
  given: { readonly usage: Usage; readonly now: Date; readonly windowDays: number },
  options: ReviewTrailOptions,
): Promise<Trail | undefined> {
  const { usage, now, windowDays } = given
  const from = new Date(now.getTime() - Math.min(windowDays, HISTORY_DAYS) * DAY_MS)
  const partition = partitionOf(usage.entities[0]?.arn ?? 'arn:aws')
  const home = homeRegion(partition)
  const named = new Set([home, ...(options.regions ?? []), ...regionsInReports(usage)])
  const { always, optIn } = regionsOf(partition)
  const unread = new Map<string, RolewrightError>()
  const closed = new Set<string>()
  try {
    const events = await readTrail(clients, {
      // IAM's first: where that is refused, no other needs to be asked.
      regions: [...named, ...always, ...optIn],
      from,
      to: now,
      onUnread: (region, failure) => {
        if (region === home || !canGoOnWithout(failure, named.has(region))) throw failure
        if (!named.has(region) && isClosed(failure, optIn.includes(region))) closed.add(region)
        else unread.set(region, failure)
      },
      ...(options.perSecond === undefined ? {} : { perSecond: options.perSecond }),
      ...(options.onTrailProgress === undefined ? {} : { onProgress: options.onTrailProgress }),
    })
    if (unread.size > 0) options.onRefused?.('regions', unreadRegions(unread))
    const read = [...named, ...events.filter(isWork).map(({ region }) => region)]
    return {
      from: from.toISOString(),
      to: now.toISOString(),
      regions: [...new Set(read)].filter((region) => !unread.has(region) && !closed.has(region)).toSorted(),
      ...(unread.size === 0 ? {} : { unread: [...unread.keys()].toSorted() }),
      events,
    }
  } catch (error) {
    if (!(error instanceof RolewrightError && error.code === 'aws-access-denied')) throw error
    options.onRefused?.('events', error)
    return undefined
  }
}

/** What a report names besides regions is no place to ask. */
function regionsInReports(usage: Usage): readonly string[] {
  return usage.entities.flatMap(({ services }) =>
    services.flatMap(({ lastAuthenticatedRegion: region = '' }) => (isRegion(region) ? [region] : [])),
  )
}

/** A region that nobody named may also be out of reach; of the others only what AWS itself refuses can be done without. */
function canGoOnWithout({ code }: RolewrightError, isNamed: boolean): boolean {
  if (code === 'aws-access-denied' || code === 'aws-bad-credentials') return true
  return code === 'aws-unreachable' && !isNamed
}

/**
 * Whether nobody can be at work in a region. AWS takes no credentials in one that is not enabled, and one that is planned has no address.
 */
function isClosed({ code, message, cause }: RolewrightError, isOptIn: boolean): boolean {
  if (code === 'aws-access-denied') return message.includes('service control policy')
  const hasNoAddress = cause instanceof Error && 'code' in cause && cause.code === 'ENOTFOUND'
  return isOptIn && (code === 'aws-bad-credentials' || hasNoAddress)
}

function unreadRegions(unread: ReadonlyMap<string, RolewrightError>): RolewrightError {
  const [first] = unread.values()
  const names = [...unread.keys()].toSorted().map((region) => `\`${region}\``)
  return new RolewrightError({
    code: first?.code ?? 'aws-access-denied',
    message: `the events of ${names.join(', ')} can't be read: ${first?.message ?? ''}`,
    ...(first?.hint === undefined ? {} : { hint: first.hint }),
    cause: first,
  })
}

/** What people and roles did; that somebody looked into the history is no work. */
function isWork({ actor, name }: TrailEvent): boolean {
  return (actor.kind === 'user' || actor.kind === 'assumed-role') && name !== 'LookupEvents'
}
