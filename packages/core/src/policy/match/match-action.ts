import { compileGlob, type TextMatcher } from './compile-glob.ts'

/** A pattern of an Action element made ready for many actions in lower case: the service literally, wildcards in the name; `*` alone fits everything. */
export function compileAction(pattern: string): TextMatcher {
  const lower = pattern.toLowerCase()
  const colon = lower.indexOf(':')
  if (colon === -1) {
    const everything = isEverything(lower)
    return () => everything
  }
  const prefix = lower.slice(0, colon + 1)
  const matches = compileGlob(lower.slice(colon + 1))
  return (action) => action.startsWith(prefix) && matches(action.slice(prefix.length))
}

/** Whether a pattern of an Action or Resource element is `*` alone, however often it stands. */
export function isEverything(pattern: string): boolean {
  return pattern.startsWith('*') && /^\*+$/.test(pattern)
}

/**
 * Whether an action fits a pattern of an Action element, without regard to case.
 *
 * @example
 * ```ts
 * matchesAction('s3:Get*', 's3:getobject') // true
 * ```
 */
export function matchesAction(pattern: string, action: string): boolean {
  return compileAction(pattern)(action.toLowerCase())
}
