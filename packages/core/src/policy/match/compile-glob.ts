import { hasWildcard, matchesGlob } from './glob.ts'

export type TextMatcher = (text: string) => boolean

/** A pattern of `*` and `?` made ready for many texts. Case matters; `?` is one UTF-16 unit, as in IAM. */
export function compileGlob(pattern: string): TextMatcher {
  if (!hasWildcard(pattern)) return (text) => text === pattern
  if (/^\*+$/.test(pattern)) return () => true
  const start = pattern.slice(0, -1)
  if (pattern.endsWith('*') && !hasWildcard(start)) return (text) => text.startsWith(start)
  const end = pattern.slice(1)
  if (pattern.startsWith('*') && !hasWildcard(end)) return (text) => text.endsWith(end)
  return (text) => matchesGlob(pattern, text)
}
