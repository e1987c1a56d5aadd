import { splitSegments } from '../match/match-arn.ts'
import { parseTemplate, type Template } from '../evaluate/policy-variables.ts'

/**
 * A pattern as numbers: UTF-16 units, units that ignore case, wildcards that may or may not stand for a colon, and policy variables, each
 * variable a symbol of its own that only a run or the same variable takes.
 */
export interface Pattern {
  /** Equal texts mean equal patterns. */
  readonly text: string
  readonly codes: readonly number[]
  /** The text itself when the pattern has no wildcard and no variable. */
  readonly literal: string | undefined
  /** What every fitting text begins with. */
  readonly prefix: string
  readonly hasVariable: boolean
  /** The codes as written, also where the pattern is loose. */
  readonly source: readonly number[]
  /**
   * The codes take in more than the pattern does, since a variable may move its segments about. As something to keep out, such a pattern
   * is left aside: what it would keep out is not known.
   */
  readonly loose: boolean
  /** Of an ARN pattern: how many, not counting colons in the values of variables. */
  readonly segments: number
  /** The same of an ARN pattern of six segments without variables or escapes: each as a glob. */
  readonly globs: readonly string[] | undefined
}

/** What any of the patterns takes. */
export type Language = readonly Pattern[]

export const run = -1
export const runInSegment = -2
export const unit = -3
export const unitInSegment = -4
export const end = -5
/** Codes from here on upwards stand for a unit without regard to case. */
export const folded = 0x1_0000
/** Codes from here on downwards stand for policy variables. */
export const firstVariable = -100
export const colon = 58

/** What AWS fills in for these never holds a colon, so they stay inside of their segment of an ARN. */
const withoutColons: ReadonlySet<string> = new Set([
  'aws:username',
  'aws:principalaccount',
  'aws:resourceaccount',
  'aws:sourceaccount',
  'aws:requestedregion',
  'aws:principalorgid',
  'aws:resourceorgid',
  'aws:sourceorgid',
])

/** Whether a variable, by its symbol, never stands for a text with a colon. */
export function isWithoutColons(symbol: number): boolean {
  return symbol <= firstVariable && (firstVariable - symbol) % 2 === 1
}

/** A policy variable: its key in lower case, its default, and whether its value is compared without regard to case. */
export interface Variable {
  readonly key: string
  readonly fallback: string | undefined
  readonly ignoreCase: boolean
}

/** The policy variables of one comparison: each with the symbol that stands for it. */
export class Variables {
  readonly #symbols = new Map<string, number>()
  readonly #list: Variable[] = []

  symbolOf(variable: Variable): number {
    const { key, fallback, ignoreCase } = variable
    const id = JSON.stringify([key, fallback, ignoreCase])
    const known = this.#symbols.get(id)
    if (known !== undefined) return known
    const tame = withoutColons.has(key) && fallback?.includes(':') !== true
    const symbol = firstVariable - 2 * this.#list.length - (tame ? 1 : 0)
    this.#symbols.set(id, symbol)
    this.#list.push(variable)
    return symbol
  }

  variableOf(symbol: number): Variable | undefined {
    return this.#list[(firstVariable - symbol) >> 1]
  }
}

/** How a pattern is read. */
export interface Reading {
  /** Absent where `${` means nothing. */
  readonly variables?: Variables | undefined
  readonly wildcards: boolean
  /** Segment by segment, as ARNs are: a wildcard never reaches over the first five colons. */
  readonly segments: boolean
  readonly ignoreCase?: boolean
}

/** Reads a pattern. */
export function readPattern(text: string, reading: Reading): Pattern {
  const template: Template | undefined = reading.variables === undefined ? undefined : parseTemplate(text)
  const pieces = template ?? [{ kind: 'pattern' as const, text }]
  const codes: number[] = []
  let colons = reading.segments ? 0 : 5
  let loose = false
  for (const piece of pieces) {
    if (piece.kind === 'variable') {
      const { key, fallback } = piece
      const symbol = reading.variables?.symbolOf({ key, fallback, ignoreCase: reading.ignoreCase === true }) ?? run
      if (colons < 5 && !isWithoutColons(symbol)) loose = true
      codes.push(symbol)
      continue
    }
    const wildcards = reading.wildcards && piece.kind === 'pattern'
    for (let index = 0; index < piece.text.length; index++) {
      const code = piece.text.charCodeAt(index)
      if (wildcards && code === 42) codes.push(colons < 5 ? runInSegment : run)
      else if (wildcards && code === 63) codes.push(colons < 5 ? unitInSegment : unit)
      else codes.push(reading.ignoreCase === true ? foldUnit(code) + folded : code)
      if (code === colon) colons++
    }
  }
  const hasVariable = codes.some((code) => code <= firstVariable)
  const wild = codes.findIndex((code) => code < 0 || code >= folded)
  const plain = wild < 0 ? codes : codes.slice(0, wild)
  const prefix = String.fromCharCode(...plain)
  return {
    text: `${reading.segments ? 'arn' : 'text'}${reading.ignoreCase === true ? ' any case' : ''}:${codes.join(' ')}`,
    codes: loose ? codes.map(loosened) : codes,
    source: codes,
    literal: wild < 0 ? prefix : undefined,
    prefix,
    hasVariable: hasVariable && !loose,
    loose,
    segments: Math.min(6, colons + 1),
    globs: template === undefined && reading.segments && colons >= 5 ? splitSegments(text) : undefined,
  }
}

/** A wildcard that may stand for anything, colons and the values of variables included. */
function loosened(code: number): number {
  if (code === runInSegment || code <= firstVariable) return run
  return code === unitInSegment ? unit : code
}

/** A letter without its case. Beyond ASCII only the Kelvin sign has an ASCII letter for its small one. */
export function foldUnit(code: number): number {
  if (code >= 65 && code <= 90) return code + 32
  return code === kelvin ? 107 : code
}

const kelvin = 0x212a

/** Units that a unit without case stands for. */
export function unitsOfFolded(code: number): readonly number[] {
  if (code < 97 || code > 122) return [code]
  return code === 107 ? [code, code - 32, kelvin] : [code, code - 32]
}

/** Every ARN, and only ARNs. */
export const everyArn: Pattern = readPattern('arn:*:*:*:*:*', { wildcards: true, segments: true })

/** Every text. */
export const everyText: Pattern = readPattern('*', { wildcards: true, segments: false })
