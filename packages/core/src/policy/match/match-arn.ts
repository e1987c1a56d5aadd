import { compileGlob, type TextMatcher } from './compile-glob.ts'
import { isEverything } from './match-action.ts'

/** An ARN's six segments: `arn`, partition, service, region, account, and the rest, colons included. */
export type ArnSegments = readonly string[]

export type ArnMatcher = (segments: ArnSegments) => boolean

/** The six segments of an ARN; undefined when the text is none. */
export function splitArn(text: string): ArnSegments | undefined {
  if (!text.startsWith('arn:')) return undefined
  const segments = splitSegments(text)
  return segments.length === 6 ? segments : undefined
}

/** A text at its first five colons; fewer segments when it has fewer colons. */
export function splitSegments(text: string): readonly string[] {
  const segments: string[] = []
  let start = 0
  while (segments.length < 5) {
    const colon = text.indexOf(':', start)
    if (colon === -1) break
    segments.push(text.slice(start, colon))
    start = colon + 1
  }
  segments.push(text.slice(start))
  return segments
}

/**
 * An ARN pattern made ready for many ARNs, matched segment by segment: a wildcard never reaches over the first five colons.
 * Undefined when it has fewer than six segments.
 */
export function compileArn(pattern: string): ArnMatcher | undefined {
  const patterns = splitSegments(pattern)
  if (patterns.length < 6) return undefined
  const wanted: (readonly [index: number, matches: TextMatcher])[] = []
  // The last segment tells ARNs apart soonest, so it is asked first.
  for (let index = 5; index >= 0; index--) {
    const segment = patterns[index] ?? ''
    if (!isEverything(segment)) wanted.push([index, compileGlob(segment)])
  }
  return (segments) => {
    for (const [index, matches] of wanted) if (!matches(segments[index] ?? '')) return false
    return true
  }
}

/** A resource pattern with the segments it leaves out: IAM reads a short ARN in an identity policy as if `*` stood in each missing one. */
export function padArnPattern(pattern: string): string {
  const missing = 6 - splitSegments(pattern).length
  return missing > 0 ? pattern + ':*'.repeat(missing) : pattern
}

/**
 * Whether a resource fits a pattern of a Resource element that has no policy variables: `*` fits everything, an ARN pattern only ARNs, segment by
 * segment, and a pattern with fewer than six segments is read as if `*` stood in each missing one.
 *
 * @example
 * ```ts
 * matchesResource('arn:aws:s3:::bills/*', 'arn:aws:s3:::bills/2026/may.pdf') // true
 * ```
 */
export function matchesResource(pattern: string, resource: string): boolean {
  if (isEverything(pattern)) return true
  const segments = splitArn(resource)
  if (segments === undefined) return false
  return compileArn(padArnPattern(pattern))?.(segments) ?? false
}
