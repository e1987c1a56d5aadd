import type { PolicyDocument } from '../document.ts'
import { printPolicy } from './print-policy.ts'

/**
 * The characters that a document counts against IAM's quotas (6,144 for a managed policy): all but the white space between elements.
 * White space inside a string is counted, to stay on the safe side: AWS does not say that it isn't.
 *
 * @example
 * ```ts
 * policySize({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }) // 60
 * ```
 */
export function policySize(document: PolicyDocument): number {
  return printPolicy(document).length
}
