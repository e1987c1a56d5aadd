import { actionsOfService } from '../../catalog/action-names.ts'
import { hasWildcard } from '../glob.ts'
import { type ActionPattern, readActionPattern } from './action-pattern.ts'
import { coverNames, mayBe, mustBe } from './cover-names.ts'
import { nameIndex } from './name-index.ts'
import { actionList, type ActionList, coversConditions, coversResources, type StatementForm } from './statement-form.ts'

/**
 * Statements whose actions are written in the shortest patterns found that match the same actions of the catalogue. An action that another statement
 * allows for at least the same resources and conditions may come along or be left out.
 */
export function useCatalogue(forms: readonly StatementForm[]): readonly StatementForm[] {
  return forms.flatMap((form, position) => {
    const wider = form.actions.not ? [] : forms.filter((other, at) => isWider(other, form, at < position))
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
  for (const [prefix, given] of byService) patterns.push(...shortestOfService(prefix, given, wider))
  return actionList(patterns, list.not)
}

function shortestOfService(
  prefix: string,
  given: readonly ActionPattern[],
  wider: readonly StatementForm[],
): readonly ActionPattern[] {
  const service = hasWildcard(prefix) ? undefined : actionsOfService(prefix)
  if (service === undefined) return given
  const index = nameIndex(service)
  // What matches nothing yet is kept for the day when it does.
  const known = given.filter(({ name }) => index.match(name).length > 0)
  if (known.length === 0) return given
  const wanted = new Uint8Array(service.names.length)
  for (const { name } of known) for (const position of index.match(name)) wanted[position] = mustBe
  for (const { actions } of wider)
    for (const pattern of actions.patterns)
      if (pattern.all || pattern.service === prefix)
        for (const position of index.match(pattern.all ? '*' : pattern.name)) wanted[position] = mayBe
  const names = known.map(({ text }) => text.slice(prefix.length + 1))
  const found = coverNames({ index, wanted, given: names, overhead: prefix.length + 4 })
  const unknown = given.filter((pattern) => !known.includes(pattern))
  return [...unknown, ...found.map((name) => readActionPattern(`${prefix}:${name}`))]
}
