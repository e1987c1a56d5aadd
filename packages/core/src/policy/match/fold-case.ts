/**
 * A text as IAM compares it where case doesn't matter: lower case, a Greek sigma by its place in the word, but letters beyond the basic plane
 * as they are. So the Kelvin sign is `k` and capital sharp s is small sharp s, while sharp s is not `ss` and long s is not `s`.
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase()
  if (!/[\ud800-\udbff]/.test(text)) return lower
  let folded = ''
  let at = 0
  for (const character of text) {
    // Among single letters only a capital I with a dot has a lower case that is longer than itself.
    const length = character === '\u0130' ? 2 : character.length
    folded += character.length > 1 ? character : lower.slice(at, at + length)
    at += length
  }
  return folded
}
