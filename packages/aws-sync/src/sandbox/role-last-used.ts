import type { RoleLastUsed } from '@aws-sdk/client-iam'
import { entityDate } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { StoredRole } from './state/entities.ts'
import type { Attempt } from './state/evidence.ts'

/** When and where a role was last used to call AWS; empty where it never was. */
export function roleLastUsed(account: Account, role: StoredRole): RoleLastUsed {
  const last = newestByEntity(account.attempts.get()).get(role.id)
  return last === undefined ? {} : { LastUsedDate: entityDate(last.at), Region: last.region }
}

// Lists of evidence are never changed in place: what was found in one holds for as long as the list does.
const found = new WeakMap<readonly Attempt[], ReadonlyMap<string, Attempt>>()

function newestByEntity(attempts: readonly Attempt[]): ReadonlyMap<string, Attempt> {
  const known = found.get(attempts)
  if (known !== undefined) return known
  const newest = new Map<string, Attempt>()
  for (const attempt of attempts) {
    const before = newest.get(attempt.entity)
    if (before === undefined || attempt.at > before.at) newest.set(attempt.entity, attempt)
  }
  found.set(attempts, newest)
  return newest
}
