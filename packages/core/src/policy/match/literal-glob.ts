/** A pattern in units: UTF-16 codes, and two that no text holds for the wildcards. */
export type GlobUnits = readonly number[]

const anyRun = -1
const anyUnit = -2

/** A pattern from pieces, of which the literal ones hold no wildcards whatever they spell. */
export function globUnits(pieces: readonly { readonly text: string; readonly literal: boolean }[]): GlobUnits {
  const units: number[] = []
  for (const { text, literal } of pieces) {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (!literal && code === 42) units.push(anyRun)
      else if (!literal && code === 63) units.push(anyUnit)
      else units.push(code)
    }
  }
  return units
}

/** Whether a text fits a pattern in units. */
export function matchesUnits(pattern: GlobUnits, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    const wanted = pattern[p]
    if (wanted === anyRun) {
      star = p++
      resume = t
    } else if (wanted === anyUnit || wanted === text.charCodeAt(t)) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else return false
  }
  while (pattern[p] === anyRun) p++
  return p === pattern.length
}

/** The segments of an ARN pattern in units: at most six, as `splitArn` has them. */
export function splitUnits(units: GlobUnits): readonly GlobUnits[] {
  const segments: GlobUnits[] = []
  let start = 0
  for (let index = 0; index < units.length && segments.length < 5; index++) {
    if (units[index] !== 58) continue
    segments.push(units.slice(start, index))
    start = index + 1
  }
  return [...segments, units.slice(start)]
}
