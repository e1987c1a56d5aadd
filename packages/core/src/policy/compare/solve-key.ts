import type { Atom } from './condition-atom.ts'
import { findWord, tooLong, type Word, type WordSearch } from './find-word.ts'
import { everyArn, firstVariable, type Language, readPattern } from './language.ts'
import { addressesAround, datesAround, numbersAround, type Representatives } from './representatives.ts'

/** An atom, and whether it is to hold. */
export interface Demand {
  readonly atom: Atom
  readonly holds: boolean
}

/** What a request may bring for one key. A value unknown stands for one that nobody could work out, but may exist. */
export type KeyValue =
  | { readonly kind: 'absent' }
  | { readonly kind: 'single'; readonly value: Word | string | undefined }
  | { readonly kind: 'multiple'; readonly values: readonly (Word | string | undefined)[] }

/**
 * What a request could bring for a key so that all demands are met, or undefined where that is impossible, which is a proof. All demands
 * are about the same key.
 */
export function solveKey(demands: readonly Demand[]): KeyValue | undefined {
  const wanted = new Map<string, boolean>()
  for (const { atom, holds } of demands) {
    if (wanted.has(atom.id) && wanted.get(atom.id) !== holds) return undefined
    wanted.set(atom.id, holds)
  }
  const distinct = [...new Map(demands.map((demand) => [demand.atom.id, demand])).values()]
  const manyFirst = distinct.some(({ atom }) => atom.operator.set !== undefined)
  const present = manyFirst ? [multiple, single] : [single, multiple]
  if (distinct.every(({ atom, holds }) => atom.whenAbsent === holds)) return { kind: 'absent' }
  for (const attempt of present) {
    const found = attempt(distinct)
    if (found !== undefined) return found
  }
  return undefined
}

function single(demands: readonly Demand[]): KeyValue | undefined {
  const tests: Demand[] = []
  for (const demand of demands) {
    if (demand.atom.family !== 'presence') tests.push(demand)
    else if (demand.atom.holdsFor('') !== demand.holds) return undefined
  }
  const found = solveValue(tests)
  return found === undefined ? undefined : { kind: 'single', value: found.value }
}

/** A plain operator never holds for a multi-valued key; those for sets hold by their values, one by one. */
function multiple(demands: readonly Demand[]): KeyValue | undefined {
  const everyValue: Demand[] = []
  const someValue: Demand[] = []
  for (const demand of demands) {
    const { atom, holds } = demand
    const { set } = atom.operator
    if (atom.family === 'presence') {
      if (atom.holdsFor('') !== holds) return undefined
    } else if (set === undefined) {
      if (holds) return undefined
    } else if ((set === 'all') === holds) everyValue.push(demand)
    else someValue.push(demand)
  }
  const values: (Word | string | undefined)[] = []
  for (const some of someValue.length === 0 ? [undefined] : someValue) {
    const found = solveValue(some === undefined ? everyValue : [...everyValue, some])
    if (found === undefined) return undefined
    values.push(found.value)
  }
  return { kind: 'multiple', values }
}

interface Found {
  readonly value: Word | string | undefined
}

/** One value that meets all demands; undefined is a proof that there is none. */
function solveValue(all: readonly Demand[]): Found | undefined {
  const demands: Demand[] = []
  for (const demand of all) {
    const { family, language, negated } = demand.atom
    // Without anything to match, the atom is the same for every value.
    if (family !== 'text' || language.length > 0) demands.push(demand)
    else if (demand.holds !== negated) return undefined
  }
  const finite = finiteCandidates(demands)
  if (finite !== undefined) {
    const value = firstThatMeets(finite, demands)
    return value === undefined ? undefined : { value }
  }
  const texts = demands.filter(({ atom }) => atom.family === 'text' || atom.family === 'arn')
  const opaque = demands.filter(({ atom }) => atom.family === 'opaque')
  const others = demands.filter((demand) => !texts.includes(demand) && !opaque.includes(demand))
  if (others.length === 0) {
    const found = solveText(texts)
    if (found === undefined || opaque.length === 0) return found
    return { value: firstThatMeets(candidatesOf(demands), demands) ?? guess(opaque) }
  }
  const families = new Set(others.map(({ atom }) => atom.family))
  const around = others.length === demands.length && families.size === 1 ? representativesOf(others) : undefined
  const value = firstThatMeets(around?.texts ?? candidatesOf(demands), demands)
  if (value !== undefined) return { value }
  return around?.exact === true || (texts.length > 0 && solveText(texts) === undefined)
    ? undefined
    : { value: undefined }
}

/** All values there can be, where some demand allows but a few and none depends on other keys. */
function finiteCandidates(demands: readonly Demand[]): string[] | undefined {
  if (demands.some(({ atom }) => atom.hasVariables)) return undefined
  for (const { atom, holds } of demands) {
    const bound = atom.family === 'text' ? holds !== atom.negated : atom.family === 'arn' && holds && !atom.negated
    if (!bound) continue
    const literals = atom.language.map(({ literal }) => literal)
    if (literals.every((literal) => literal !== undefined)) return literals
  }
  return undefined
}

function representativesOf(demands: readonly Demand[]): Representatives {
  const values = demands.flatMap(({ atom }) => atom.values)
  const family = demands[0]?.atom.family
  return family === 'number' ? numbersAround(values) : family === 'date' ? datesAround(values) : addressesAround(values)
}

/** A value that may fit when the variables in it get theirs. */
function guess(demands: readonly Demand[]): Word | undefined {
  const pattern = demands.find(({ holds, atom }) => holds !== atom.operator.negated)?.atom.language[0]
  return pattern?.source.map((code) => (code < 0 && code > firstVariable ? 120 : code))
}

/** Values that are worth a try where no search decides. */
function candidatesOf(demands: readonly Demand[]): string[] {
  const values = demands.flatMap(({ atom }) => atom.values)
  const around = [numbersAround(values), datesAround(values), addressesAround(values)].flatMap(({ texts }) => texts)
  return [...values, ...values.map((value) => value.replaceAll('*', 'x').replaceAll('?', 'x')), ...around]
}

const firstThatMeets = (values: readonly string[], demands: readonly Demand[]): string | undefined =>
  values.find((value) => demands.every(({ atom, holds }) => atom.holdsFor(value) === holds))

function solveText(demands: readonly Demand[]): Found | undefined {
  let searches: WordSearch[] = [{ required: [], forbidden: [] }]
  for (const demand of demands) {
    const ways = waysToMeet(demand)
    searches = searches.flatMap(({ required, forbidden }) =>
      ways.map((way) => ({
        required: [...required, ...way.required],
        forbidden: [...forbidden, ...way.forbidden],
      })),
    )
    // Each ARN operator that must not hold doubles the searches.
    if (searches.length > mostSearches) return { value: undefined }
  }
  let unsure = false
  for (const attempt of searches) {
    const word = findWord(attempt)
    if (word === tooLong) unsure = true
    else if (word !== undefined) return { value: word.length > 0 ? word : (notEmpty(attempt) ?? word) }
  }
  return unsure ? { value: undefined } : undefined
}

/** Nobody sends an empty value if any other will do. */
function notEmpty({ required, forbidden }: WordSearch): Word | undefined {
  const word = findWord({ required: [...required, [someText]], forbidden })
  return word === tooLong ? undefined : word
}

const someText = readPattern('?*', { wildcards: true, segments: false })

const mostSearches = 64

const arns: Language = [everyArn]

/** An ARN operator never holds for what is no ARN, negated or not; to fail, a value may be no ARN at all. */
function waysToMeet({ atom, holds }: Demand): readonly WordSearch[] {
  const { language, negated } = atom
  const within = holds !== negated
  if (atom.family !== 'arn')
    return [within ? { required: [language], forbidden: [] } : { required: [], forbidden: [language] }]
  if (within) {
    const inside = { required: [language, arns], forbidden: [] }
    return holds ? [inside] : [inside, { required: [], forbidden: [arns] }]
  }
  if (holds) return [{ required: [arns], forbidden: [language] }]
  return [
    { required: [], forbidden: [language] },
    { required: [], forbidden: [arns] },
  ]
}
