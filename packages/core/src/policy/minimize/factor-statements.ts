import { actionList, frameSize, resourceList, type StatementForm } from './statement-form.ts'

/**
 * Statements with what two of them share said once: `a b` on X and `b c` on Y become `b` on X and Y, `a` on X, `c` on Y, where that is shorter. One step,
 * the first pair that gains; undefined when none does.
 */
export function factorStatements(forms: readonly StatementForm[]): readonly StatementForm[] | undefined {
  for (let index = 0; index < forms.length; index++) {
    for (let other = index + 1; other < forms.length; other++) {
      const first = forms[index]
      const second = forms[other]
      const factored = first === undefined || second === undefined ? undefined : factor(first, second)
      if (factored !== undefined)
        return forms.flatMap((form, at) => (at === index ? factored : at === other ? [] : [form]))
    }
  }
  return undefined
}

function factor(a: StatementForm, b: StatementForm): readonly StatementForm[] | undefined {
  if (a.conditions.hash !== b.conditions.hash || a.who !== b.who || a.conditions.text !== b.conditions.text)
    return undefined
  if (a.actions.not || b.actions.not || (a.actions.mask & b.actions.mask) === 0) return undefined
  if (a.resources === undefined || b.resources === undefined || a.resources.not || b.resources.not) return undefined
  return byActions(a, b) ?? byResources(a, b)
}

type Ordered = readonly { readonly text: string; readonly order: string }[]

/** Characters that two lists have in common, in one walk: both are sorted. */
function sharedLength(mine: Ordered, theirs: Ordered): number {
  let length = 0
  let at = 0
  for (const { text, order } of mine) {
    while (at < theirs.length && (theirs[at]?.order ?? '') < order) at++
    if (at === theirs.length) break
    if (theirs[at]?.order === order) length += text.length + 3
  }
  return length
}

/** A list split by whether the other list has the pattern. */
function split<T extends { readonly order: string }>(
  mine: readonly T[],
  theirs: readonly T[],
): { readonly shared: readonly T[]; readonly left: readonly T[] } {
  const others = new Set(theirs.map(({ order }) => order))
  return { shared: mine.filter(({ order }) => others.has(order)), left: mine.filter(({ order }) => !others.has(order)) }
}

function byActions(a: StatementForm, b: StatementForm): readonly StatementForm[] | undefined {
  if (a.resources === undefined || b.resources === undefined) return undefined
  const least = Math.min(a.resources.size, b.resources.size)
  if (Math.min(a.actions.size, b.actions.size) <= least) return undefined
  const saved = sharedLength(a.actions.patterns, b.actions.patterns)
  if (saved <= least) return undefined
  const { shared, left } = split(a.actions.patterns, b.actions.patterns)
  const right = split(b.actions.patterns, a.actions.patterns).left
  // Where nothing is left of one, its resources are said only once, and no statement is added.
  const cost =
    left.length === 0
      ? b.resources.size
      : right.length === 0
        ? a.resources.size
        : a.resources.size + b.resources.size + frameSize(a) + a.conditions.size + ',"Action":[]'.length
  if (saved <= cost) return undefined
  return [
    {
      ...a,
      actions: actionList(shared, false),
      resources: resourceList([...a.resources.patterns, ...b.resources.patterns], false),
    },
    ...(left.length === 0 ? [] : [{ ...a, actions: actionList(left, false) }]),
    ...(right.length === 0 ? [] : [{ ...b, actions: actionList(right, false) }]),
  ]
}

function byResources(a: StatementForm, b: StatementForm): readonly StatementForm[] | undefined {
  if (a.resources === undefined || b.resources === undefined) return undefined
  const least = Math.min(a.actions.size, b.actions.size)
  if (Math.min(a.resources.size, b.resources.size) <= least) return undefined
  const saved = sharedLength(a.resources.patterns, b.resources.patterns)
  if (saved <= least) return undefined
  const { shared, left } = split(a.resources.patterns, b.resources.patterns)
  const right = split(b.resources.patterns, a.resources.patterns).left
  const cost =
    left.length === 0
      ? b.actions.size
      : right.length === 0
        ? a.actions.size
        : a.actions.size + b.actions.size + frameSize(a) + a.conditions.size + ',"Resource":[]'.length
  if (saved <= cost) return undefined
  return [
    {
      ...a,
      resources: resourceList(shared, false),
      actions: actionList([...a.actions.patterns, ...b.actions.patterns], false),
    },
    ...(left.length === 0 ? [] : [{ ...a, resources: resourceList(left, false) }]),
    ...(right.length === 0 ? [] : [{ ...b, resources: resourceList(right, false) }]),
  ]
}
