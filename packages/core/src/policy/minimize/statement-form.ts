import { asList } from '../as-list.ts'
import type { Principal, Statement } from '../document.ts'
import {
  type ActionPattern,
  byLower,
  coversAction,
  mayOverlap,
  readActionPattern,
  withoutCovered,
} from './action-pattern.ts'
import { type ConditionForm, impliedBy, readConditions } from './condition-form.ts'
import { mixHash } from './hash.ts'
import { rememberLists } from './remember-lists.ts'
import {
  coversResource,
  readResourcePattern,
  type ResourcePattern,
  resourcesMayOverlap,
  withoutCoveredResources,
} from './resource-pattern.ts'

/** A list of an element, or of its `Not…` counterpart. */
export interface PatternList<T> {
  /** Whether the element speaks of everything but the list. */
  readonly not: boolean
  readonly patterns: readonly T[]
  /** Same for the same list, and seldom for another. */
  readonly hash: number
  /** Characters it takes when printed. */
  readonly size: number
  /** The bits of its patterns; all for a `Not…` element. */
  readonly mask: number
}

/** A list of Action or NotAction. */
export interface ActionList extends PatternList<ActionPattern> {
  readonly wide: readonly ActionPattern[]
}

/** A list of Resource or NotResource. */
export type ResourceList = PatternList<ResourcePattern>

/** A statement made ready to be compared and merged. */
export interface StatementForm {
  readonly effect: 'Allow' | 'Deny'
  readonly principal: Principal | undefined
  readonly notPrincipal: Principal | undefined
  /** Effect and principals: statements that differ in it have nothing to do with each other. */
  readonly who: string
  readonly actions: ActionList
  /** Undefined in a trust policy. */
  readonly resources: ResourceList | undefined
  readonly conditions: ConditionForm
}

/** Takes a statement apart, without patterns that others of the same list cover. */
export function readStatement(statement: Statement): StatementForm {
  const { Effect, Principal, NotPrincipal, NotAction, Resource, NotResource } = statement
  // Texts of the program itself are compared by their place; those of a policy letter by letter.
  const effect = Effect === 'Allow' ? 'Allow' : 'Deny'
  const principals =
    Principal === undefined && NotPrincipal === undefined ? '' : JSON.stringify([Principal, NotPrincipal])
  return {
    effect,
    principal: Principal,
    notPrincipal: NotPrincipal,
    who: principals === '' ? effect : effect + principals,
    actions: NotAction === undefined ? actionsIn(asList(statement.Action)) : actionsNotIn(asList(NotAction)),
    resources:
      NotResource === undefined
        ? Resource === undefined
          ? undefined
          : resourcesIn(asList(Resource))
        : resourcesNotIn(asList(NotResource)),
    conditions: readConditions(statement.Condition),
  }
}

const actionsIn = rememberLists((element) => actionList(element.map(readActionPattern), false))
const actionsNotIn = rememberLists((element) => actionList(element.map(readActionPattern), true))
const resourcesIn = rememberLists((element) => resourceList(element.map(readResourcePattern), false))
const resourcesNotIn = rememberLists((element) => resourceList(element.map(readResourcePattern), true))

/** A list of action patterns, without what others of it cover. */
export function actionList(patterns: readonly ActionPattern[], not: boolean): ActionList {
  return listOf(withoutCovered(patterns), not)
}

/** A list of action patterns of which none covers another. */
export function distinctActionList(patterns: readonly ActionPattern[], not: boolean): ActionList {
  return listOf(patterns.toSorted(byLower), not)
}

function listOf(kept: readonly ActionPattern[], not: boolean): ActionList {
  let hash = not ? 1 : 0
  let size = (not ? ',"NotAction":' : ',"Action":').length + (kept.length === 1 ? -1 : 1)
  let mask = not ? -1 : 0
  for (const pattern of kept) {
    hash = mixHash(hash, pattern.hash)
    size += pattern.text.length + 3
    mask |= pattern.mask
  }
  return {
    not,
    patterns: kept,
    hash,
    size,
    mask,
    wide: kept.filter(({ wild }) => wild),
  }
}

/** A list of resource patterns, without what others of it cover. */
export function resourceList(patterns: readonly ResourcePattern[], not: boolean): ResourceList {
  const kept = withoutCoveredResources(patterns)
  let hash = not ? 1 : 0
  let size = (not ? ',"NotResource":' : ',"Resource":').length + (kept.length === 1 ? -1 : 1)
  let mask = not ? -1 : 0
  for (const pattern of kept) {
    hash = mixHash(hash, pattern.hash)
    size += pattern.text.length + 3
    mask |= pattern.mask
  }
  return { not, patterns: kept, hash, size, mask }
}

/** The statement again in IAM's JSON shape. */
export function writeStatement(form: StatementForm): Statement {
  const { actions, resources, conditions } = form
  const written: { -readonly [Element in keyof Statement]: Statement[Element] } = { Effect: form.effect }
  if (form.principal !== undefined) written.Principal = form.principal
  if (form.notPrincipal !== undefined) written.NotPrincipal = form.notPrincipal
  written[actions.not ? 'NotAction' : 'Action'] = listOrOne(actions.patterns)
  if (resources !== undefined) written[resources.not ? 'NotResource' : 'Resource'] = listOrOne(resources.patterns)
  if (conditions.source !== undefined) written.Condition = conditions.source
  return written
}

function listOrOne(patterns: readonly { readonly text: string }[]): string | readonly string[] {
  const [only] = patterns
  return only !== undefined && patterns.length === 1 ? only.text : patterns.map(({ text }) => text)
}

/** Characters of a statement besides its lists and conditions: `{"Effect":"Allow"}` and the comma behind. */
export function frameSize(form: StatementForm): number {
  return form.who.length + '{"Effect":""},'.length
}

/** Whether both are the same list of the same element. */
export function isSameActions(a: ActionList, b: ActionList): boolean {
  if (a === b) return true
  if (a.hash !== b.hash || a.not !== b.not || a.patterns.length !== b.patterns.length) return false
  return a.patterns.every(
    (pattern, index) => pattern === b.patterns[index] || pattern.lower === b.patterns[index]?.lower,
  )
}

/** Whether both are the same list of the same element, or neither is there. */
export function isSameResources(a: ResourceList | undefined, b: ResourceList | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return a === b
  if (a.hash !== b.hash || a.not !== b.not || a.patterns.length !== b.patterns.length) return false
  return a.patterns.every((pattern, index) => pattern === b.patterns[index] || pattern.text === b.patterns[index]?.text)
}

/** Whether every action, known or not, of `inner` is one of `outer`. */
export function coversActions(outer: ActionList, inner: ActionList): boolean {
  if (isSameActions(outer, inner)) return true
  if (outer.not && inner.not) return outer.patterns.every((out) => inner.patterns.some((p) => coversAction(p, out)))
  if (inner.not) return outer.patterns.some(({ all }) => all)
  if ((inner.mask & ~outer.mask) !== 0) return false
  return inner.patterns.every((pattern) => holdsAction(outer, pattern))
}

/** Whether every action that a pattern matches is one of the list. */
export function holdsAction(list: ActionList, pattern: ActionPattern): boolean {
  if (list.not) return list.patterns.every((excluded) => !mayOverlap(excluded, pattern))
  if ((pattern.mask & ~list.mask) !== 0) return false
  for (const one of list.wide) if ((one.mask & pattern.mask) !== 0 && coversAction(one, pattern)) return true
  return isListed(list.patterns, pattern.lower)
}

/** Lists are sorted. */
function isListed(patterns: readonly ActionPattern[], lower: string): boolean {
  let low = 0
  let high = patterns.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const there = patterns[middle]?.lower ?? ''
    if (there === lower) return true
    if (there < lower) low = middle + 1
    else high = middle - 1
  }
  return false
}

type Resources = ResourceList | undefined

/** Whether every resource of `inner` is one of `outer`. */
export function coversResources(outer: Resources, inner: Resources): boolean {
  if (outer === undefined || inner === undefined) return outer === inner
  if (isSameResources(outer, inner)) return true
  if (outer.not && inner.not) return outer.patterns.every((out) => inner.patterns.some((p) => coversResource(p, out)))
  if (inner.not) return outer.patterns.some(({ all }) => all)
  if ((inner.mask & ~outer.mask) !== 0) return false
  return inner.patterns.every((pattern) => holdsResource(outer, pattern))
}

/** Whether every resource that a pattern matches is one of the list. */
export function holdsResource(list: ResourceList, pattern: ResourcePattern): boolean {
  if (list.not) return list.patterns.every((excluded) => !resourcesMayOverlap(excluded, pattern))
  if ((pattern.mask & ~list.mask) !== 0) return false
  for (const one of list.patterns) if (coversResource(one, pattern)) return true
  return false
}

/** Whether `outer` speaks of every request that `inner` speaks of. */
export function coversConditions(outer: StatementForm, inner: StatementForm): boolean {
  return outer.who === inner.who && impliedBy(outer.conditions, inner.conditions)
}
