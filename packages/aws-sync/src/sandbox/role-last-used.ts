import type { RoleLastUsed } from '@aws-sdk/client-iam'
import { isTold } from './last-accessed/told-window.ts'
import { entityDate } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { StoredRole } from './state/entities.ts'
import type { Attempt } from './state/evidence.ts'

/** When and where a role was last used to call AWS, within 400 days; empty where it was not. */
export function roleLastUsed(account: Account, role: StoredRole, now: Date): RoleLastUsed {
  const attempts = newestFirst(account.attempts.get()).get(role.id) ?? []
  const last = attempts.find((attempt) => isTold(attempt, now))
  return last === undefined ? {} : { LastUsedDate: entityDate(last.at), Region: last.region }
}

// Lists of evidence are never changed in place: what was found in one holds for as long as the list does.
const found = new WeakMap<readonly Attempt[], ReadonlyMap<string, readonly Attempt[]>>()

function newestFirst(attempts: readonly Attempt[]): ReadonlyMap<string, readonly Attempt[]> {
  const known = found.get(attempts)
  if (known !== undefined) return known
  const byEntity = new Map<string, Attempt[]>()
  for (const attempt of attempts.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))) {
    const list = byEntity.get(attempt.entity)
    if (list === undefined) byEntity.set(attempt.entity, [attempt])
    else list.push(attempt)
  }
  found.set(attempts, byEntity)
  return byEntity
}
