import { nearest } from '../../diagnostic/nearest.ts'
import type { JsonObject, JsonValue } from './json-value.ts'
import { shorten } from './shorten.ts'

export type Path = readonly (string | number)[]

/** What is wrong at a place in a document; `onKey` when the key itself is at fault, not its value. */
export interface GrammarProblem {
  readonly code: string
  readonly message: string
  readonly path: Path
  readonly hint: string
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

/** Refuses an element that the grammar doesn't have, with the nearest one it does. */
export function checkElements(object: JsonObject, known: ReadonlySet<string>, path: Path): void {
  for (const key in object) if (!known.has(key)) throw unknownElement(key, [...known], path)
}

function unknownElement(key: string, known: readonly string[], path: Path): GrammarFault {
  const sameLetters = known.find((name) => name.toLowerCase() === key.toLowerCase())
  const meant = sameLetters ?? nearest(key, known)
  return new GrammarFault({
    code: 'unknown-element',
    message:
      sameLetters === undefined
        ? `${shorten(key)} is not an element of a policy`
        : `${shorten(key)} is not written as IAM writes it`,
    path: [...path, key],
    hint: meant === undefined ? `the elements here are ${listNames(known)}` : `did you mean \`${meant}\`?`,
    onKey: true,
  })
}

/**
 * Checks a value that is a string or a list of at least one string, each by `fault`, which gives undefined for a good one. The path to a string is made only
 * for a bad one: a policy has thousands of good ones.
 */
export function checkStrings(
  value: JsonValue,
  path: () => Path,
  fault: (text: string, path: () => Path) => GrammarFault | undefined,
): void {
  if (typeof value === 'string') {
    const found = fault(value, path)
    if (found !== undefined) throw found
    return
  }
  if (!Array.isArray(value)) throw wrongType(path(), 'a string or a list of strings', value)
  if (value.length === 0) {
    throw new GrammarFault({
      code: 'empty-list',
      message: 'the list is empty',
      path: path(),
      hint: 'name at least one value, or leave the statement out',
    })
  }
  for (let index = 0; index < value.length; index++) {
    const item: JsonValue = value[index] ?? null
    if (typeof item !== 'string') throw wrongType([...path(), index], 'a string', item)
    const found = fault(item, () => [...path(), index])
    if (found !== undefined) throw found
  }
}

/** A value of a kind that doesn't belong where it stands. */
export function wrongType(path: Path, wanted: string, value: JsonValue): GrammarFault {
  return new GrammarFault({
    code: 'wrong-type',
    message: `${kindOf(value)} stands where ${wanted} should be`,
    path,
    hint: `write ${wanted}${wanted.startsWith('a string') && typeof value !== 'object' ? `, as in \`"${value}"\`` : ''}`,
  })
}

function kindOf(value: JsonValue): string {
  if (value === null) return '`null`'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return `${typeof value === 'string' ? 'the string' : `the ${typeof value}`} ${shorten(String(value))}`
}

/** Names for a person: "`a`, `b` and `c`". */
export function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`
}
