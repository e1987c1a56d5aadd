import { quotas } from '../account/quotas.ts'
import type { SourcedStatement, PackedPolicy } from './packed-policy.ts'
import { packedSize } from './packed-policy.ts'

/** Sizes within a step count as equal, so that a small edit does not change which policies are joined. */
const step = 1024

/**
 * Policies of one role, the fewest of them joined so that at most `places` remain. Null where that is not possible.
 *
 * Only `own` policies may be joined: a shared one stays shared. The smallest are joined first; a joined policy is named after the group
 * (`ClerkTasks`), and what is not joined keeps its name and document.
 */
export function joinPolicies(given: {
  readonly own: readonly PackedPolicy[]
  readonly places: number
  readonly group: string
}): readonly PackedPolicy[] | null {
  const excess = given.own.length - given.places
  if (excess <= 0) return given.own
  const candidates = given.own
    .map((policy) => ({ policy, size: Math.floor(packedSize(policy.statements) / step) }))
    .toSorted((a, b) => a.size - b.size || (a.policy.name < b.policy.name ? -1 : 1))
    .map(({ policy }) => policy)
  for (let count = excess + 1; count <= candidates.length; count++) {
    const bins = fill(candidates.slice(0, count))
    if (count - bins.length >= excess)
      return [...bins.map((bin, index) => joined(bin, given.group, index)), ...candidates.slice(count)]
  }
  return null
}

function fill(policies: readonly PackedPolicy[]): readonly (readonly PackedPolicy[])[] {
  const bins: PackedPolicy[][] = []
  for (const policy of policies) {
    const bin = bins.find((one) => packedSize(statementsOf([...one, policy])) <= quotas.policyCharacters)
    if (bin === undefined) bins.push([policy])
    else bin.push(policy)
  }
  return bins
}

function joined(policies: readonly PackedPolicy[], group: string, index: number): PackedPolicy {
  const [only] = policies
  if (only !== undefined && policies.length === 1) return only
  return {
    name: `${group}Tasks${index === 0 ? '' : `-${index + 1}`}`,
    description: `Joined, since a group holds ten policies: ${policies.map((policy) => policy.name).join(', ')}`.slice(
      0,
      1000,
    ),
    statements: statementsOf(policies),
  }
}

/** A Sid may stand once in a document, so that the second of one name loses it. */
function statementsOf(policies: readonly PackedPolicy[]): readonly SourcedStatement[] {
  const sids = new Set<string>()
  return policies.flatMap((policy) =>
    policy.statements.map((sourced) => {
      const { Sid, ...rest } = sourced.statement
      if (Sid === undefined || !sids.has(Sid)) {
        if (Sid !== undefined) sids.add(Sid)
        return sourced
      }
      return { ...sourced, statement: rest }
    }),
  )
}
