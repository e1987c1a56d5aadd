import { defaultDocument } from '../account/documents.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import { lintPolicy } from '../policy/lint/lint-policy.ts'
import { printPolicy } from '../policy/print/print-policy.ts'
import type { Rule, RuleFinding } from './rule.ts'

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
    // Parameters make other documents of one policy in other accounts; what holds in all of them is told once.
    const found = new Map<string, RuleFinding>()
    const seen = new Set<string>()
    for (const policy of accounts.flatMap(({ state }) => state.policies)) {
      const document = defaultDocument(policy)
      if (document === undefined || isAwsManaged(policy.arn)) continue
      const text = `${policy.name} ${printPolicy(document)}`
      if (seen.has(text)) continue
      seen.add(text)
      for (const { code, severity, message, path = '$', hint } of lintPolicy(document)) {
        const place = `policy ${policy.name} > ${path.replace(/^\$\.?/, '')}`
        const key = JSON.stringify([code, place, message])
        if (told.has(code) || found.has(key)) continue
        found.set(key, { code, severity, message, path: place, ...(hint === undefined ? {} : { hint }) })
      }
    }
    return [...found.values()]
  },
}
