import { expandActions, findAction, type PolicyDocument, type Statement } from '@rolewright/core'
import { LEVELS } from './levels.ts'
import { list } from './list.ts'

/** What is granted of each action of the catalogue, by the action's number: one of {@link NONE} to {@link DENIED}. */
export type Grants = Uint8Array

/** Not granted. */
export const NONE = 0
/** Granted on named resources or under a condition only. */
export const LIMITED = 1
/** Granted on every resource, always. */
export const FREE = 2
/** Denied always and everywhere, whatever else grants it. */
export const DENIED = 3

/** The actions of one service among all: the number of the first, and of each the index of its level. */
export interface NumberedService {
  readonly service: string
  readonly start: number
  readonly actions: readonly string[]
  readonly levels: readonly number[]
}

interface Numbering {
  readonly count: number
  readonly numbers: ReadonlyMap<string, number>
  readonly services: readonly NumberedService[]
}

let numbering: Numbering | undefined

function numbered(): Numbering {
  if (numbering !== undefined) return numbering
  const all = expandActions(['*'])
  const services: { service: string; start: number; actions: string[]; levels: number[] }[] = []
  for (const [number, action] of all.entries()) {
    const service = action.slice(0, action.indexOf(':'))
    let last = services.at(-1)
    if (last?.service !== service) {
      last = { service, start: number, actions: [], levels: [] }
      services.push(last)
    }
    last.actions.push(action)
    last.levels.push(LEVELS.indexOf(findAction(action)?.level ?? 'Write'))
  }
  services.sort((a, b) => (a.service < b.service ? -1 : 1))
  numbering = { count: all.length, numbers: new Map(all.map((action, number) => [action, number])), services }
  return numbering
}

/** All services of the catalogue by their prefix, with the numbers of their actions. */
export function numberedServices(): readonly NumberedService[] {
  return numbered().services
}

/** What one principal's policies together grant: what one of them denies always, no other grants. */
export function grantsOf(documents: readonly PolicyDocument[]): Grants {
  const grants: Grants = new Uint8Array(numbered().count)
  for (const document of documents) {
    for (const statement of list(document.Statement)) {
      const limited = isLimited(statement)
      if (statement.Effect !== 'Allow' && limited) continue
      const value = statement.Effect !== 'Allow' ? DENIED : limited ? LIMITED : FREE
      for (const number of actionsOf(statement)) if ((grants[number] ?? 0) < value) grants[number] = value
    }
  }
  return grants
}

/** What one principal has by several sets of policies at once. */
export function grantsTogether(all: readonly Grants[]): Grants {
  return joined(all, false)
}

/** What is granted in at least one of several accounts: what one denies, another may grant. */
export function grantsAnywhere(all: readonly Grants[]): Grants {
  return joined(all, true)
}

function joined(all: readonly Grants[], apart: boolean): Grants {
  const [first] = all
  if (first !== undefined && all.length === 1) return first
  const grants: Grants = new Uint8Array(numbered().count)
  for (const one of all) {
    for (let number = 0; number < one.length; number++) {
      const value = one[number] ?? 0
      if (value > (grants[number] ?? 0) && !(apart && value === DENIED)) grants[number] = value
    }
  }
  return grants
}

const expanded = new Map<string, Uint32Array>()

function actionsOf(statement: Statement): Uint32Array {
  const patterns = list(statement.Action ?? statement.NotAction)
  const key = JSON.stringify([statement.Action === undefined, patterns])
  const known = expanded.get(key)
  if (known !== undefined) return known
  const { numbers, count } = numbered()
  const named = expandActions(patterns).flatMap((action) => numbers.get(action) ?? [])
  const not = new Set(named)
  const found =
    statement.Action === undefined
      ? Uint32Array.from({ length: count }, (_, number) => number).filter((number) => !not.has(number))
      : Uint32Array.from(named)
  expanded.set(key, found)
  return found
}

function isLimited(statement: Statement): boolean {
  const everywhere = statement.Resource === undefined ? false : list(statement.Resource).includes('*')
  return !everywhere || Object.keys(statement.Condition ?? {}).length > 0
}
