import { sha256Hex } from '../audit/sha256.ts'
import { documentText } from '../policy/print/document-text.ts'
import type { AccountState, InlinePolicy, PolicyState } from './account-state.ts'
import { byName } from './by-name.ts'

/**
 * SHA-256, in hex, over everything of a state that matters to a plan: names, paths, documents as they stand, attachments, memberships,
 * boundaries. Dates, descriptions and the order of lists outside of documents don't count; IAM gives a document back as it was put.
 */
export function fingerprint(state: AccountState): string {
  const lines: string[] = [state.accountId]
  // JSON has no line ends of its own: what stands on a line can't be taken for what stands on another.
  const add = (...parts: readonly unknown[]): void => void lines.push(JSON.stringify(parts))
  const addInline = (policies: readonly InlinePolicy[]): void => {
    for (const { name, document } of policies.toSorted(byName)) lines.push(JSON.stringify(name), documentText(document))
  }
  for (const { name, path, attachedPolicies, inlinePolicies } of state.groups.toSorted(byName)) {
    add('group', name, path, attachedPolicies.toSorted())
    addInline(inlinePolicies)
  }
  for (const { arn, defaultVersionId, versions } of state.policies.toSorted(byArn)) {
    add('policy', arn, defaultVersionId)
    for (const { versionId, document } of versions) lines.push(versionId, documentText(document))
  }
  for (const { name, path, groups, attachedPolicies, inlinePolicies, permissionsBoundary } of state.users.toSorted(
    byName,
  )) {
    add('user', name, path, groups.toSorted(), attachedPolicies.toSorted(), permissionsBoundary ?? null)
    addInline(inlinePolicies)
  }
  for (const { name, path, trustPolicy, attachedPolicies, inlinePolicies, permissionsBoundary } of state.roles.toSorted(
    byName,
  )) {
    add('role', name, path, attachedPolicies.toSorted(), permissionsBoundary ?? null)
    lines.push(documentText(trustPolicy))
    addInline(inlinePolicies)
  }
  return sha256Hex(lines.join('\n'))
}

const byArn = (a: PolicyState, b: PolicyState): number => (a.arn < b.arn ? -1 : 1)
