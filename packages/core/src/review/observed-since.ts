import type { AccountState, PolicyState } from '../account/account-state.ts'

/**
 * The ISO date since which all of a policy could be used as it stands now, or null when the state does not say: its default version
 * is no younger, and a group has held it (a group can't have held it before it was made).
 */
export function observedSince(given: {
  readonly policy: PolicyState
  readonly state: AccountState
  /** When the policy came onto its first group, where something remembers it. */
  readonly attachedSince: string | undefined
}): { readonly since: string; readonly reason: string } | null {
  const { policy, state, attachedSince } = given
  const version = policy.versions.find(({ versionId }) => versionId === policy.defaultVersionId)
  if (version?.createdAt === undefined) return null
  const dates = [{ since: version.createdAt, reason: `version ${version.versionId} is in force` }]
  const groups = state.groups
    .filter((group) => group.attachedPolicies.includes(policy.arn))
    .flatMap((group) => group.createdAt ?? [])
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
  if (groups[0] !== undefined) dates.push({ since: groups[0], reason: 'a group can hold it' })
  if (attachedSince !== undefined) dates.push({ since: attachedSince, reason: 'a group holds it' })
  return dates.reduce((latest, date) => (Date.parse(date.since) > Date.parse(latest.since) ? date : latest))
}
