import { matchesGlob } from './glob.ts'

/**
 * Whether an action fits a pattern of an Action element: without regard to case, the service literally, wildcards in the name; `*` alone fits everything.
 *
 * @example
 * ```ts
 * matchesAction('s3:Get*', 's3:getobject') // true
 * ```
 */
export function matchesAction(pattern: string, action: string): boolean {
  const lower = pattern.toLowerCase()
  if (/^\*+$/.test(lower)) return true
  const wanted = action.toLowerCase()
  const colon = lower.indexOf(':')
  if (colon === -1 || lower.slice(0, colon + 1) !== wanted.slice(0, colon + 1)) return false
  return matchesGlob(lower.slice(colon + 1), wanted.slice(colon + 1))
}
