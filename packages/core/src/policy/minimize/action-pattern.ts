import { coversGlob, hasWildcard } from '../match/glob.ts'
import { globsOverlap } from '../match/globs-overlap.ts'
import { bitOf, hashOf } from './hash.ts'

/** One pattern of an Action or NotAction element, taken apart once. */
export interface ActionPattern {
  /** As it was written, runs of `*` apart. */
  readonly text: string
  readonly lower: string
  /** What lists are sorted by: patterns of the same order are the same pattern. */
  readonly order: string
  /** The service in lower case; all of it where there is no colon. */
  readonly service: string
  /** The name in lower case. */
  readonly name: string
  readonly wild: boolean
  /** Matches every action of every service. */
  readonly all: boolean
  /** One bit by the service, all where it may be any: patterns without a common bit have nothing in common. */
  readonly mask: number
  readonly hash: number
  /** Has white space, which no action has. */
  readonly spaced: boolean
}

/** The same patterns come back in policy after policy; past this many the memory starts anew. */
const remembered = 50_000
const known = new Map<string, ActionPattern>()

/** Takes a pattern apart. */
export function readActionPattern(written: string): ActionPattern {
  const found = known.get(written)
  if (found !== undefined) return found
  if (known.size >= remembered) known.clear()
  const text = written.includes('**') ? written.replaceAll(/\*+/g, '*') : written
  const lower = text.toLowerCase()
  const colon = lower.indexOf(':')
  const service = colon < 0 ? lower : lower.slice(0, colon)
  const pattern: ActionPattern = {
    text,
    lower,
    order: lower,
    service,
    name: colon < 0 ? '' : lower.slice(colon + 1),
    wild: hasWildcard(lower),
    all: lower === '*',
    hash: hashOf(lower),
    spaced: /\s/.test(lower),
    mask: hasWildcard(service) ? -1 : bitOf(service),
  }
  known.set(written, pattern)
  return pattern
}

/** Whether `outer` matches every action, known or not, that `inner` matches. */
export function coversAction(outer: ActionPattern, inner: ActionPattern): boolean {
  if (outer.all || isSameAction(outer, inner)) return true
  if (!outer.wild || (outer.mask & inner.mask) === 0 || outer.service !== inner.service) return false
  return !hasWildcard(outer.service) && coversGlob(outer.name, inner.name)
}

function isSameAction(a: ActionPattern, b: ActionPattern): boolean {
  return a === b || (a.hash === b.hash && a.lower === b.lower)
}

/** Whether some action, known or not, may match both. */
export function mayOverlap(a: ActionPattern, b: ActionPattern): boolean {
  if (a.all || b.all || a.lower === b.lower) return true
  if (hasWildcard(a.service) || hasWildcard(b.service)) return true
  if (a.service !== b.service || !(a.wild || b.wild)) return false
  return globsOverlap(a.name, b.name)
}

/** Past this many pairs of patterns, far beyond what IAM takes, a list loses its repeats and nothing more. */
export const mostPairs = 2_000_000

/** The patterns without those that another of them covers, sorted. */
export function withoutCovered(patterns: readonly ActionPattern[]): readonly ActionPattern[] {
  if (patterns.length < 2) return patterns
  const list = isSorted(patterns) ? patterns : distinct(patterns.toSorted(byLower))
  const wide = list.filter(({ wild }) => wild)
  if (wide.length === 0) return list
  const everything = wide.find(({ all }) => all)
  if (everything !== undefined) return [everything]
  const services = new Map<string, ActionPattern[]>()
  let most = 0
  for (const pattern of wide) {
    const others = services.get(pattern.service)
    if (others === undefined) services.set(pattern.service, [pattern])
    else most = Math.max(most, others.push(pattern))
  }
  if (most * list.length > mostPairs) return list
  return list.filter((inner) => !isCovered(inner, services.get(inner.service) ?? []))
}

function isCovered(inner: ActionPattern, wide: readonly ActionPattern[]): boolean {
  for (const outer of wide) if (outer !== inner && coversAction(outer, inner) && !isPreferred(inner, outer)) return true
  return false
}

/** Whether each comes after the one before it, as in most of AWS's own policies. */
function isSorted(patterns: readonly ActionPattern[]): boolean {
  let before = ''
  for (const { lower } of patterns) {
    if (lower <= before) return false
    before = lower
  }
  return true
}

function distinct(sorted: readonly ActionPattern[]): readonly ActionPattern[] {
  return sorted.filter((pattern, index) => pattern.lower !== sorted[index - 1]?.lower)
}

/** Of two patterns that match the same, the shorter stays, then the first. */
function isPreferred(inner: ActionPattern, outer: ActionPattern): boolean {
  if (!inner.wild || !coversAction(inner, outer)) return false
  return inner.lower.length === outer.lower.length ? inner.lower < outer.lower : inner.lower.length < outer.lower.length
}

/** The order of lists. */
export function byLower(a: ActionPattern, b: ActionPattern): number {
  return a.lower < b.lower ? -1 : a.lower > b.lower ? 1 : 0
}
