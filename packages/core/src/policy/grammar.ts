import { nearest } from '../diagnostic/nearest.ts'
import type { JsonObject, JsonValue } from './json-value.ts'
import { shorten } from './shorten.ts'

/** What is wrong at a place in a document; `onKey` when the key itself is at fault, not its value. */
export interface GrammarProblem {
  readonly code: string
  readonly message: string
  readonly path: readonly (string | number)[]
  readonly hint?: string
  readonly onKey?: boolean
}

/** Thrown inside the grammar's checks and turned into a PolicyError, with line and column, at their edge. */
export class GrammarFault extends Error {
  readonly problem: GrammarProblem

  constructor(problem: GrammarProblem) {
    super(problem.message)
    this.problem = problem
  }
}

export type Path = readonly (string | number)[]

/** Refuses an element that the grammar doesn't have, with the nearest one it does. */
export function checkElements(object: JsonObject, known: readonly string[], path: Path): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key)) continue
    const sameLetters = known.find((name) => name.toLowerCase() === key.toLowerCase())
    const meant = sameLetters ?? nearest(key, known)
    throw new GrammarFault({
      code: 'unknown-element',
      message:
        sameLetters === undefined
          ? `${shorten(key)} is not an element of a policy`
          : `${shorten(key)} is not written as IAM writes it`,
      path: [...path, key],
      hint: meant === undefined ? `the elements here are ${list(known)}` : `did you mean \`${meant}\`?`,
      onKey: true,
    })
  }
}

/** Checks a value that is a string or a list of at least one string, and gives each with its path. */
export function* strings(value: JsonValue, path: Path): Generator<readonly [value: string, path: Path]> {
  if (typeof value === 'string') {
    yield [value, path]
    return
  }
  if (!Array.isArray(value)) throw wrongType(path, 'a string or a list of strings', value)
  if (value.length === 0) {
    throw new GrammarFault({
      code: 'empty-list',
      message: 'the list is empty',
      path,
      hint: 'name at least one value, or leave the statement out',
    })
  }
  for (const [index, item] of value.entries()) {
    const place = [...path, index]
    if (typeof item !== 'string') throw wrongType(place, 'a string', item)
    yield [item, place]
  }
}

/** A value of a kind that doesn't belong where it stands. */
export function wrongType(path: Path, wanted: string, value: JsonValue): GrammarFault {
  return new GrammarFault({ code: 'wrong-type', message: `${kindOf(value)} stands where ${wanted} should be`, path })
}

function kindOf(value: JsonValue): string {
  if (value === null) return '`null`'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return `${typeof value === 'string' ? 'the string' : `the ${typeof value}`} ${shorten(String(value))}`
}

/** Names for a person: "`a`, `b` or `c`". */
export function list(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  const quoted = names.map((name) => `\`${name}\``)
  const end = quoted.pop() ?? ''
  return quoted.length === 0 ? end : `${quoted.join(', ')} ${last} ${end}`
}
