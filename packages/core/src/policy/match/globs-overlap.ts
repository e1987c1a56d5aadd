import { hasWildcard, matchesGlob } from './glob.ts'

/**
 * Whether some text fits both patterns, where `*` stands for any characters and `?` for one. Exact; case matters.
 *
 * @example
 * ```ts
 * globsOverlap('get*', '*acl') // true: getacl
 * ```
 */
export function globsOverlap(a: string, b: string): boolean {
  if (a === b || /^\*+$/.test(a) || /^\*+$/.test(b)) return true
  if (!hasWildcard(a)) return matchesGlob(b, a)
  if (!hasWildcard(b)) return matchesGlob(a, b)
  // Which places of `b` can be reached when `a` has been read so far.
  let reached = closure(new Set([0]), b)
  for (const unit of a) {
    const next = new Set<number>()
    if (unit === '*') {
      const least = Math.min(...reached)
      for (let place = least; place <= b.length; place++) next.add(place)
    } else {
      for (const place of reached) {
        if (b[place] === '*') next.add(place)
        else if (b[place] === unit || b[place] === '?' || (unit === '?' && place < b.length)) next.add(place + 1)
      }
    }
    if (next.size === 0) return false
    reached = closure(next, b)
  }
  return reached.has(b.length)
}

/** A `*` may stand for nothing: what stands behind it is reached too. */
function closure(places: Set<number>, pattern: string): Set<number> {
  for (const place of places) if (pattern[place] === '*') places.add(place + 1)
  return places
}
