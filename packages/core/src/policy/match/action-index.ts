import { asList } from '../as-list.ts'
import { compileGlob, type TextMatcher } from './compile-glob.ts'
import { type CompiledStatement, compileStatement, type PlacedStatement } from '../evaluate/compile-statement.ts'
import type { Statement } from '../document.ts'
import { compileAction, isEverything } from './match-action.ts'

/** The statements that speak of one action, in the order they were given. */
export interface StatementsOfAction {
  readonly denies: readonly CompiledStatement[]
  readonly allows: readonly CompiledStatement[]
}

/** Finds the statements that speak of an action (in lower case) without asking every pattern. */
export type ActionIndex = (action: string) => StatementsOfAction

/** What the statements say about the actions of one service: by name, and by pattern of the name. */
interface ServiceIndex {
  readonly named: ReadonlyMap<string, readonly number[]>
  readonly patterns: readonly { readonly matches: TextMatcher; readonly statement: number }[]
}

/** A statement that no service confines: `*` or NotAction. */
interface WideStatement {
  readonly matches: TextMatcher
  readonly statement: number
}

/** Answers kept for actions asked before; past this many the memory starts anew. */
const remembered = 512

const none: StatementsOfAction = { denies: [], allows: [] }

/**
 * Indexes statements by action: names without wildcards by name, patterns by service. So that a policy of thousands of patterns costs a request
 * no more than the patterns of its own service, and an action asked again next to nothing. Everything is made on first use: who asks one
 * question of a thousand policies pays for little more than that question.
 */
export function indexActions(statements: readonly PlacedStatement[]): ActionIndex {
  let wide: readonly WideStatement[] | undefined
  const services = new Map<string, ServiceIndex>()
  const compiled = new Map<number, CompiledStatement>()
  const answers = new Map<string, StatementsOfAction>()

  function find(action: string): StatementsOfAction {
    wide ??= wideStatements(statements)
    const colon = action.indexOf(':')
    const service = action.slice(0, colon + 1)
    const name = action.slice(colon + 1)
    let index = services.get(service)
    if (index === undefined) {
      index = indexService(statements, service)
      services.set(service, index)
    }
    const found: number[] = [...(index.named.get(name) ?? [])]
    for (const { matches, statement } of index.patterns) if (matches(name)) found.push(statement)
    for (const { matches, statement } of wide) if (matches(action)) found.push(statement)
    return found.length === 0 ? none : inOrder(found)
  }

  function inOrder(found: readonly number[]): StatementsOfAction {
    const denies: CompiledStatement[] = []
    const allows: CompiledStatement[] = []
    const ordered = found.length === 1 ? found : new Set(found.toSorted((a, b) => a - b))
    for (const index of ordered) {
      const placed = statements[index]
      if (placed === undefined) continue
      const statement = compiled.get(index) ?? compileStatement(placed)
      compiled.set(index, statement)
      if (placed.source.Effect === 'Deny') denies.push(statement)
      else allows.push(statement)
    }
    return { denies, allows }
  }

  return (action) => {
    const known = answers.get(action)
    if (known !== undefined) return known
    const answer = find(action)
    if (answers.size >= remembered) answers.clear()
    answers.set(action, answer)
    return answer
  }
}

function wideStatements(statements: readonly PlacedStatement[]): WideStatement[] {
  const wide: WideStatement[] = []
  for (const [statement, { source }] of statements.entries()) {
    if (source.NotAction !== undefined) wide.push({ matches: exceptFor(source), statement })
    else if (asList(source.Action).some(isEverything)) wide.push({ matches: () => true, statement })
  }
  return wide
}

/** The index of one service, of which `prefix` is the name in lower case with the colon. */
function indexService(statements: readonly PlacedStatement[], prefix: string): ServiceIndex {
  const named = new Map<string, number[]>()
  const patterns: { matches: TextMatcher; statement: number }[] = []
  for (const [statement, { source }] of statements.entries()) {
    for (const action of asList(source.Action)) {
      if (!startsWithPrefix(action, prefix)) continue
      const name = action.slice(prefix.length).toLowerCase()
      if (/[*?]/.test(name)) patterns.push({ matches: compileGlob(name), statement })
      else listIn(named, name).push(statement)
    }
  }
  return { named, patterns }
}

/** As lower-casing the action and comparing, which for thousands of actions costs more than all the rest. */
function startsWithPrefix(action: string, prefix: string): boolean {
  return action.charCodeAt(prefix.length - 1) === 58 && action.slice(0, prefix.length).toLowerCase() === prefix
}

/** Fits every action in lower case but those that NotAction names. */
function exceptFor(source: Statement): TextMatcher {
  const named = asList(source.NotAction).map(compileAction)
  return (action) => !named.some((matches) => matches(action))
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key)
  if (known !== undefined) return known
  const list: T[] = []
  lists.set(key, list)
  return list
}
