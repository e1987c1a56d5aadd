import { type ActionResource, findAction } from '../../catalog/catalog.ts'
import type { ContextValue, Request } from '../request.ts'
import { captureVariables } from './capture-variables.ts'
import { findWord, tooLong, type Word } from './find-word.ts'
import { firstVariable, isWithoutColons, type Language, type Variables } from './language.ts'
import { type ResourceDemand, resourceSearch, starMeets } from './resource-test.ts'
import type { KeyValue } from './solve-key.ts'
import type { StatementBox } from './statement-box.ts'

/** A request on paper: resource and values may still hold variables. */
export interface Shape {
  readonly action: string
  readonly resource: ResourceDemand
  readonly values: ReadonlyMap<string, { readonly spelled: string; readonly value: KeyValue }>
  /** Statements that must or must not speak of it; what variables stand for in them may decide. */
  readonly near: readonly StatementBox[]
}

/** Values of variables, by key in lower case; undefined leaves the key out, so that the variable's default steps in. */
type Assignment = ReadonlyMap<string, string | undefined>

const mostRequests = 48

/** Requests of that shape, the ones that a person would find most natural first; the evaluator has the last word. */
export function* buildRequests(shape: Shape, variables: Variables): Generator<Request> {
  const words = [...resourceWords(shape)]
  const plain = words.map((word) => fillRequest(shape, { word, variables, assignment: new Map() }))
  yield* plain
  let left = mostRequests
  for (const [index, word] of words.entries()) {
    const request = plain[index]
    if (request === undefined) continue
    for (const assignment of assignments(shape, request, variables)) {
      if (left-- === 0) return
      yield fillRequest(shape, { word, variables, assignment })
    }
  }
}

function* resourceWords({ action, resource }: Shape): Generator<Word | string> {
  const known = findAction(action)
  const star = starMeets(resource)
  if (star && known !== undefined && known.resources.length === 0) yield '*'
  if (resource.target.kind !== 'pattern') {
    yield* exampleArns(known?.resources ?? [])
    yield `arn:aws:${action.slice(0, action.indexOf(':'))}:us-east-1:111122223333:example`
  }
  for (const demand of [tightened(resource), resource]) {
    const search = demand === undefined ? undefined : resourceSearch(demand)
    const word = search === undefined ? undefined : findWord(search)
    if (word !== undefined && word !== tooLong) yield word
  }
  if (star) yield '*'
}

/** The demand with the target as it reads when its variables stay inside of their segments; undefined where they do so anyway. */
function tightened(demand: ResourceDemand): ResourceDemand | undefined {
  const { target } = demand
  if (target.kind !== 'pattern' || !target.pattern.loose) return undefined
  const pattern = { ...target.pattern, codes: target.pattern.source, hasVariable: true, loose: false }
  return { ...demand, target: { kind: 'pattern', pattern } }
}

/** Of what an action must be given before what it may be, the plainest first. */
function exampleArns(resources: readonly ActionResource[]): string[] {
  const ranked = resources.flatMap(({ type, required }) => type.arns.map((arn) => ({ required, arn: exampleArn(arn) })))
  return ranked
    .toSorted((a, b) => Number(b.required) - Number(a.required) || a.arn.length - b.arn.length)
    .map(({ arn }) => arn)
}

const parts: Readonly<Record<string, string>> = { Partition: 'aws', Region: 'us-east-1', Account: '111122223333' }

function exampleArn(pattern: string): string {
  return pattern.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => parts[name] ?? 'example').replaceAll('*', 'example')
}

/**
 * Values that could matter for the variables of the statements nearby: what they would have to be for a pattern to fit the request as it stands, and
 * something else altogether. One variable at a time, then all at once.
 */
function* assignments(shape: Shape, { resource, context }: Request, variables: Variables): Generator<Assignment> {
  const options = new Map<string, Set<string | undefined>>()
  const note = (language: Language, text: string): void => {
    for (const pattern of language)
      for (const symbol of pattern.source) {
        const variable = symbol <= firstVariable ? variables.variableOf(symbol) : undefined
        if (variable === undefined) continue
        const { key, fallback } = variable
        const values = options.get(key) ?? new Set()
        if (fallback !== undefined) values.add(undefined)
        for (const captured of captureVariables(pattern, text)) {
          const value = captured.get(symbol)
          if (value !== undefined && !(isWithoutColons(symbol) && value.includes(':'))) values.add(value)
        }
        options.set(key, values)
      }
  }
  const texts = new Map(
    Object.entries(context ?? {}).map(([key, value]) => [key.toLowerCase(), [value].flat().map(String)]),
  )
  for (const { resources, atoms } of shape.near) {
    note(resources.language, resource)
    for (const { key, language } of atoms) for (const text of texts.get(key) ?? []) note(language, text)
  }
  const choices = [...options].map(([key, values]) => [key, [...values, 'example']] as const)
  for (const [key, values] of choices) for (const value of values) yield new Map([[key, value]])
  if (choices.length < 2) return
  yield new Map(choices.map(([key, values]) => [key, values[0]]))
  yield new Map(choices.map(([key]) => [key, 'example']))
}

interface Filling {
  readonly word: Word | string
  readonly variables: Variables
  readonly assignment: Assignment
}

function fillRequest({ action, values }: Shape, { word, variables, assignment }: Filling): Request {
  const chosen = new Map(assignment)
  const valueOf = (symbol: number): string => {
    const variable = variables.variableOf(symbol)
    if (variable === undefined) return ''
    const { key, fallback } = variable
    const demanded = assignment.has(key) ? undefined : values.get(key)?.value
    if (demanded?.kind === 'absent') return fallback ?? ''
    const plain = demanded?.kind === 'single' ? demanded.value : undefined
    if (typeof plain === 'string') return plain
    if (plain !== undefined && plain.every((unit) => unit > firstVariable)) return String.fromCharCode(...plain)
    if (assignment.has(key) && assignment.get(key) === undefined) return fallback ?? ''
    const value = chosen.get(key) ?? (key.endsWith('account') ? '111122223333' : 'example')
    chosen.set(key, value)
    return value
  }
  const fill = (text: Word | string | undefined): string =>
    typeof text === 'string'
      ? text
      : (text ?? []).map((symbol) => (symbol > firstVariable ? String.fromCharCode(symbol) : valueOf(symbol))).join('')
  const resource = fill(word)
  const entries: [string, ContextValue][] = []
  for (const [key, { spelled, value }] of values) {
    const assigned = value.kind === 'single' ? assignment.get(key) : undefined
    if (assigned !== undefined) entries.push([spelled, assigned])
    else if (value.kind === 'single') entries.push([spelled, fill(value.value)])
    else if (value.kind === 'multiple') entries.push([spelled, value.values.map(fill)])
  }
  for (const [key, value] of chosen) if (value !== undefined && !values.has(key)) entries.push([key, value])
  if (entries.length === 0) return { action, resource }
  return { action, resource, context: Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) }
}
