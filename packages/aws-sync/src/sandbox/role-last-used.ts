import type { RoleLastUsed } from '@aws-sdk/client-iam'
import { isTold } from './last-accessed/told-window.ts'
import { entityDate } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { StoredRole } from './state/entities.ts'
import type { Attempt } from './state/evidence.ts'

/** When and where a role was last used to call AWS, within 400 days; empty where it was not. */
export function roleLastUsed(account: Account, role: StoredRole, now: Date): RoleLastUsed {
  let last: Attempt | undefined
  for (const attempt of byEntity(account.attempts.get()).get(role.id) ?? []) {
    if (isTold(attempt, now) && (last === undefined || attempt.at > last.at)) last = attempt
  }
  return last === undefined ? {} : { LastUsedDate: entityDate(last.at), Region: last.region }
}

// Lists of evidence are never changed in place: what was found in one holds for as long as the list does.
const parted = new WeakMap<readonly Attempt[], ReadonlyMap<string, readonly Attempt[]>>()

function byEntity(attempts: readonly Attempt[]): ReadonlyMap<string, readonly Attempt[]> {
  const known = parted.get(attempts)
  if (known !== undefined) return known
  const parts = new Map<string, Attempt[]>()
  for (const attempt of attempts) {
    const part = parts.get(attempt.entity)
    if (part === undefined) parts.set(attempt.entity, [attempt])
    else part.push(attempt)
  }
  parted.set(attempts, parts)
  return parts
}
