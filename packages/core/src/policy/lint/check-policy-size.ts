import type { JsonObject } from '../parse/json-value.ts'
import type { LintContext } from './statement-view.ts'

const identityQuota = 6144
const trustQuota = 2048

/** The quotas for the length of a policy, white space between its elements aside. */
export function checkPolicySize(document: JsonObject, { kind, textLength, report }: LintContext): void {
  const quota = kind === 'identity' ? identityQuota : trustQuota
  // Writing a document without white space never makes it longer.
  if (textLength !== undefined && textLength <= quota) return
  const size = JSON.stringify(document).length
  if (size <= quota) return
  const code =
    kind === 'identity' ? 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA' : 'POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA'
  report(code, [], `the policy has ${size} characters, ${size - quota} more than the quota of ${quota}`)
}
