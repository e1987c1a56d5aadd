import type { AuditEntry } from '../audit/audit-entry.ts'
import type { RoleDefinition } from '../define/definitions.ts'
import { campaignData } from './campaign.ts'

/** How many days may pass between two reviews of a role that does not say. */
const DEFAULT_DAYS = 90

/** When a role's next review is due. */
export interface DueRole {
  readonly role: string
  /** ISO date of the last review that covered it; null when none did. */
  readonly lastReviewed: string | null
  /** ISO date; null for a role that was never reviewed, which is due at once. */
  readonly due: string | null
  readonly isDue: boolean
}

const DAY_MS = 86_400_000

/**
 * When each role is due by its `reviewEveryDays`, counted from the day of the last review whose campaign covered it: a role is due from the
 * beginning of a day on (UTC), so that a schedule's run that begins a little earlier in the day than the last one still reviews it. A review
 * that lies more than a day ahead was run by a wrong clock, and counts for nothing. Sorted by date, what is due at once first.
 *
 * @example
 * ```ts
 * const due = dueRoles(model.roles, history.entries, new Date()).filter(({ isDue }) => isDue)
 * ```
 */
export function dueRoles(
  roles: readonly RoleDefinition[],
  entries: readonly AuditEntry[],
  now: Date | string,
): readonly DueRole[] {
  const moment = new Date(now).getTime()
  const last = lastReviews(entries, moment + DAY_MS)
  return roles
    .map((role): DueRole => {
      const lastReviewed = last.get(role.id) ?? null
      if (lastReviewed === null) return { role: role.id, lastReviewed, due: null, isDue: true }
      const day = Math.floor(Date.parse(lastReviewed) / DAY_MS)
      const due = (day + (role.reviewEveryDays ?? DEFAULT_DAYS)) * DAY_MS
      return { role: role.id, lastReviewed, due: new Date(due).toISOString(), isDue: due <= moment }
    })
    .toSorted((a, b) => compare(a.due ?? '', b.due ?? '') || compare(a.role, b.role))
}

/** The latest review of each role, whatever order branches and clocks have left the history in. */
function lastReviews(entries: readonly AuditEntry[], latest: number): ReadonlyMap<string, string> {
  const last = new Map<string, string>()
  for (const { kind, data, at } of entries) {
    if (kind !== 'campaign' || Date.parse(at) > latest) continue
    for (const role of campaignData.safeParse(data).data?.population.roles ?? []) {
      const before = last.get(role)
      if (before === undefined || Date.parse(before) < Date.parse(at)) last.set(role, at)
    }
  }
  return last
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
