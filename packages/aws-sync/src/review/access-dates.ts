import {
  type AccessDates,
  type AccountState,
  type AuditEntry,
  homeRegion,
  placeKey,
  sha256Hex,
  statePartition,
  type Trail,
  type TrailEvent,
} from '@rolewright/core'

/** Since when attachments and memberships hold, and what of it the history has to remember. */
export interface KnownDates extends AccessDates {
  /** Short hashes of what no earlier review has seen, to be written down with the review, so that the next one knows since when. */
  readonly firstSeen: readonly string[]
  /** Short hashes of what earlier reviews saw and is there no longer: when it comes back, it is new. */
  readonly goneSince: readonly string[]
}

/**
 * Since when policies are on groups and users in them. IAM keeps no such dates: they come from the history's own calls or from CloudTrail,
 * whichever has the later one (what has no event in a history that reaches up to now is older than what was looked at), else from the first
 * of the reviews that have seen them without a break, which may be this one.
 */
export function accessDates(given: {
  readonly entries: readonly AuditEntry[]
  readonly state: AccountState
  readonly trail: Trail | undefined
  /** ISO date of this review. */
  readonly now: string
}): KnownDates {
  const { entries, state, trail, now } = given
  const { made, seen } = datesInHistory(entries)
  const trailFrom =
    trail === undefined ? undefined : observedFrom(trail, { home: homeRegion(statePartition(state) ?? 'aws'), now })
  const inTrail = trail === undefined ? undefined : trailDates(trail)
  const there = new Set<string>()
  const firstSeen: string[] = []
  const dateOf = (key: string): string => {
    const hash = hashOf(key)
    there.add(hash)
    const known = latest([made.get(hash), inTrail?.get(key.toLowerCase())])
    if (known !== undefined) return known
    const first = seen.get(hash)
    if (first === undefined) firstSeen.push(hash)
    return earliest([first ?? now, trailFrom]) ?? now
  }
  const places = state.groups.flatMap((group) => group.attachedPolicies.map((arn) => placeKey(group.name, arn)))
  const members = state.users.flatMap((user) => user.groups.map((group) => placeKey(user.name, group)))
  return {
    attached: Object.fromEntries(places.map((key) => [key, dateOf(key)])),
    joined: Object.fromEntries(members.map((key) => [key, dateOf(key)])),
    firstSeen: firstSeen.toSorted(),
    goneSince: [...seen.keys()].filter((hash) => !there.has(hash)).toSorted(),
  }
}

/** How long an event may take to get into CloudTrail, and a review to be run after it was saved. */
const LATE_MS = 86_400_000

/** Since when a trail shows every change of IAM's up to now; undefined where it ends before, or has no events of IAM's region. */
function observedFrom(
  { from, to, regions }: Trail,
  { home, now }: { readonly home: string; readonly now: string },
): string | undefined {
  const reachesNow = Date.parse(to) >= Date.parse(now) - LATE_MS
  return reachesNow && regions.includes(home) ? from : undefined
}

/** By {@link hashOf} of a place: when the history's own calls made it, and when a review first saw it. What was taken away is forgotten. */
function datesInHistory(entries: readonly AuditEntry[]): {
  readonly made: ReadonlyMap<string, string>
  readonly seen: ReadonlyMap<string, string>
} {
  const made = new Map<string, string>()
  const seen = new Map<string, string>()
  const forget = (hash: string): void => {
    made.delete(hash)
    seen.delete(hash)
  }
  // Branches that were merged lie one behind the other.
  for (const { kind, data, at } of entries.toSorted((a, b) => byDate(a.at, b.at))) {
    if (!isRecord(data)) continue
    if (kind === 'review') {
      for (const hash of hashes(data['goneSince'])) forget(hash)
      for (const hash of hashes(data['firstSeen'])) if (!seen.has(hash)) seen.set(hash, at)
    }
    const call = kind === 'intent' ? placeOfCall(data) : undefined
    if (call === undefined) continue
    forget(call.hash)
    if (call.isMade) made.set(call.hash, at)
  }
  return { made, seen }
}

const hashes = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

/** The place that a recorded call makes or takes away. */
function placeOfCall(data: Readonly<Record<string, unknown>>): { hash: string; isMade: boolean } | undefined {
  const { operation, input } = data
  if (!isRecord(input)) return undefined
  const { GroupName: group, PolicyArn: arn, UserName: user } = input
  if (typeof group !== 'string') return undefined
  if (operation === 'iam:AttachGroupPolicy' || operation === 'iam:DetachGroupPolicy') {
    if (typeof arn !== 'string') return undefined
    return { hash: hashOf(placeKey(group, arn)), isMade: operation === 'iam:AttachGroupPolicy' }
  }
  if (operation === 'iam:AddUserToGroup' || operation === 'iam:RemoveUserFromGroup') {
    if (typeof user !== 'string') return undefined
    return { hash: hashOf(placeKey(user, group)), isMade: operation === 'iam:AddUserToGroup' }
  }
  return undefined
}

const byDate = (a: string, b: string): number => Date.parse(a) - Date.parse(b)
const dated = (dates: readonly (string | undefined)[]): readonly string[] =>
  dates.filter((date) => date !== undefined).toSorted(byDate)
const earliest = (dates: readonly (string | undefined)[]): string | undefined => dated(dates)[0]
const latest = (dates: readonly (string | undefined)[]): string | undefined => dated(dates).at(-1)

/** The newest attachment or joining of each place, by its key in lower case. CloudTrail names groups and users by name alone. */
function trailDates({ events }: Trail): ReadonlyMap<string, string> {
  const dates = new Map<string, string>()
  for (const event of events) {
    if (event.source !== 'iam.amazonaws.com' || event.error !== undefined) continue
    const key = placeOf(event)?.toLowerCase()
    const before = key === undefined ? undefined : dates.get(key)
    if (key === undefined || (before !== undefined && Date.parse(before) >= Date.parse(event.at))) continue
    dates.set(key, event.at)
  }
  return dates
}

function placeOf({ name, resources }: TrailEvent): string | undefined {
  const named = (kind: string): string | undefined =>
    resources.flatMap((arn) => new RegExp(`:${kind}/(?:.*/)?([^/]+)$`).exec(arn)?.[1] ?? [])[0]
  const group = named('group')
  if (group === undefined) return undefined
  if (name === 'AttachGroupPolicy') {
    const policy = resources.find((arn) => /:policy\//.test(arn))
    return policy === undefined ? undefined : placeKey(group, policy)
  }
  const user = name === 'AddUserToGroup' ? named('user') : undefined
  return user === undefined ? undefined : placeKey(user, group)
}

function hashOf(key: string): string {
  return sha256Hex(key.toLowerCase()).slice(0, 16)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
