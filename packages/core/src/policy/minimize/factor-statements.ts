import { actionList, frameSize, resourceList, type StatementForm } from './statement-form.ts'

/**
 * Statements with what two of them share said once: `a b` on X and `b c` on Y become `b` on X and Y, `a` on X, `c` on Y, where that is shorter. One step,
 * the first pair that gains; undefined when none does.
 */
export function factorStatements(forms: readonly StatementForm[]): readonly StatementForm[] | undefined {
  for (const [index, first] of forms.entries()) {
    for (let other = index + 1; other < forms.length; other++) {
      const second = forms[other]
      const factored = second === undefined ? undefined : factor(first, second)
      if (factored !== undefined)
        return forms.flatMap((form, at) => (at === index ? factored : at === other ? [] : [form]))
    }
  }
  return undefined
}

function factor(a: StatementForm, b: StatementForm): readonly StatementForm[] | undefined {
  if (a.who !== b.who || a.conditions.text !== b.conditions.text) return undefined
  if (a.actions.not || b.actions.not || (a.actions.mask & b.actions.mask) === 0) return undefined
  if (a.resources === undefined || b.resources === undefined || a.resources.not || b.resources.not) return undefined
  return byActions(a, b) ?? byResources(a, b)
}

const length = (patterns: readonly { readonly text: string }[]): number =>
  patterns.reduce((sum, { text }) => sum + text.length + 3, 0)

function byActions(a: StatementForm, b: StatementForm): readonly StatementForm[] | undefined {
  const theirs = new Set(b.actions.patterns.map(({ lower }) => lower))
  const shared = a.actions.patterns.filter(({ lower }) => theirs.has(lower))
  if (shared.length === 0) return undefined
  const common = new Set(shared.map(({ lower }) => lower))
  const left = a.actions.patterns.filter(({ lower }) => !common.has(lower))
  const right = b.actions.patterns.filter(({ lower }) => !common.has(lower))
  // Where nothing is left of one, its resources are said only once, and no statement is added.
  const cost =
    left.length === 0
      ? (b.resources?.size ?? 0)
      : right.length === 0
        ? (a.resources?.size ?? 0)
        : (a.resources?.size ?? 0) + (b.resources?.size ?? 0) + frameSize(a) + a.conditions.size + ',"Action":[]'.length
  if (length(shared) <= cost) return undefined
  const both = resourceList([...(a.resources?.patterns ?? []), ...(b.resources?.patterns ?? [])], false)
  return [
    { ...a, actions: actionList(shared, false), resources: both },
    ...(left.length === 0 ? [] : [{ ...a, actions: actionList(left, false) }]),
    ...(right.length === 0 ? [] : [{ ...b, actions: actionList(right, false) }]),
  ]
}

function byResources(a: StatementForm, b: StatementForm): readonly StatementForm[] | undefined {
  const [mine, others] = [a.resources?.patterns ?? [], b.resources?.patterns ?? []]
  const theirs = new Set(others.map(({ text }) => text))
  const shared = mine.filter(({ text }) => theirs.has(text))
  if (shared.length === 0) return undefined
  const common = new Set(shared.map(({ text }) => text))
  const left = mine.filter(({ text }) => !common.has(text))
  const right = others.filter(({ text }) => !common.has(text))
  const cost =
    left.length === 0
      ? b.actions.size
      : right.length === 0
        ? a.actions.size
        : a.actions.size + b.actions.size + frameSize(a) + a.conditions.size + ',"Resource":[]'.length
  if (length(shared) <= cost) return undefined
  const both = actionList([...a.actions.patterns, ...b.actions.patterns], false)
  return [
    { ...a, resources: resourceList(shared, false), actions: both },
    ...(left.length === 0 ? [] : [{ ...a, resources: resourceList(left, false) }]),
    ...(right.length === 0 ? [] : [{ ...b, resources: resourceList(right, false) }]),
  ]
}
