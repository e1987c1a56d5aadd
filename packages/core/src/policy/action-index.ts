import { asList } from './as-list.ts'
import { compileGlob, type TextMatcher } from './compile-glob.ts'
import type { CompiledStatement } from './compile-statement.ts'
import type { Statement } from './document.ts'

/** The statements that speak of one action, in the order they were given. */
export interface StatementsOfAction {
  readonly denies: readonly CompiledStatement[]
  readonly allows: readonly CompiledStatement[]
}

/** Finds the statements that speak of an action (in lower case) without asking every pattern. */
export type ActionIndex = (action: string) => StatementsOfAction

/** Answers kept for actions asked before; past this many the memory starts anew. */
const remembered = 4096

/**
 * Indexes statements by action: names without wildcards by name, patterns by service. So that a policy of thousands of patterns costs a request no more
 * than the patterns of its own service, and an action asked again next to nothing.
 */
export function indexActions(statements: readonly CompiledStatement[]): ActionIndex {
  const named = new Map<string, number[]>()
  const patterns = new Map<string, { matches: TextMatcher; statement: number }[]>()
  const everywhere: { matches: TextMatcher; statement: number }[] = []
  for (const [index, { source }] of statements.entries()) {
    if (source.NotAction !== undefined) {
      everywhere.push({ matches: exceptFor(source), statement: index })
      continue
    }
    for (const action of new Set(asList(source.Action).map((name) => name.toLowerCase()))) {
      const [service, name] = splitAction(action)
      if (/^\*+$/.test(action)) everywhere.push({ matches: () => true, statement: index })
      else if (/[*?]/.test(action)) listIn(patterns, service).push({ matches: compileGlob(name), statement: index })
      else listIn(named, action).push(index)
    }
  }
  const answers = new Map<string, StatementsOfAction>()
  return (action) => {
    const known = answers.get(action)
    if (known !== undefined) return known
    const [service, name] = splitAction(action)
    const found = new Set(named.get(action))
    for (const { matches, statement } of patterns.get(service) ?? []) if (matches(name)) found.add(statement)
    for (const { matches, statement } of everywhere) if (matches(action)) found.add(statement)
    const answer = inOrder(statements, found)
    if (answers.size >= remembered) answers.clear()
    answers.set(action, answer)
    return answer
  }
}

function inOrder(statements: readonly CompiledStatement[], found: ReadonlySet<number>): StatementsOfAction {
  const denies: CompiledStatement[] = []
  const allows: CompiledStatement[] = []
  for (const index of [...found].toSorted((a, b) => a - b)) {
    const statement = statements[index]
    if (statement !== undefined) (statement.source.Effect === 'Deny' ? denies : allows).push(statement)
  }
  return { denies, allows }
}

function exceptFor(source: Statement): TextMatcher {
  const named = new Set<string>()
  const patterns = new Map<string, TextMatcher[]>()
  for (const pattern of asList(source.NotAction)) {
    const lower = pattern.toLowerCase()
    const [service, name] = splitAction(lower)
    if (/^\*+$/.test(lower)) return () => false
    if (/[*?]/.test(lower)) listIn(patterns, service).push(compileGlob(name))
    else named.add(lower)
  }
  return (action) => {
    if (named.has(action)) return false
    const [service, name] = splitAction(action)
    return !(patterns.get(service) ?? []).some((matches) => matches(name))
  }
}

/** Service and name; without a colon the whole is the service. */
function splitAction(action: string): readonly [service: string, name: string] {
  const colon = action.indexOf(':')
  return colon === -1 ? [action, ''] : [action.slice(0, colon), action.slice(colon + 1)]
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key)
  if (known !== undefined) return known
  const list: T[] = []
  lists.set(key, list)
  return list
}
