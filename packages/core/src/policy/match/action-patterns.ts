import {
  actionCount,
  actionNumber,
  actionsOfService,
  type ServiceActions,
  serviceOfNumber,
} from '../../catalog/action-names.ts'
import { type ActionSet, actionSet, fullSet, numbersIn, subtract } from '../../catalog/action-set.ts'
import type { Statement } from '../document.ts'
import { hasWildcard, matchesGlob } from './glob.ts'

/** Patterns come back again and again, in one policy and in the next; past this many the memory starts anew. */
const remembered = 20_000
const cache = new Map<string, readonly number[]>()

/**
 * The numbers of the catalogue's actions that a pattern matches, ascending. `*` alone is every action, else `*` and `?` are wildcards behind the
 * colon; case does not matter, and a pattern that matches nothing gives an empty list.
 */
export function numbersMatching(pattern: string): readonly number[] {
  const known = cache.get(pattern)
  if (known !== undefined) return known
  if (cache.size >= remembered) cache.clear()
  const numbers = match(pattern)
  cache.set(pattern, numbers)
  return numbers
}

let everything: readonly number[] | undefined

function match(pattern: string): readonly number[] {
  if (!hasWildcard(pattern)) {
    const number = actionNumber(pattern)
    return number === undefined ? [] : [number]
  }
  if (/^\*+$/.test(pattern)) {
    everything ??= Array.from({ length: actionCount() }, (_, number) => number)
    return everything
  }
  const wanted = pattern.toLowerCase()
  const colon = wanted.indexOf(':')
  // A service is named literally: IAM refuses a wildcard before the colon, and the evaluator matches nothing with it.
  const service = colon < 0 ? undefined : actionsOfService(wanted.slice(0, colon))
  if (service === undefined) return []
  const fits = nameMatcher(wanted.slice(colon + 1))
  const found: number[] = []
  for (const [index, name] of service.lower.entries()) if (fits(name)) found.push(service.start + index)
  return found
}

function nameMatcher(pattern: string): (name: string) => boolean {
  if (/^\*+$/.test(pattern)) return () => true
  const stem = pattern.slice(0, -1)
  if (pattern.endsWith('*') && !hasWildcard(stem)) return (name) => name.startsWith(stem)
  return (name) => matchesGlob(pattern, name)
}

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value)

/** The set of the catalogue's actions that any of the patterns matches. */
export function actionsMatching(patterns: string | readonly string[]): ActionSet {
  const words = new Uint32Array((actionCount() + 31) >>> 5)
  for (const pattern of listOf(patterns))
    for (const number of numbersMatching(pattern))
      words[number >>> 5] = (words[number >>> 5] ?? 0) | (1 << (number & 31))
  return { words }
}

/** The set of all actions of the catalogue. */
export function allActions(): ActionSet {
  return fullSet(actionCount())
}

/** The set of the catalogue's actions that a statement speaks of: what Action matches, or all that NotAction does not match. */
export function actionSetOf(statement: Pick<Statement, 'Action' | 'NotAction'>): ActionSet {
  if (statement.Action !== undefined) return actionsMatching(statement.Action)
  if (statement.NotAction !== undefined) return subtract(allActions(), actionsMatching(statement.NotAction))
  return actionSet([], actionCount())
}

/**
 * The actions in a set as `service:Action`, sorted.
 *
 * @example
 * ```ts
 * actionNames(allowedActionSet([{ Statement: { Effect: 'Allow', Action: 'sqs:Send*', Resource: '*' } }])) // ['sqs:SendMessage']
 * ```
 */
export function actionNames(set: ActionSet): string[] {
  const names: string[] = []
  let service: ServiceActions | undefined
  for (const number of numbersIn(set)) {
    if (service === undefined || number >= service.start + service.names.length) service = serviceOfNumber(number)
    if (service !== undefined) names.push(`${service.prefix}:${service.names[number - service.start] ?? ''}`)
  }
  return names
}
