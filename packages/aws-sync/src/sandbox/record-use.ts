import { rootKeys, userKeys } from './key-owner.ts'
import type { Caller } from './operation.ts'
import type { Account } from './state/account.ts'
import type { Attempt } from './state/evidence.ts'

const minute = 60_000
/** How late AWS may tell of an attempt: up to four hours, by the IAM User Guide; by what was recorded, not within a second. */
const publishedAfter = 4 * 60 * minute
/** How far back to look for the same call: a poller makes it over and over. */
const lookBack = 200

/** Adds a call that was just made to the evidence, unless the same was made less than a minute before. Reports tell of it hours later. */
export function recordCall(account: Account, attempt: Attempt): void {
  const before = account.attempts.get()
  if (before.slice(-lookBack).some((each) => isSame(each, attempt))) return
  const knownFrom = new Date(Date.parse(attempt.at) + publishedAfter).toISOString()
  account.attempts.set([...before, { ...attempt, knownFrom }])
}

function isSame(a: Attempt, b: Attempt): boolean {
  return (
    a.entity === b.entity &&
    a.action === b.action &&
    a.resource === b.resource &&
    a.region === b.region &&
    Math.abs(Date.parse(a.at) - Date.parse(b.at)) < minute
  )
}

/** Notes on the access key of a user, or of the root user, when, for what and where it was last used. */
export function recordKeyUse(
  account: Account,
  caller: Caller,
  use: { at: Date; service: string; region: string },
): void {
  if (caller.kind === 'session' || caller.accessKeyId === undefined) return
  const owner = caller.kind === 'root' ? rootKeys(account) : userKeys(account, caller.id)
  const key = owner?.accessKeys.find(({ id }) => id === caller.accessKeyId)
  if (owner === undefined || key === undefined) return
  const { lastUsed } = key
  const { service, region } = use
  const fresh = lastUsed !== undefined && use.at.getTime() - Date.parse(lastUsed.at) < minute
  if (fresh && lastUsed.service === service && lastUsed.region === region) return
  const changed = { ...key, lastUsed: { at: use.at.toISOString(), service, region } }
  owner.replace(owner.accessKeys.map((each) => (each === key ? changed : each)))
}
