import type { PolicyDocument } from '../document.ts'
import { documentText } from './document-text.ts'

/**
 * The characters that a document counts against IAM's quotas (6,144 for a managed policy): all but the white space between elements,
 * in the document as it stands: a list of one value counts its brackets, which `printPolicy` would leave out. White space inside a string is counted, to stay on the safe side: AWS does not say that it isn't.
 *
 * @example
 * ```ts
 * policySize({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }) // 60
 * ```
 */
export function policySize(document: PolicyDocument): number {
  return documentText(document).length
}
