import { hasWildcard, matchesGlob } from './glob.ts'

/** What stands for `*` in a text made up from a pattern: nothing that anybody's pattern names. */
const usualFiller = 'rolewright-example'

/**
 * A text that fits both patterns, or undefined where there is none. `*` stands for any characters and `?` for one; case matters.
 *
 * The text is as general as can be had cheaply: wildcards become the filler, which no other pattern is likely to name.
 *
 * @example
 * ```ts
 * commonText('arn:aws:iam::*:role/app-*', 'arn:*:role/*-reader') // 'arn:aws:iam::…:role/app-…-reader'
 * ```
 */
export function commonText(a: string, b: string, filler: string = usualFiller): string | undefined {
  const fromA = textOf(a, filler)
  if (matchesGlob(b, fromA)) return fromA
  if (!hasWildcard(a)) return undefined
  const fromB = textOf(b, filler)
  if (matchesGlob(a, fromB)) return fromB
  if (!hasWildcard(b)) return undefined
  return plainCollision(a, b) ? undefined : searchCommon(a, b)
}

/** One text that fits a pattern. */
export function textOf(pattern: string, filler: string = usualFiller): string {
  return hasWildcard(pattern) ? pattern.replaceAll('*', filler).replaceAll('?', 'x') : pattern
}

/** Whether the plain beginnings of two patterns already exclude each other. */
function plainCollision(a: string, b: string): boolean {
  const one = a.slice(0, a.search(/[*?]/))
  const other = b.slice(0, b.search(/[*?]/))
  return !one.startsWith(other) && !other.startsWith(one)
}

const star = 42
const question = 63

/**
 * Walks both patterns at once, backwards: which pairs of positions can still reach both ends. Then forwards along those pairs,
 * writing down one character at a time.
 */
function searchCommon(a: string, b: string): string | undefined {
  const width = b.length + 1
  const reach = new Uint8Array((a.length + 1) * width)
  const at = (i: number, j: number): number => i * width + j
  for (let i = a.length; i >= 0; i--) {
    for (let j = b.length; j >= 0; j--) {
      reach[at(i, j)] = reachable(i, j) ? 1 : 0
    }
  }

  function reachable(i: number, j: number): boolean {
    if (i === a.length && j === b.length) return true
    const one = i < a.length ? a.charCodeAt(i) : -1
    const other = j < b.length ? b.charCodeAt(j) : -1
    if (one === star && (reach[at(i + 1, j)] === 1 || (other !== -1 && reach[at(i, j + 1)] === 1))) return true
    if (other === star && (reach[at(i, j + 1)] === 1 || (one !== -1 && reach[at(i + 1, j)] === 1))) return true
    if (one === -1 || other === -1 || one === star || other === star) return false
    return (one === other || one === question || other === question) && reach[at(i + 1, j + 1)] === 1
  }

  if (reach[0] === 0) return undefined
  let text = ''
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const one = i < a.length ? a.charCodeAt(i) : -1
    const other = j < b.length ? b.charCodeAt(j) : -1
    if (one === star && reach[at(i + 1, j)] === 1) i++
    else if (other === star && reach[at(i, j + 1)] === 1) j++
    else {
      text += other !== star && (one === star || one === question) ? written(b, j) : written(a, i)
      if (one !== star) i++
      if (other !== star) j++
    }
  }
  return text
}

/** The character of a pattern at a position; `?` is written as some character. */
function written(pattern: string, index: number): string {
  const character = pattern[index] ?? ''
  return character === '?' ? 'x' : character
}
