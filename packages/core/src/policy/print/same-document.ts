import { canonicalPolicy } from './canonical-policy.ts'
import type { PolicyDocument, Statement } from '../document.ts'

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
  // Nearly all of an account's documents are word for word as its model says.
  return isWordForWord(a, b) || JSON.stringify(canonicalPolicy(a)) === JSON.stringify(canonicalPolicy(b))
}

/** Whether two documents are the same as they stand, all lists in the same order. Without copies, since accounts hold thousands. */
function isWordForWord(a: PolicyDocument, b: PolicyDocument): boolean {
  if (a.Version !== b.Version || a.Id !== b.Id) return false
  const [ours, theirs] = [a.Statement, b.Statement]
  if ('Effect' in ours || 'Effect' in theirs)
    return 'Effect' in ours && 'Effect' in theirs && isSameStatement(ours, theirs)
  return ours.length === theirs.length && ours.every((statement, index) => isSameStatement(statement, theirs[index]))
}

function isSameStatement(a: Statement, b: Statement | undefined): boolean {
  return (
    b !== undefined &&
    a.Sid === b.Sid &&
    a.Effect === b.Effect &&
    isAlike(a.Action, b.Action) &&
    isAlike(a.Resource, b.Resource) &&
    isAlike(a.NotAction, b.NotAction) &&
    isAlike(a.NotResource, b.NotResource) &&
    isAlike(a.Condition, b.Condition) &&
    isAlike(a.Principal, b.Principal) &&
    isAlike(a.NotPrincipal, b.NotPrincipal)
  )
}

/** Whether two values of an element are the same as they stand. */
function isAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false
    for (let index = 0; index < a.length; index++) if (!isAlike(a[index], b[index])) return false
    return true
  }
  const keys = Object.keys(a)
  if (Array.isArray(b) || keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && isAlike(Reflect.get(a, key), Reflect.get(b, key)))
}
