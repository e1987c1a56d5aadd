import type { ServiceActions } from '../../catalog/action-names.ts'
import { matchesGlob } from '../match/glob.ts'

/** What patterns match among the names of one service, remembered. */
export interface NameIndex {
  readonly service: ServiceActions
  /** The positions that a pattern (in lower case, without the service) matches, ascending. */
  readonly match: (pattern: string) => readonly number[]
  /** Patterns cut between words that match the name at this position, the shortest first. */
  readonly candidates: (position: number) => readonly Candidate[]
}

/** A pattern that might stand for several names. */
export interface Candidate {
  /** As names are written. */
  readonly text: string
  /** The positions it matches. */
  readonly positions: readonly number[]
}

/** What is remembered of one service; past this many patterns the memory starts anew. */
const remembered = 20_000
const indexes = new Map<ServiceActions, NameIndex>()

/** The index of a service. */
export function nameIndex(service: ServiceActions): NameIndex {
  const known = indexes.get(service)
  if (known !== undefined) return known
  const made = makeIndex(service)
  indexes.set(service, made)
  return made
}

function makeIndex(service: ServiceActions): NameIndex {
  const { names, lower } = service
  const forward = sortedBy(lower)
  const backward = sortedBy(lower.map(reversed))
  const matches = new Map<string, readonly number[]>()
  const byName = new Map<number, readonly Candidate[]>()
  const shared = new Map<string, Candidate>()

  const search = (pattern: string): readonly number[] => {
    const first = pattern.indexOf('*')
    const last = pattern.lastIndexOf('*')
    if (pattern.includes('?')) return within(lower.keys(), lower, (name) => matchesGlob(pattern, name))
    if (first < 0) return within(startingWith(forward, pattern), lower, (name) => name === pattern)
    const head = pattern.slice(0, first)
    const tail = pattern.slice(last + 1)
    const some = head.length >= tail.length ? startingWith(forward, head) : startingWith(backward, reversed(tail))
    if (first === last) return within(some, lower, (name) => endsBoth(name, head, tail))
    return within(some, lower, (name) => matchesGlob(pattern, name))
  }
  const match = (pattern: string): readonly number[] => {
    const known = matches.get(pattern)
    if (known !== undefined) return known
    if (matches.size >= remembered) matches.clear()
    const positions = search(pattern)
    matches.set(pattern, positions)
    return positions
  }
  const candidates = (position: number): readonly Candidate[] => {
    const known = byName.get(position)
    if (known !== undefined) return known
    const made = patternsOf(names[position] ?? '').map((text) => {
      const same = shared.get(text)
      if (same !== undefined) return same
      const candidate = { text, positions: search(text.toLowerCase()) }
      shared.set(text, candidate)
      return candidate
    })
    byName.set(position, made)
    return made
  }
  return { service, match, candidates }
}

interface Sorted {
  readonly texts: readonly string[]
  readonly positions: readonly number[]
}

function sortedBy(texts: readonly string[]): Sorted {
  const positions = [...texts.keys()].toSorted((a, b) => ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1))
  return { texts: positions.map((position) => texts[position] ?? ''), positions }
}

function startingWith({ texts, positions }: Sorted, head: string): readonly number[] {
  if (head === '') return positions
  let low = 0
  let high = texts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((texts[middle] ?? '') < head) low = middle + 1
    else high = middle
  }
  const start = low
  while (low < texts.length && (texts[low] ?? '').startsWith(head)) low++
  return positions.slice(start, low)
}

function within(
  positions: Iterable<number>,
  names: readonly string[],
  fits: (name: string) => boolean,
): readonly number[] {
  const found: number[] = []
  for (const position of positions) if (fits(names[position] ?? '')) found.push(position)
  return found.toSorted((a, b) => a - b)
}

function endsBoth(name: string, head: string, tail: string): boolean {
  return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail)
}

function reversed(text: string): string {
  let result = ''
  for (let index = text.length - 1; index >= 0; index--) result += text.charAt(index)
  return result
}

const word = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^A-Za-z]+/g

/**
 * Patterns that match a name, cut between its words: `Get*`, `*Acl`, `Get*Acl`. Cuts within words would be shorter, but nobody could guess what they
 * may come to match.
 */
function patternsOf(name: string): string[] {
  const words = name.match(word) ?? [name]
  const ends = [0]
  for (const one of words) ends.push((ends.at(-1) ?? 0) + one.length)
  const patterns: string[] = []
  for (let head = 0; head < words.length; head++) {
    const start = name.slice(0, ends[head])
    if (head > 0) patterns.push(`${start}*`)
    for (let tail = Math.max(head + 1, 1); tail < words.length; tail++)
      patterns.push(`${start}*${name.slice(ends[tail])}`)
  }
  return patterns
}
