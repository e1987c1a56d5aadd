import {
  colon,
  end,
  everyArn,
  everyText,
  firstVariable,
  foldUnit,
  folded,
  isWithoutColons,
  type Language,
  type Pattern,
  run,
  runInSegment,
  unit,
  unitInSegment,
  unitsOfFolded,
} from './language.ts'

/** A text in units; a policy variable in it is a negative number. */
export type Word = readonly number[]

/** No word was found since the search became too long: there may be one. */
export const tooLong: unique symbol = Symbol('too long')

/** What a word must and must not fit. */
export interface WordSearch {
  readonly required: readonly Language[]
  readonly forbidden: readonly Language[]
}

const mostStates = 6000
/** Places in all states together: what a search of long patterns takes. */
const mostPlaces = 1_000_000

/**
 * A shortest word that fits all required languages and none of the forbidden ones, or undefined when there is none.
 *
 * The search walks all patterns at once, unit by unit, over the units they name, one that none of them names, and their
 * variables. Undefined is a proof: if any request's text qualified, for whatever values of the variables, a word would be found. Where
 * variables meet several required languages the search reads them as any text, so that it stays a proof; the word may then be
 * one that no request has.
 */
export function findWord({ required, forbidden }: WordSearch): Word | undefined | typeof tooLong {
  const out = new Set(forbidden.flat().map(({ text }) => text))
  const wanted = required
    .filter((language) => !isEverything(language))
    .map((language) => language.filter(({ text }) => !out.has(text)))
  if (wanted.some((language) => language.length === 0)) return undefined
  const kept = forbidden
    .flat()
    .filter((pattern) => !pattern.loose && wanted.every((language) => mayMeet(language, pattern)))
  if (kept.some((pattern) => pattern.text === everyText.text)) return undefined
  const single = wanted.filter((language) => !isEveryArn(language))
  const symbolic = single.length <= 1 || !single.some((language) => language.some(({ hasVariable }) => hasVariable))
  return search(new Program(wanted.length === 0 ? [[everyText]] : wanted, kept, symbolic))
}

/** Whether a text fits a language without variables. */
export function fits(language: Language, text: string): boolean {
  if (isEverything(language)) return true
  return language.some(
    (pattern) => pattern.literal === text || (pattern.literal === undefined && fitsPattern(pattern, text)),
  )
}

function fitsPattern(pattern: Pattern, text: string): boolean {
  if (!text.startsWith(pattern.prefix)) return false
  const program = new Program([[pattern]], [], false)
  let state = program.start()
  for (let index = 0; index < text.length && state.length > 0; index++)
    state = program.step(state, text.charCodeAt(index))
  return program.accepts(state)
}

const isEverything = (language: Language): boolean => language.some(({ text }) => text === everyText.text)

const isEveryArn = (language: Language): boolean => language.length === 1 && language[0]?.text === everyArn.text

function mayMeet(language: Language, pattern: Pattern): boolean {
  return language.some(({ prefix }) => prefix.startsWith(pattern.prefix) || pattern.prefix.startsWith(prefix))
}

type State = readonly number[]

/** All patterns laid end to end; a state is the set of places reached, ascending. */
class Program {
  readonly #codes: number[] = []
  readonly #languages: number[] = []
  readonly #starts: number[] = []
  readonly #requiredCount: number
  readonly #symbolic: boolean
  /** A unit that no pattern names. */
  readonly fresh: number

  constructor(required: readonly Language[], forbidden: readonly Pattern[], symbolic: boolean) {
    this.#symbolic = symbolic
    this.#requiredCount = required.length
    for (const [index, language] of [...required, forbidden].entries())
      for (const pattern of language) {
        this.#starts.push(this.#codes.length)
        for (const code of pattern.codes) {
          this.#codes.push(code)
          this.#languages.push(index)
        }
        this.#codes.push(end)
        this.#languages.push(index)
      }
    const named = new Set(this.#codes.map((code) => foldUnit(code >= folded ? code - folded : code)))
    this.fresh = freshUnit(named)
  }

  start(): State {
    return this.#close(this.#starts)
  }

  /** Whether the word read so far fits every required language and no forbidden pattern. */
  accepts(state: State): boolean {
    const met = new Set<number>()
    for (const place of state) if (this.#codes[place] === end) met.add(this.#languages[place] ?? 0)
    return met.size === this.#requiredCount && !met.has(this.#requiredCount)
  }

  /** Whether this word or a longer one could still qualify. */
  isAlive(state: State): boolean {
    const met = new Set<number>()
    for (const place of state) {
      const language = this.#languages[place] ?? 0
      // From here on the forbidden pattern takes whatever follows.
      if (language === this.#requiredCount && this.#codes[place] === run && this.#codes[place + 1] === end) return false
      met.add(language)
    }
    met.delete(this.#requiredCount)
    return met.size === this.#requiredCount
  }

  step(state: State, symbol: number): State {
    const next: number[] = []
    for (const place of state) {
      const code = this.#codes[place] ?? end
      if (code === symbol && code !== end) next.push(place + 1)
      else if (code >= folded) {
        if (symbol >= 0 && foldUnit(symbol) + folded === code) next.push(place + 1)
      } else if (code === run) next.push(place)
      else if (code === runInSegment) {
        if (symbol >= 0 ? symbol !== colon : isWithoutColons(symbol)) next.push(place)
      } else if (code === unit) {
        if (symbol >= 0) next.push(place + 1)
      } else if (code === unitInSegment) {
        if (symbol >= 0 && symbol !== colon) next.push(place + 1)
      } else if (code <= firstVariable && this.#isAnyText(place)) {
        if (symbol !== colon || !isWithoutColons(code)) next.push(place)
      }
    }
    return this.#close(next)
  }

  /** The symbols that tell the places of this state apart. */
  symbols(state: State): Iterable<number> {
    const symbols = new Set<number>()
    let open = false
    for (const place of state) {
      const code = this.#codes[place] ?? end
      if (code === end) continue
      if (code >= folded) for (const variant of unitsOfFolded(code - folded)) symbols.add(variant)
      else if (code >= 0 || (code <= firstVariable && this.#symbolic)) symbols.add(code)
      else open = true
    }
    if (open) symbols.add(this.fresh).add(colon)
    return symbols
  }

  /** Without symbols of their own, variables of required languages stand for any text. */
  #isAnyText(place: number): boolean {
    return !this.#symbolic && this.#languages[place] !== this.#requiredCount
  }

  #close(places: readonly number[]): State {
    const reached = new Set(places)
    for (const place of reached) {
      const code = this.#codes[place]
      if (code === run || code === runInSegment) reached.add(place + 1)
      else if (code !== undefined && code <= firstVariable && this.#isAnyText(place)) reached.add(place + 1)
    }
    return [...reached].toSorted((a, b) => a - b)
  }
}

function freshUnit(named: ReadonlySet<number>): number {
  for (const letter of 'xyzwvqjuk') if (!named.has(letter.charCodeAt(0))) return letter.charCodeAt(0)
  let code = 0x3b1
  while (named.has(code)) code++
  return code
}

interface Step {
  readonly state: State
  readonly symbol: number
  readonly from: Step | undefined
}

function search(program: Program): Word | undefined | typeof tooLong {
  const first: Step = { state: program.start(), symbol: 0, from: undefined }
  const seen = new Set([first.state.join(' ')])
  const queue = [first]
  let places = 0
  for (const step of queue) {
    if (program.accepts(step.state)) return spell(step)
    if (queue.length > mostStates || places > mostPlaces) return tooLong
    for (const symbol of program.symbols(step.state)) {
      const state = program.step(step.state, symbol)
      places += state.length
      if (!program.isAlive(state)) continue
      const key = state.join(' ')
      if (seen.has(key)) continue
      seen.add(key)
      queue.push({ state, symbol, from: step })
    }
  }
  return undefined
}

function spell(last: Step): Word {
  const word: number[] = []
  for (let step = last; step.from !== undefined; step = step.from) word.push(step.symbol)
  return word.toReversed()
}
