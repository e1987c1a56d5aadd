import { canonicalPolicy } from './canonical-policy.ts'
import type { PolicyDocument } from '../document.ts'

/**
 * Whether two documents say the same in the same words: order, scalar or list, case of actions and condition keys, and the spelling of numbers
 * and booleans don't count; Sids, Id and Version do. This is what decides whether an account's policy needs a new version.
 *
 * @example
 * ```ts
 * sameDocument(
 *   { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] },
 *   { Statement: { Resource: ['*'], Effect: 'Allow', Action: ['S3:GETOBJECT'] } },
 * ) // true
 * ```
 */
export function sameDocument(a: PolicyDocument, b: PolicyDocument): boolean {
  return JSON.stringify(canonicalPolicy(a)) === JSON.stringify(canonicalPolicy(b))
}
