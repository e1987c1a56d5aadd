import { actionsOfService } from '../../catalog/action-names.ts'
import { hasWildcard } from '../match/glob.ts'
import { type ActionPattern, coversAction, readActionPattern, withoutCovered } from './action-pattern.ts'
import { coverNames, mayBe, mustBe } from './cover-names.ts'
import { nameIndex } from './name-index.ts'
import {
  type ActionList,
  coversConditions,
  coversResources,
  distinctActionList,
  type StatementForm,
} from './statement-form.ts'

/**
 * Statements whose actions are written in the shortest patterns found that match the same actions of the catalogue. An action that another statement
 * allows for at least the same resources and conditions may come along or be left out.
 *
 * What is allowed grows with the catalogue and never shrinks: denies and NotAction stay as they are, and a pattern of the original goes only where another
 * covers it for any action there may ever be.
 */
export function useCatalogue(forms: readonly StatementForm[]): readonly StatementForm[] {
  return forms.flatMap((form, position) => {
    if (form.effect === 'Deny' || form.actions.not) return [form]
    const wider = forms.filter((other, at) => isWider(other, form, at < position))
    const actions = shortest(form.actions, wider)
    return actions.patterns.length === 0 ? [] : [{ ...form, actions }]
  })
}

/** Of two statements for the same resources and conditions the first counts as the wider. */
function isWider(outer: StatementForm, inner: StatementForm, first: boolean): boolean {
  return outer !== inner && !outer.actions.not && isAsWide(outer, inner) && (first || !isAsWide(inner, outer))
}

function isAsWide(outer: StatementForm, inner: StatementForm): boolean {
  return coversConditions(outer, inner) && coversResources(outer.resources, inner.resources)
}

function shortest(list: ActionList, wider: readonly StatementForm[]): ActionList {
  if (list.patterns.some(({ all }) => all)) return list
  const byService = new Map<string, ActionPattern[]>()
  for (const pattern of list.patterns) {
    const same = byService.get(pattern.service)
    if (same === undefined) byService.set(pattern.service, [pattern])
    else same.push(pattern)
  }
  const patterns: ActionPattern[] = []
  for (const [prefix, given] of byService) {
    const others = wider.flatMap(({ actions }) =>
      actions.patterns.filter(({ all, service }) => all || service === prefix),
    )
    patterns.push(...shortestOfService(prefix, given, others))
  }
  return distinctActionList(patterns, false)
}

/** The same lists come back in policy after policy; past this many the memory starts anew. */
const remembered = 10_000
const known = new Map<string, readonly ActionPattern[]>()

function shortestOfService(
  prefix: string,
  given: readonly ActionPattern[],
  others: readonly ActionPattern[],
): readonly ActionPattern[] {
  // What the key below takes for a boundary.
  if (given.some(({ spaced }) => spaced) || others.some(({ spaced }) => spaced))
    return searchService(prefix, given, others)
  let key = ''
  for (const { lower } of given) key += `${lower} `
  for (const { lower } of others) key += `\n${lower}`
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= remembered) known.clear()
  const made = searchService(prefix, given, others)
  known.set(key, made)
  return made
}

function searchService(
  prefix: string,
  given: readonly ActionPattern[],
  others: readonly ActionPattern[],
): readonly ActionPattern[] {
  const service = hasWildcard(prefix) ? undefined : actionsOfService(prefix)
  if (service === undefined) return given
  const index = nameIndex(service)
  const documented = given.filter(({ name }) => index.match(name).length > 0)
  if (documented.length === 0) return given
  const undocumented = given.filter((pattern) => !documented.includes(pattern))
  const fixed: ActionPattern[] = []
  for (;;) {
    const left = fixed.length === 0 ? documented : documented.filter((pattern) => !fixed.includes(pattern))
    const wanted = new Uint8Array(service.names.length)
    for (const { name } of left) for (const position of index.match(name)) wanted[position] = mustBe
    for (const { all, name } of [...others, ...fixed])
      for (const position of index.match(all ? '*' : name)) wanted[position] = mayBe
    const names = left.map(({ text }) => text.slice(prefix.length + 1))
    const found = coverNames({ index, wanted, given: names, overhead: prefix.length + 4 })
    const patterns = found.map((name) => readActionPattern(`${prefix}:${name}`))
    const lost = left.filter((pattern) => pattern.wild && !isKept(pattern, patterns) && !isKept(pattern, others))
    if (lost.length === 0) {
      if (fixed.length + undocumented.length === 0) return patterns
      // What matches nothing yet is kept for the day when it does.
      return withoutCovered([...patterns, ...fixed, ...undocumented])
    }
    fixed.push(...lost)
  }
}

function isKept(pattern: ActionPattern, patterns: readonly ActionPattern[]): boolean {
  return patterns.some((one) => coversAction(one, pattern))
}
