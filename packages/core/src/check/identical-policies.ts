import { printPolicy } from '../policy/print/print-policy.ts'
import { defaultDocument } from '../account/documents.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import type { Rule } from './rule.ts'

export const identicalPolicies: Rule = {
  code: 'RW-IDENTICAL-POLICIES',
  severity: 'warning',
  title: 'two policies with the same document',
  explanation: 'One of them will be changed and the other forgotten.',
  mend: 'define it once and use it in both tasks',
  find: ({ accounts }) => {
    const reported = new Set<string>()
    return accounts.flatMap(({ state }) => {
      const first = new Map<string, string>()
      return state.policies.flatMap((policy) => {
        const document = defaultDocument(policy)
        if (document === undefined || isAwsManaged(policy.arn) || policy.name.endsWith('RequireMfa')) return []
        const key = printPolicy(document)
        const other = first.get(key)
        if (other === undefined) {
          first.set(key, policy.name)
          return []
        }
        if (reported.has(policy.name)) return []
        reported.add(policy.name)
        return [{ message: `\`${policy.name}\` says the same as \`${other}\``, path: `policy ${policy.name}` }]
      })
    })
  },
}
