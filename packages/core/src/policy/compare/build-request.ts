import { findAction } from '../../catalog/catalog.ts'
import type { ContextValue, Request } from '../request.ts'
import { findWord, tooLong, type Word } from './find-word.ts'
import { firstVariable, type Variables } from './language.ts'
import { type ResourceDemand, resourceSearch, starMeets } from './resource-test.ts'
import type { KeyValue } from './solve-key.ts'

/** A request on paper: resource and values may still hold variables. */
export interface Shape {
  readonly action: string
  readonly resource: ResourceDemand
  readonly values: ReadonlyMap<string, { readonly spelled: string; readonly value: KeyValue }>
}

/** Requests of that shape, the ones that a person would find most natural first; the evaluator has the last word. */
export function* buildRequests(shape: Shape, variables: Variables): Generator<Request> {
  const { action, values } = shape
  const filler = new Filler(values, variables)
  for (const word of resourceWords(shape)) {
    const resource = filler.fill(word)
    const context = filler.context()
    yield Object.keys(context).length === 0 ? { action, resource } : { action, resource, context }
  }
}

function* resourceWords({ action, resource }: Shape): Generator<Word | string> {
  const known = findAction(action)
  const star = starMeets(resource)
  if (star && known !== undefined && known.resources.length === 0) yield '*'
  if (resource.target.kind !== 'pattern') {
    for (const { type } of known?.resources ?? []) for (const arn of type.arns) yield exampleArn(arn)
    yield `arn:aws:${action.slice(0, action.indexOf(':'))}:us-east-1:111122223333:example`
  }
  const search = resourceSearch(resource)
  const word = search === undefined ? undefined : findWord(search)
  if (word !== undefined && word !== tooLong) yield word
  if (star) yield '*'
}

const parts: Readonly<Record<string, string>> = { Partition: 'aws', Region: 'us-east-1', Account: '111122223333' }

function exampleArn(pattern: string): string {
  return pattern.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => parts[name] ?? 'example').replaceAll('*', 'example')
}

/** Gives variables values as they turn up, and makes sure that the context says so. */
class Filler {
  readonly #values: Shape['values']
  readonly #variables: Variables
  readonly #chosen = new Map<string, string>()

  constructor(values: Shape['values'], variables: Variables) {
    this.#values = values
    this.#variables = variables
  }

  fill(word: Word | string | undefined): string {
    if (typeof word === 'string') return word
    return (word ?? [])
      .map((symbol) => (symbol > firstVariable ? String.fromCharCode(symbol) : this.#valueOf(symbol)))
      .join('')
  }

  #valueOf(symbol: number): string {
    const variable = this.#variables.variableOf(symbol)
    if (variable === undefined) return ''
    const { key, fallback } = variable
    const demanded = this.#values.get(key)?.value
    if (demanded?.kind === 'absent') return fallback ?? ''
    const plain = demanded?.kind === 'single' ? demanded.value : undefined
    if (typeof plain === 'string') return plain
    if (plain !== undefined && plain.every((unit) => unit > firstVariable)) return String.fromCharCode(...plain)
    const chosen = key.endsWith('account') ? '111122223333' : 'example'
    this.#chosen.set(key, chosen)
    return chosen
  }

  context(): Record<string, ContextValue> {
    const entries: [string, ContextValue][] = []
    for (const { spelled, value } of this.#values.values()) {
      if (value.kind === 'single') entries.push([spelled, this.fill(value.value)])
      else if (value.kind === 'multiple') entries.push([spelled, value.values.map((one) => this.fill(one))])
    }
    for (const [key, value] of this.#chosen) if (!this.#values.has(key)) entries.push([key, value])
    return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }
}
