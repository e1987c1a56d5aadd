import type { AccountState } from '../account/account-state.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { parseDate } from '../policy/evaluate/parse-date.ts'
import type { ReviewOptions } from './review-state.ts'
import type { Usage } from './usage.ts'

/**
 * Refuses what a review goes by where one of its dates can't be read: it would count neither as use nor as none.
 *
 * @throws RolewrightError `invalid-date`
 */
export function requireDates(state: AccountState, usage: Usage, options: ReviewOptions): void {
  for (const { arn, reportedAt, services } of usage.entities) {
    requireDate(reportedAt, `the report of ${arn}`)
    for (const { namespace, lastAuthenticated, actions = [] } of services) {
      requireDate(lastAuthenticated, `${namespace} in the report of ${arn}`)
      for (const { action, lastAccessed } of actions) requireDate(lastAccessed, `${action} in the report of ${arn}`)
    }
  }
  const { dates, trail, trackedSince, now } = options
  if (typeof now === 'string') requireDate(now, 'now')
  for (const known of [dates?.attached, dates?.joined, trackedSince]) {
    for (const [what, date] of Object.entries(known ?? {})) requireDate(date, what)
  }
  if (trail !== undefined) {
    requireDate(trail.from, 'the trail')
    requireDate(trail.to, 'the trail')
    for (const { at, id } of trail.events) requireDate(at, `the event ${id}`)
  }
  for (const { name, createdAt, versions } of state.policies) {
    requireDate(createdAt ?? null, name)
    for (const version of versions) requireDate(version.createdAt ?? null, `${name}, ${version.versionId}`)
  }
  for (const { name, createdAt } of [...state.groups, ...state.users]) requireDate(createdAt ?? null, name)
}

function requireDate(date: string | null, path: string): void {
  if (date === null) return
  if (/^\d{4}-\d{2}-\d{2}/.test(date) && parseDate(date) !== undefined) return
  throw new RolewrightError({
    code: 'invalid-date',
    message: `\`${date}\` is not a date`,
    path,
    hint: 'write it like `2026-11-22T09:30:00Z`',
  })
}
