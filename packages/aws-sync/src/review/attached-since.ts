import { type AccountState, type AuditEntry } from '@rolewright/core'

/**
 * Since when each policy is on a group, by ARN, as far as the history knows: the oldest of its places on groups. A policy with a
 * place that the history did not see being made is left out, since that one may be older.
 */
export function attachedSince(entries: readonly AuditEntry[], state: AccountState): Readonly<Record<string, string>> {
  const places = recordedPlaces(entries)
  const since: Record<string, string> = {}
  for (const policy of state.policies) {
    const dates = state.groups
      .filter((group) => group.attachedPolicies.includes(policy.arn))
      .map((group) => places.get(placeOf(group.name, policy.arn)))
    const known = dates.filter((date) => date !== undefined).toSorted()
    if (known[0] !== undefined && known.length === dates.length) since[policy.arn] = known[0]
  }
  return since
}

function recordedPlaces(entries: readonly AuditEntry[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  for (const entry of entries) {
    if (entry.kind !== 'intent') continue
    const call = attachmentOf(entry.data)
    if (call?.operation === 'iam:AttachGroupPolicy') places.set(placeOf(call.group, call.policyArn), entry.at)
    if (call?.operation === 'iam:DetachGroupPolicy') places.delete(placeOf(call.group, call.policyArn))
  }
  return places
}

function attachmentOf(data: unknown): { operation: string; group: string; policyArn: string } | undefined {
  if (!isRecord(data) || !isRecord(data['input'])) return undefined
  const { operation, input } = data
  const { GroupName: group, PolicyArn: policyArn } = input
  if (typeof operation !== 'string' || typeof group !== 'string' || typeof policyArn !== 'string') return undefined
  return { operation, group, policyArn }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function placeOf(group: string, policyArn: string): string {
  return `${group} ${policyArn}`
}
