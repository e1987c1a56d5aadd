import { coversGlob, hasWildcard } from '../glob.ts'
import { shorten } from '../shorten.ts'
import type { JsonValue } from '../json-value.ts'
import { isJsonObject } from '../json-value.ts'
import { isList, type LintContext, type Listed, type StatementView } from './statement-view.ts'

/** Past this many pattern pairs the answer would take longer than anybody waits; only repeats are looked for then. */
const mostPairs = 1_000_000

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
  const first = new Map<string, number>()
  for (const [index, text] of texts.entries()) if (!first.has(text)) first.set(text, index)
  const patterns = [...first].filter(([text]) => hasWildcard(text))
  const looked = patterns.length * texts.length <= mostPairs ? patterns : []
  for (const [index, text] of texts.entries()) {
    const same = first.get(text)
    const by =
      same === undefined || same === index
        ? looked.find(
            ([pattern, at]) => at !== index && covers(pattern, text) && !(at > index && covers(text, pattern)),
          )?.[1]
        : same
    if (by === undefined) continue
    const message = `${shorten(element.texts[index] ?? '')} is covered by ${shorten(element.texts[by] ?? '')}`
    context.report(code, element.placeOf(index), message)
  }
}

/** `*` alone covers everything; else the part up to the first wildcard decides most cases without matching. */
function covers(pattern: string, text: string): boolean {
  if (pattern === '*') return true
  const first = pattern.charCodeAt(0)
  if (first !== 42 && first !== 63 && first !== text.charCodeAt(0)) return false
  return coversGlob(pattern, text)
}

/** Statements that say the same, whatever their `Sid`. */
export function checkSameStatements(statements: readonly StatementView[], { report }: LintContext): void {
  if (statements.length < 2) return
  const seen = new Map<string, number>()
  for (const [index, { raw, place }] of statements.entries()) {
    const { Sid: _, ...rest } = raw
    const key = canonical(rest)
    const same = seen.get(key)
    if (same === undefined) seen.set(key, index)
    else report('REDUNDANT_STATEMENT', place, `the statement says the same as statement ${same + 1}`)
  }
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
