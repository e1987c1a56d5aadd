import type { AccountState, GroupState, PolicyState } from '../account/account-state.ts'
import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { Statement } from '../policy/document.ts'
import { holdersOf } from './reviewed-policies.ts'

/**
 * Since when things hold, where something remembers it: IAM itself keeps no dates of attachments and memberships. What is not named
 * counts from the creation of the parts.
 */
export interface AccessDates {
  /** ISO dates by {@link placeKey} of group and policy ARN. */
  readonly attached?: Readonly<Record<string, string>>
  /** ISO dates by {@link placeKey} of user and group. */
  readonly joined?: Readonly<Record<string, string>>
}

/** The key of one thing's place on another: of a policy's ARN on a group, of a group on a user. */
export function placeKey(holder: string, held: string): string {
  return `${holder} ${held}`
}

/** Since when something could be used as it is now, and what it was that came last. */
export interface Since {
  /** ISO date. */
  readonly since: string
  readonly reason: string
}

/** Which statements could be used since when; built once for a review. */
export interface Observation {
  /** Null when the state does not say. With a group: on that group alone. */
  readonly statement: (policy: PolicyState, index: number, group?: string) => Since | null
  /** Since when a user is a member of a group; undefined when nothing says it. */
  readonly member: (user: string, group: string) => Since | undefined
}

/** Looks at dates of versions, groups, attachments and memberships. */
export function observe(state: AccountState, dates: AccessDates): Observation {
  const groups = new Map(state.groups.map((group) => [group.name, group]))
  const users = new Map(state.users.map((user) => [user.name, user]))
  const member = (user: string, group: string): Since | undefined => {
    const joined = dates.joined?.[placeKey(user, group)]
    if (joined !== undefined) return { since: joined, reason: `a member of ${group}` }
    const made = users.get(user)?.createdAt
    return made === undefined ? undefined : { since: made, reason: 'there' }
  }
  const onGroup = (group: GroupState, policyArn: string): readonly Since[] => {
    const attached = dates.attached?.[placeKey(group.name, policyArn)]
    const members = state.users.filter((user) => user.groups.includes(group.name))
    const joined = members.map(({ name }) => member(name, group.name))
    const first = joined.includes(undefined) ? undefined : earliest(joined.filter((one) => one !== undefined))
    return [
      ...(group.createdAt === undefined ? [] : [{ since: group.createdAt, reason: 'a group can hold it' }]),
      ...(attached === undefined ? [] : [{ since: attached, reason: 'a group holds it' }]),
      ...(first === undefined ? [] : [{ since: first.since, reason: 'somebody can use it' }]),
    ]
  }
  return {
    member,
    statement: (policy, index, only) => {
      const inForce = statementSince(policy, index)
      if (inForce === null) return null
      const names = only === undefined ? holdersOf(state, policy.arn) : [only]
      const places = names.flatMap((name) => groups.get(name) ?? []).map((group) => latest(onGroup(group, policy.arn)))
      const place = places.includes(undefined) ? undefined : earliest(places.filter((one) => one !== undefined))
      return latest(place === undefined ? [inForce] : [inForce, place]) ?? null
    },
  }
}

/** Since which version, without a break up to the newest, the policy allows what one statement of it does. */
function statementSince(policy: PolicyState, index: number): Since | null {
  const inForce = policy.versions.find(({ versionId }) => versionId === policy.defaultVersionId)
  const statement = asList(inForce?.document.Statement)[index]
  if (inForce?.createdAt === undefined || statement === undefined) return null
  const versions = policy.versions
    .flatMap(({ createdAt, ...version }) => (createdAt === undefined ? [] : [{ ...version, createdAt }]))
    .toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  let oldest: (typeof versions)[number] | undefined
  for (const version of versions) {
    if (version.versionId !== inForce.versionId && !allows(asList(version.document.Statement), statement)) break
    oldest = version
  }
  // A newer version that did not allow it was put out of force at some time after it was made.
  const { createdAt, versionId } = oldest ?? versions[0] ?? { ...inForce, createdAt: inForce.createdAt }
  return { since: createdAt, reason: `version ${versionId} is in force` }
}

function allows(statements: readonly Statement[], statement: Statement): boolean {
  return comparePolicies({ Statement: statements }, { Statement: [...statements, statement] }).relation === 'equal'
}

function latest(dates: readonly Since[]): Since | undefined {
  return dates.toSorted((a, b) => Date.parse(b.since) - Date.parse(a.since))[0]
}

function earliest(dates: readonly Since[]): Since | undefined {
  return dates.toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since))[0]
}
