import { coversGlob, hasWildcard } from '../match/glob.ts'
import { globsOverlap } from '../match/globs-overlap.ts'
import { mostPairs } from './action-pattern.ts'
import { bitOf, hashOf } from './hash.ts'
import { padArnPattern, splitSegments } from '../match/match-arn.ts'

/** One pattern of a Resource or NotResource element, taken apart once. */
export interface ResourcePattern {
  readonly text: string
  /** What lists are sorted by: patterns of the same order are the same pattern. */
  readonly order: string
  /** Matches every resource. */
  readonly all: boolean
  readonly wild: boolean
  /** The six segments with each policy variable as one character of its own; undefined for what is not plainly an ARN. */
  readonly segments: readonly string[] | undefined
  readonly variables: boolean
  /** Whether a segment has a wildcard, one that was left out included: no other pattern covers more than itself. */
  readonly broad: boolean
  /** One bit by the service of an ARN, all where it may be any: a pattern covers only those whose bits it has. */
  readonly mask: number
  readonly hash: number
}

const remembered = 20_000
const known = new Map<string, ResourcePattern>()

/** Takes a pattern apart. */
export function readResourcePattern(written: string): ResourcePattern {
  const found = known.get(written)
  if (found !== undefined) return found
  if (known.size >= remembered) known.clear()
  const text = written.includes('**') && !written.includes('${') ? written.replaceAll(/\*+/g, '*') : written
  const variables = text.includes('${')
  const segments = variables ? segmentsWithVariables(text) : segmentsOf(text)
  const pattern: ResourcePattern = {
    text,
    order: text,
    all: text === '*',
    wild: hasWildcard(text),
    hash: hashOf(text),
    variables,
    segments,
    broad: segments?.some((segment) => hasWildcard(segment)) === true,
    mask: maskOf(segments?.[2]),
  }
  known.set(written, pattern)
  return pattern
}

function maskOf(service: string | undefined): number {
  if (service === undefined || hasWildcard(service)) return -1
  return bitOf(service)
}

function segmentsOf(text: string): readonly string[] | undefined {
  if (!text.startsWith('arn:')) return undefined
  return splitSegments(padArnPattern(text))
}

const firstPrivate = 0xe000
const lastPrivate = 0xf8ff

/**
 * A variable stands for a text that nothing is known of but that it is the same wherever the variable is. That holds for a segment only where no
 * value can move the boundaries of the segments, so a variable before the last segment is not compared at all.
 */
function segmentsWithVariables(text: string): readonly string[] | undefined {
  if (/[\uE000-\uF8FF]/.test(text)) return undefined
  const marked = text.replaceAll(/\$\{[^}]*\}/g, (variable) => markOf(variable))
  if (marked.includes('${')) return undefined
  const segments = segmentsOf(marked)
  return segments === undefined || segments.slice(0, 5).some((segment) => /[\uE000-\uF8FF]/.test(segment))
    ? undefined
    : segments
}

const marks = new Map<string, string>()

/** One character for each variable. Out of characters, a variable is written out: it then equals nothing but itself. */
function markOf(variable: string): string {
  const mark = marks.get(variable)
  if (mark !== undefined) return mark
  if (firstPrivate + marks.size > lastPrivate) return variable
  const made = String.fromCharCode(firstPrivate + marks.size)
  marks.set(variable, made)
  return made
}

/** Whether `outer` matches every resource that `inner` matches. */
export function coversResource(outer: ResourcePattern, inner: ResourcePattern): boolean {
  if (outer.all || outer === inner || (outer.hash === inner.hash && outer.text === inner.text)) return true
  if (!outer.broad || (inner.mask & ~outer.mask) !== 0) return false
  if (outer.segments === undefined || inner.segments === undefined) return false
  // A `?` would take a variable for one character.
  if (inner.variables && outer.text.includes('?')) return false
  // The last segment tells patterns apart soonest.
  for (let index = 5; index >= 0; index--) {
    const segment = outer.segments[index] ?? ''
    const other = inner.segments[index] ?? ''
    if (segment !== '*' && segment !== other && !coversGlob(segment, other)) return false
  }
  return true
}

/** Whether some resource may match both. */
export function resourcesMayOverlap(a: ResourcePattern, b: ResourcePattern): boolean {
  if (a.segments === undefined || b.segments === undefined || a.variables || b.variables) return true
  const others = b.segments
  return a.segments.every((segment, index) => globsOverlap(segment, others[index] ?? ''))
}

/** The patterns without those that another of them covers, sorted. */
export function withoutCoveredResources(patterns: readonly ResourcePattern[]): readonly ResourcePattern[] {
  if (patterns.length === 1) return patterns
  const distinct = new Map(patterns.map((pattern) => [pattern.text, pattern]))
  const list = [...distinct.values()].toSorted(byText)
  const wide = list.filter((pattern) => pattern.wild)
  if (wide.length === 0 || wide.length * list.length > mostPairs) return list
  return list.filter(
    (inner) =>
      !wide.some(
        (outer) =>
          outer !== inner && coversResource(outer, inner) && !(coversResource(inner, outer) && isAfter(outer, inner)),
      ),
  )
}

/** Of two patterns that match the same, the shorter stays, then the first. */
function isAfter(a: ResourcePattern, b: ResourcePattern): boolean {
  return a.text.length === b.text.length ? a.text > b.text : a.text.length > b.text.length
}

function byText(a: ResourcePattern, b: ResourcePattern): number {
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0
}
