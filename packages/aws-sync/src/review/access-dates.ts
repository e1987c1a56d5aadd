import {
  type AccessDates,
  type AccountState,
  type AuditEntry,
  placeKey,
  sha256Hex,
  type Trail,
  type TrailEvent,
} from '@rolewright/core'

/** Since when attachments and memberships hold, and which of them no earlier review has named. */
export interface KnownDates extends AccessDates {
  /** Short hashes, to be written down with the review, so that the next one knows since when they were seen. */
  readonly firstSeen: readonly string[]
}

/**
 * Since when policies are on groups and users in them. IAM keeps no such dates: they come from the history's own calls, else from CloudTrail
 * (what has no event there is older than what was looked at), else from the first review that saw them, which may be this one.
 */
export function accessDates(given: {
  readonly entries: readonly AuditEntry[]
  readonly state: AccountState
  readonly trail: Trail | undefined
  /** ISO date of this review. */
  readonly now: string
}): KnownDates {
  const { entries, state, trail, now } = given
  const recorded = recordedDates(entries)
  const inTrail = trail === undefined ? undefined : trailDates(trail)
  const seen = seenDates(entries)
  const firstSeen: string[] = []
  const dateOf = (key: string): string => {
    const known = recorded.get(key) ?? inTrail?.get(key.toLowerCase())
    if (known !== undefined) return known
    const hash = hashOf(key)
    const first = seen.get(hash)
    if (first === undefined) firstSeen.push(hash)
    const dates = [first ?? now, ...(trail === undefined ? [] : [trail.from])]
    return dates.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? now
  }
  const places = state.groups.flatMap((group) => group.attachedPolicies.map((arn) => placeKey(group.name, arn)))
  const members = state.users.flatMap((user) => user.groups.map((group) => placeKey(user.name, group)))
  return {
    attached: Object.fromEntries(places.map((key) => [key, dateOf(key)])),
    joined: Object.fromEntries(members.map((key) => [key, dateOf(key)])),
    firstSeen: firstSeen.toSorted(),
  }
}

/** What the history's own calls made and took away. */
function recordedDates(entries: readonly AuditEntry[]): ReadonlyMap<string, string> {
  const dates = new Map<string, string>()
  for (const { kind, data, at } of entries) {
    if (kind !== 'intent' || !isRecord(data) || !isRecord(data['input'])) continue
    const { GroupName: group, PolicyArn: arn, UserName: user } = data['input']
    if (typeof group !== 'string') continue
    const place = typeof arn === 'string' ? placeKey(group, arn) : undefined
    const member = typeof user === 'string' ? placeKey(user, group) : undefined
    if (data['operation'] === 'iam:AttachGroupPolicy' && place !== undefined) dates.set(place, at)
    if (data['operation'] === 'iam:DetachGroupPolicy' && place !== undefined) dates.delete(place)
    if (data['operation'] === 'iam:AddUserToGroup' && member !== undefined) dates.set(member, at)
    if (data['operation'] === 'iam:RemoveUserFromGroup' && member !== undefined) dates.delete(member)
  }
  return dates
}

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

/** When reviews first saw places, by their short hash. */
function seenDates(entries: readonly AuditEntry[]): ReadonlyMap<string, string> {
  const seen = new Map<string, string>()
  for (const { kind, data, at } of entries) {
    if (kind !== 'review' || !isRecord(data) || !Array.isArray(data['firstSeen'])) continue
    for (const hash of data['firstSeen']) if (typeof hash === 'string' && !seen.has(hash)) seen.set(hash, at)
  }
  return seen
}

function hashOf(key: string): string {
  return sha256Hex(key.toLowerCase()).slice(0, 16)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
