import {
  actionList,
  coversActions,
  coversConditions,
  coversResources,
  holdsAction,
  holdsResource,
  resourceList,
  type StatementForm,
} from './statement-form.ts'

/**
 * The statements without what others of them already say: an action of one that another has for at least the same resources and under no further
 * condition, a resource likewise, and statements of which nothing remains. Those that are `settled` were held against each other before.
 */
export function dropCovered(
  forms: readonly StatementForm[],
  settled: ReadonlySet<StatementForm>,
): readonly StatementForm[] {
  if (forms.length < 2) return forms
  const left: (StatementForm | undefined)[] = [...forms]
  // The last first: of two equal statements the first stays.
  for (let index = left.length - 1; index >= 0; index--) {
    let before: StatementForm | undefined
    // What one statement takes away may be what kept another from taking the rest.
    do {
      before = left[index]
      left[index] = before === undefined ? undefined : withoutAll(before, left, settled)
    } while (left[index] !== undefined && left[index] !== before)
  }
  return left.every((form, index) => form === forms[index]) ? forms : left.filter((form) => form !== undefined)
}

function withoutAll(
  inner: StatementForm,
  others: readonly (StatementForm | undefined)[],
  settled: ReadonlySet<StatementForm>,
): StatementForm | undefined {
  let form: StatementForm | undefined = inner
  const isSettled = settled.has(inner)
  for (const outer of others) {
    if (outer === undefined || outer === inner || !mayCover(outer, form)) continue
    if ((isSettled && settled.has(outer)) || !coversConditions(outer, form)) continue
    form = without(form, outer)
    if (form === undefined) return undefined
  }
  return form
}

/** Whether the services alone let something of `inner` follow from `outer`: all of its actions or all of its resources have to. */
function mayCover(outer: StatementForm, inner: StatementForm): boolean {
  const { mask } = outer.actions
  if ((mask & inner.actions.mask) === 0) return false
  if ((inner.actions.mask & ~mask) === 0) return true
  return ((inner.resources?.mask ?? 0) & ~(outer.resources?.mask ?? 0)) === 0
}

/** What of `inner` does not follow from `outer`. */
function without(inner: StatementForm, outer: StatementForm): StatementForm | undefined {
  if (coversResources(outer.resources, inner.resources)) {
    if (coversActions(outer.actions, inner.actions)) return undefined
    if (inner.actions.not) return inner
    const { patterns } = inner.actions
    if (!patterns.some((pattern) => holdsAction(outer.actions, pattern))) return inner
    const kept = patterns.filter((pattern) => !holdsAction(outer.actions, pattern))
    return { ...inner, actions: actionList(kept, false) }
  }
  const { resources } = inner
  if (resources === undefined || resources.not || outer.resources === undefined) return inner
  const wide = outer.resources
  if (!resources.patterns.some((pattern) => holdsResource(wide, pattern))) return inner
  if (!coversActions(outer.actions, inner.actions)) return inner
  const kept = resources.patterns.filter((pattern) => !holdsResource(wide, pattern))
  return { ...inner, resources: resourceList(kept, false) }
}
