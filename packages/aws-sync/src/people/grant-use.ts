import {
  type AccountState,
  type AuditEntry,
  grantEnd,
  grantOf,
  type GroupState,
  defaultDocument,
  partitionOf,
  type Plan,
  RolewrightError,
  type TrailEvent,
} from '@rolewright/core'
import { decodeTime } from 'ulid'
import { z } from 'zod'
import type { History } from '../audit/open-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { readTrail } from '../read/read-trail.ts'
import { regionsOfUser } from '../read/regions-of-user.ts'
import { fieldOf } from './recorded-person.ts'

/** Temporary access that has ended. */
export interface EndedGrant {
  readonly person: string
  readonly user: string
  readonly arn: string
  readonly role: string
  readonly group: string
  /** ISO dates. */
  readonly from: string
  readonly until: string
}

/**
 * The grants that a plan takes away since they have ended, as the account has them before. Whose a grant was is told by its group, and where the
 * person has been taken out of it, as an offboarding does, by the history.
 */
export function endedGrants(plan: Plan, actual: AccountState, earlier: readonly AuditEntry[]): readonly EndedGrant[] {
  return plan.changes.flatMap((change) => {
    if (change.kind !== 'delete-group') return []
    const group = actual.groups.find(({ name }) => name === change.before.name)
    const grant = group && grantOf(group.path, plan.path)
    if (group === undefined || grant === undefined) return []
    const documents = group.attachedPolicies.flatMap((arn) => {
      const policy = actual.policies.find((one) => one.arn === arn)
      return (policy && defaultDocument(policy)) ?? []
    })
    const until = grantEnd(documents)
    const user = holderOf(group, actual, earlier)
    if (until === undefined || user === undefined) return []
    const from = startOf(group)
    return [{ ...grant, user: user.name, arn: user.arn, group: group.name, from, until: until.toISOString() }]
  })
}

function holderOf(
  group: Pick<GroupState, 'name' | 'arn'>,
  { users, accountId }: AccountState,
  earlier: readonly AuditEntry[],
): { readonly name: string; readonly arn: string } | undefined {
  const member = users.find(({ groups }) => groups.includes(group.name))
  if (member !== undefined) return member
  const granted = earlier.findLast(({ kind, data }) => kind === 'granted' && fieldOf(data, 'group') === group.name)
  const name = fieldOf(granted?.data, 'user')
  return name === '' ? undefined : { name, arn: `arn:${partitionOf(group.arn)}:iam::${accountId}:user/${name}` }
}

/** A grant is named after its first moment. */
function startOf(group: { readonly name: string; readonly createdAt?: string }): string {
  try {
    return new Date(decodeTime(group.name.replace(/^Grant-/, ''))).toISOString()
  } catch {
    return group.createdAt ?? new Date(0).toISOString()
  }
}

/**
 * Puts into the history what was done under temporary access that has ended: the person's calls of that time, by name, as CloudTrail's event
 * history has them in every region where the person was seen. Where that may not be read, the entry says so: a use is told either way.
 *
 * To be called before the access is taken away: with its group goes what the person's report tells of it. What an earlier run has told of, which was
 * stopped before it took the access away, is not told again.
 */
export async function recordGrantUse(
  clients: AwsClients,
  grants: readonly EndedGrant[],
  history: Pick<History, 'append' | 'earlier'>,
): Promise<void> {
  const told = new Set(
    history.earlier.flatMap(({ kind, data }) => (kind === 'grant-ended' ? [fieldOf(data, 'group')] : [])),
  )
  for (const grant of grants.filter(({ group }) => !told.has(group))) {
    await history.append('grant-ended', { ...grant, ...(await useOf(clients, grant, history.earlier)) })
  }
}

async function useOf(clients: AwsClients, grant: EndedGrant, earlier: readonly AuditEntry[]): Promise<object> {
  const seen = [...(await regionsOfUser(clients, grant.arn)), ...regionsBeforeLeaving(earlier, grant.user)]
  const regions = [...new Set(seen)].toSorted()
  try {
    const events = await readTrail(clients, {
      regions,
      from: new Date(grant.from),
      to: new Date(grant.until),
      attribute: { key: 'Username', value: grant.user },
    })
    return { regions, calls: byName(events) }
  } catch (error) {
    if (!(error instanceof RolewrightError)) throw error
    return { regions, calls: [], unread: error.message }
  }
}

/** Who has left has no report any more: the offboarding noted the regions. */
function regionsBeforeLeaving(earlier: readonly AuditEntry[], user: string): readonly string[] {
  const left = earlier.findLast(({ kind, data }) => kind === 'offboarding' && fieldOf(data, 'user') === user)
  const noted = z.object({ trail: z.object({ regions: z.array(z.string()) }) }).safeParse(left?.data)
  return noted.data?.trail.regions ?? []
}

/** How often each operation was called, and how often refused; the most called first. */
function byName(events: readonly TrailEvent[]): readonly object[] {
  const calls = new Map<string, { source: string; name: string; count: number; refused: number }>()
  for (const { source, name, error } of events) {
    const key = `${source} ${name}`
    const known = calls.get(key) ?? { source, name, count: 0, refused: 0 }
    calls.set(key, { ...known, count: known.count + 1, refused: known.refused + (error === undefined ? 0 : 1) })
  }
  return [...calls.values()].toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}
