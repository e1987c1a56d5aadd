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

/**
 * When each role is due by its `reviewEveryDays`, counted from the last review whose campaign covered it. Sorted by date, what is due at
 * once first.
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
  const last = new Map<string, string>()
  for (const entry of entries) {
    const campaign = entry.kind === 'campaign' ? campaignData.safeParse(entry.data) : undefined
    for (const role of campaign?.data?.population.roles ?? []) last.set(role, entry.at)
  }
  const moment = new Date(now).getTime()
  return roles
    .map((role): DueRole => {
      const lastReviewed = last.get(role.id) ?? null
      if (lastReviewed === null) return { role: role.id, lastReviewed, due: null, isDue: true }
      const due = Date.parse(lastReviewed) + (role.reviewEveryDays ?? DEFAULT_DAYS) * 86_400_000
      return { role: role.id, lastReviewed, due: new Date(due).toISOString(), isDue: due <= moment }
    })
    .toSorted((a, b) => compare(a.due ?? '', b.due ?? '') || compare(a.role, b.role))
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
