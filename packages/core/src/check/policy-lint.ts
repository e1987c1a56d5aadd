import { defaultDocument } from '../account/documents.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import { lintPolicy } from '../policy/lint/lint-policy.ts'
import type { Rule } from './rule.ts'

/** What the rules of this folder say better, with the author's place. */
const told = new Set([
  'INVALID_ACTION',
  'INVALID_SERVICE_IN_ACTION',
  'PASS_ROLE_WITH_STAR_IN_RESOURCE',
  'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA',
])

export const policyLint: Rule = {
  code: 'RW-POLICY',
  severity: 'warning',
  title: "what AWS's own validation of a policy would say",
  explanation:
    "A resource that the action doesn't take, a condition key or operator that it doesn't know, and the rest of what AWS's ValidatePolicy finds without an account. The finding has AWS's issue code.",
  mend: 'see the page of policy checks for the code',
  find: ({ accounts }) => {
    const seen = new Set<string>()
    return accounts.flatMap(({ state }) =>
      state.policies.flatMap((policy) => {
        const document = defaultDocument(policy)
        if (document === undefined || isAwsManaged(policy.arn) || seen.has(policy.name)) return []
        seen.add(policy.name)
        return lintPolicy(document)
          .filter((finding) => !told.has(finding.code))
          .map((finding) => ({
            code: finding.code,
            severity: finding.severity,
            message: finding.message,
            path: `policy ${policy.name} > ${(finding.path ?? '$').replace(/^\$\.?/, '')}`,
            ...(finding.hint === undefined ? {} : { hint: finding.hint }),
          }))
      }),
    )
  },
}
