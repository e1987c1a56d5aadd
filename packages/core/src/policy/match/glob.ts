/**
 * Whether `text` fits `pattern`, where `*` stands for any characters, none included, and `?` for exactly one UTF-16 unit.
 * Case matters: lower both first where it should not. Takes time in proportion to the product of the lengths at worst.
 *
 * @example
 * ```ts
 * matchesGlob('get*acl', 'getobjectacl') // true
 * ```
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    const wanted = p < pattern.length ? pattern.charCodeAt(p) : -1
    if (wanted === asterisk) {
      star = p++
      resume = t
    } else if (wanted === questionMark || wanted === text.charCodeAt(t)) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else {
      return false
    }
  }
  while (p < pattern.length && pattern.charCodeAt(p) === asterisk) p++
  return p === pattern.length
}

const asterisk = 42
const questionMark = 63

/** Whether the text holds `*` or `?`. */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?')
}

/** Patterns that somebody means anything by take a few hundred; made up ones take the product of their lengths. */
const mostSteps = 200_000

/**
 * Whether everything that fits `inner` also fits `outer`. Both are patterns; case matters.
 *
 * `?` of `inner` is one unknown character and `*` an unknown text, so only the same or a wider wildcard of `outer` takes them. For patterns
 * without `?` right beside `*` the answer is exact; else, and for patterns of hundreds of characters that nearly fit over and over, it may be
 * false where containment holds, never true where it does not.
 *
 * @example
 * ```ts
 * coversGlob('s3:*', 's3:Get*') // true
 * ```
 */
export function coversGlob(outer: string, inner: string): boolean {
  let o = 0
  let i = 0
  let star = -1
  let resume = 0
  let steps = 0
  while (i < inner.length) {
    if (++steps > mostSteps) return false
    const wanted = o < outer.length ? outer.charCodeAt(o) : -1
    const given = inner.charCodeAt(i)
    if (wanted === asterisk) {
      star = o++
      resume = i
    } else if (given !== asterisk && (wanted === questionMark || wanted === given)) {
      o++
      i++
    } else if (star >= 0) {
      o = star + 1
      i = ++resume
    } else {
      return false
    }
  }
  while (o < outer.length && outer.charCodeAt(o) === asterisk) o++
  return o === outer.length
}
