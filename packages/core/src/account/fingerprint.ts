import { sha256Hex } from '../audit/sha256.ts'
import { printPolicy } from '../policy/print/print-policy.ts'
import type { AccountState, InlinePolicy } from './account-state.ts'
import { byName } from './by-name.ts'

/**
 * SHA-256, in hex, over everything of a state that matters to a plan: names, paths, documents by meaning of their spelling,
 * attachments, memberships, boundaries. Dates, descriptions and the order of lists don't count.
 */
export function fingerprint(state: AccountState): string {
  const matter = [
    state.accountId,
    state.groups
      .toSorted(byName)
      .map((group) => [group.name, group.path, group.attachedPolicies.toSorted(), inline(group.inlinePolicies)]),
    state.policies
      .toSorted((a, b) => (a.arn < b.arn ? -1 : 1))
      .map((policy) => [
        policy.arn,
        policy.defaultVersionId,
        policy.versions.map((version) => [version.versionId, printPolicy(version.document)]),
      ]),
    state.users
      .toSorted(byName)
      .map((user) => [
        user.name,
        user.path,
        user.groups.toSorted(),
        user.attachedPolicies.toSorted(),
        inline(user.inlinePolicies),
        user.permissionsBoundary ?? null,
      ]),
    state.roles
      .toSorted(byName)
      .map((role) => [
        role.name,
        role.path,
        printPolicy(role.trustPolicy),
        role.attachedPolicies.toSorted(),
        inline(role.inlinePolicies),
        role.permissionsBoundary ?? null,
      ]),
  ]
  return sha256Hex(JSON.stringify(matter))
}

function inline(policies: readonly InlinePolicy[]): readonly (readonly [string, string])[] {
  return policies.toSorted(byName).map((policy) => [policy.name, printPolicy(policy.document)])
}
