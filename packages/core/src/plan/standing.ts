import type { AccountState, GroupState, PolicyState } from '../account/account-state.ts'
import { byName } from '../account/by-name.ts'
import { defaultDocument } from '../account/documents.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import { grantEnd } from '../people/grant-end.ts'
import { enrolmentPath, grantPath, isPassing } from '../people/own-paths.ts'
import type { Owned } from './owned.ts'

/** What a plan goes by: the model's state, together with what named commands have made beside it and what still stands. */
export interface Standing {
  readonly desired: AccountState
  /** ARNs of groups and policies that have come to their end: they go, whether anything else is pruned or not. */
  readonly ended: ReadonlySet<string>
}

/**
 * Adds to what the model wants the temporary access that has not ended and the enrolment that somebody still needs, and leaves out the roles
 * that are had by temporary access alone.
 *
 * A grant is known by its path and believed by its documents: a group there whose policies do not all end is as any other that the model
 * does not have.
 */
export function withStanding(given: {
  readonly actual: AccountState
  readonly desired: AccountState
  readonly owned: Owned
  readonly now: Date | undefined
  readonly signedIn: ReadonlySet<string> | undefined
}): Standing {
  const { actual, desired: all, owned, now, signedIn } = given
  const { ownership } = all
  if (ownership === undefined) return { desired: all, ended: new Set() }
  const desired = withoutBreakGlass(all)
  const wanted = new Set(desired.groups.map(({ arn }) => arn))
  const mine = actual.groups.filter((group) => owned.group(group) && !wanted.has(group.arn))
  const standing: GroupState[] = []
  const ended = new Set<string>()
  for (const group of mine) {
    const state = group.path.startsWith(grantPath(ownership.path))
      ? stateOfGrant(group, actual, now)
      : group.path === enrolmentPath(ownership.path)
        ? stateOfEnrolment(group, actual, signedIn)
        : undefined
    if (state === 'stands') standing.push(group)
    if (state === 'ended') ended.add(group.arn)
  }
  const held = new Set(standing.flatMap((group) => group.attachedPolicies))
  const elsewhere = new Set(
    actual.groups.filter(({ arn }) => !ended.has(arn)).flatMap((group) => group.attachedPolicies),
  )
  const kept: PolicyState[] = []
  for (const policy of actual.policies) {
    if (
      !isPassing(policy.path, ownership.path) ||
      !owned.policy(policy) ||
      desired.policies.some(({ arn }) => arn === policy.arn)
    )
      continue
    if (held.has(policy.arn)) kept.push(asWanted(policy))
    else if (!elsewhere.has(policy.arn)) ended.add(policy.arn)
  }
  if (standing.length === 0 && kept.length === 0) return { desired, ended }
  return { desired: joined(desired, { actual, standing, kept }), ended }
}

/** An empty group is what a grant left that was stopped on its way. */
function stateOfGrant(group: GroupState, actual: AccountState, now: Date | undefined): 'stands' | 'ended' | undefined {
  if (group.inlinePolicies.length > 0) return undefined
  if (group.attachedPolicies.length === 0) return 'ended'
  const documents = group.attachedPolicies.map((arn) => {
    const policy = actual.policies.find((one) => one.arn === arn)
    return policy && defaultDocument(policy)
  })
  const known = documents.filter((document) => document !== undefined)
  const end = known.length === documents.length ? grantEnd(known) : undefined
  if (end === undefined) return undefined
  return now !== undefined && end <= now ? 'ended' : 'stands'
}

function stateOfEnrolment(
  group: GroupState,
  actual: AccountState,
  signedIn: ReadonlySet<string> | undefined,
): 'stands' | 'ended' {
  const waits = actual.users.some((user) => user.groups.includes(group.name) && signedIn?.has(user.name) !== true)
  return waits ? 'stands' : 'ended'
}

/** A state that is compiled holds the one version that is wanted. */
function asWanted(policy: PolicyState): PolicyState {
  return {
    ...policy,
    versions: policy.versions.filter(({ versionId }) => versionId === policy.defaultVersionId),
  }
}

function joined(
  desired: AccountState,
  given: {
    readonly actual: AccountState
    readonly standing: readonly GroupState[]
    readonly kept: readonly PolicyState[]
  },
): AccountState {
  const names = new Set(given.standing.map(({ name }) => name))
  const held = new Map(
    given.actual.users.map((user) => [user.name.toLowerCase(), user.groups.filter((group) => names.has(group))]),
  )
  return {
    ...desired,
    groups: [...desired.groups, ...given.standing].toSorted(byName),
    policies: [...desired.policies, ...given.kept].toSorted(byName),
    users: desired.users.map((user) => {
      const more = held.get(user.name.toLowerCase()) ?? []
      return more.length === 0 ? user : { ...user, groups: [...user.groups, ...more].toSorted() }
    }),
  }
}

/** A role for emergencies has no group of its own: what could be held without a grant would be. */
function withoutBreakGlass(desired: AccountState): AccountState {
  const names = new Set(desired.ownership?.breakGlass)
  if (names.size === 0) return desired
  const groups = desired.groups.filter((group) => !names.has(group.name))
  const held = new Set(groups.flatMap((group) => group.attachedPolicies))
  const only = new Set(
    desired.groups.filter((group) => names.has(group.name)).flatMap((group) => group.attachedPolicies),
  )
  return {
    ...desired,
    groups,
    policies: desired.policies.filter(({ arn }) => held.has(arn) || !only.has(arn) || isAwsManaged(arn)),
  }
}
