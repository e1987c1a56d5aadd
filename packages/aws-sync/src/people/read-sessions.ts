import { type AssumedRole, assumedRoles, RolewrightError, type TrailEvent } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { trailPages } from '../read/read-trail.ts'
import { regionsOfUser } from '../read/regions-of-user.ts'
import type { PersonRun } from './recorded-person.ts'

/** What CloudTrail's event history tells of the roles that a user took, or why it tells nothing. */
export type SessionTrail =
  | {
      readonly read: true
      /** How far back it was read: ISO date. No session lasts longer than twelve hours, but one may begin another. */
      readonly from: string
      readonly regions: readonly string[]
      readonly roles: readonly AssumedRole[]
    }
  | { readonly read: false; readonly why: string }

const HISTORY_MS = 90 * 86_400_000
/** At two pages a second, half a minute: offboarding a program with a hundred thousand calls must not wait for all of them. */
const PAGES = 60

/** Reads which roles a user took, in all regions where the user was seen: the last 90 days, or the last three thousand calls of a region. */
export async function readSessions(
  clients: AwsClients,
  given: {
    readonly user: string
    readonly arn: string
    readonly now: Date
    readonly sleep?: PersonRun['sleep'] | undefined
  },
): Promise<SessionTrail> {
  const { user, arn, now, sleep } = given
  const regions = await regionsOfUser(clients, arn, sleep === undefined ? {} : { sleep })
  const events: TrailEvent[] = []
  let from = new Date(now.getTime() - HISTORY_MS).toISOString()
  try {
    for (const region of regions) {
      let pages = 0
      const query = { region, from: new Date(from), attribute: { key: 'Username', value: user } } as const
      for await (const page of trailPages(clients, query)) {
        events.push(...page)
        pages += 1
        const oldest = page.at(-1)
        if (pages < PAGES || oldest === undefined) continue
        from = oldest.at
        break
      }
    }
  } catch (error) {
    if (!(error instanceof RolewrightError)) throw error
    return { read: false, why: error.message }
  }
  return { read: true, from, regions, roles: assumedRoles(events) }
}
