import { coversGlob, hasWildcard } from '../match/glob.ts'
import { shorten } from '../parse/shorten.ts'
import type { JsonValue } from '../parse/json-value.ts'
import { isJsonObject } from '../parse/json-value.ts'
import { isList, type LintContext, type Listed, type StatementView } from './statement-view.ts'

/** Patterns times characters: past this the answer would take longer than anybody waits; only repeats are looked for then. */
const mostWork = 100_000_000

/** Actions and resources of a statement that another one of the same element covers. */
export function checkRedundancy(statement: StatementView, context: LintContext): void {
  for (const actions of [statement.actions, statement.notActions]) {
    if (actions !== undefined && actions.texts.length > 1) {
      reportCovered(actions, { code: 'REDUNDANT_ACTION', fold: (text) => text.toLowerCase(), context })
    }
  }
  for (const resources of [statement.resources, statement.notResources]) {
    if (resources !== undefined && resources.texts.length > 1) {
      reportCovered(resources, { code: 'REDUNDANT_RESOURCE', fold: (text) => text, context })
    }
  }
}

interface How {
  readonly code: 'REDUNDANT_ACTION' | 'REDUNDANT_RESOURCE'
  readonly fold: (text: string) => string
  readonly context: LintContext
}

function reportCovered(element: Listed, { code, fold, context }: How): void {
  const texts = element.texts.map((text) => fold(text))
  const patterns = texts.flatMap((text, at) =>
    hasWildcard(text) ? [{ text, at, stem: text.slice(0, text.search(/[*?]/)) }] : [],
  )
  if (patterns.length === 0 && new Set(texts).size === texts.length) return
  const first = new Map<string, number>()
  for (const [index, text] of texts.entries()) if (!first.has(text)) first.set(text, index)
  const characters = texts.reduce((sum, text) => sum + text.length, 0)
  const looked = patterns.length * characters <= mostWork ? patterns : []
  for (const [index, text] of texts.entries()) {
    const same = first.get(text)
    // Of two patterns that cover each other, the later one is redundant.
    const by =
      same === undefined || same === index
        ? looked.find(
            ({ text: pattern, stem, at }) =>
              at !== index &&
              text.startsWith(stem) &&
              coversGlob(pattern, text) &&
              !(at > index && coversGlob(text, pattern)),
          )?.at
        : same
    if (by === undefined) continue
    const message = `${shorten(element.texts[index] ?? '')} is covered by ${shorten(element.texts[by] ?? '')}`
    context.report(code, element.placeOf(index), message)
  }
}

/** Statements that say the same, whatever their `Sid`. */
export function checkSameStatements(statements: readonly StatementView[], { report }: LintContext): void {
  if (statements.length < 2) return
  const alike = new Map<string, number[]>()
  for (const [index, statement] of statements.entries()) {
    const key = roughly(statement)
    const group = alike.get(key)
    if (group === undefined) alike.set(key, [index])
    else group.push(index)
  }
  for (const group of alike.values()) {
    if (group.length < 2) continue
    const seen = new Map<string, number>()
    for (const index of group) {
      const statement = statements[index]
      if (statement === undefined) continue
      const { Sid: _, ...rest } = statement.raw
      const key = canonical(rest)
      const same = seen.get(key)
      if (same === undefined) seen.set(key, index)
      else report('REDUNDANT_STATEMENT', statement.place, `the statement says the same as statement ${same + 1}`)
    }
  }
}

/** The same for statements that say the same, and different for most others: it saves spelling all of them out. */
function roughly({ effect, actions, notActions, resources, conditions }: StatementView): string {
  const counts = [actions, notActions, resources].map((element) => element?.texts.length ?? -1)
  const letters = [actions, notActions, resources].map((element) =>
    (element?.texts ?? []).reduce((sum, text) => sum + text.length, 0),
  )
  return [effect, ...counts, ...letters, conditions.length].join()
}

/** One text for all spellings of a value: keys sorted, lists sorted, a list of one as its value. */
function canonical(value: JsonValue): string {
  if (isList(value)) {
    const items = value.map((item) => canonical(item)).toSorted()
    return items.length === 1 ? (items[0] ?? '') : `[${items.join(',')}]`
  }
  if (!isJsonObject(value)) return JSON.stringify(value)
  const keys = Object.keys(value).toSorted()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`
}
