import { jsonPath } from '../parse/json-path.ts'
import { lineAndColumn, type Positions, readJson } from '../parse/read-json.ts'

/** A place in a document, from the outside in: `['Statement', 0, 'Action', 2]`. */
export type Place = readonly (string | number)[]

/** Offsets of a place in the text that was checked; line and column from 1. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
}

/** Finds places in a text that `readJson` accepts. Reads it a second time, on first use: only a finding pays for it. */
export function placeFinder(text: string): (place: Place, onKey: boolean) => Span | undefined {
  let positions: Positions | undefined
  return (place, onKey) => {
    if (positions === undefined) {
      positions = new Map()
      readJson(text, positions)
    }
    const path = jsonPath(place)
    const start = (onKey ? positions.get(`${path}#`) : undefined) ?? positions.get(path)
    return start === undefined ? undefined : { start, end: endOfValue(text, start), ...lineAndColumn(text, start) }
  }
}

/** The offset behind the value that begins at `start`, in a text that is valid JSON. */
function endOfValue(text: string, start: number): number {
  const opening = text[start]
  if (opening === '"') return endOfString(text, start)
  if (opening !== '{' && opening !== '[') {
    let at = start
    while (at < text.length && !/[\s,\]}]/.test(text[at] ?? ',')) at++
    return at
  }
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at) - 1
    else if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1
  }
  return text.length
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return Math.min(at + 1, text.length)
}
