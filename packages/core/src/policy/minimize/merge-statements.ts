import { eitherOf } from './condition-form.ts'
import { actionList, frameSize, resourceList, type StatementForm } from './statement-form.ts'

type Dimension = 'actions' | 'resources'

interface Group {
  readonly dimension: Dimension
  readonly members: number[]
  /** What every member but one no longer says. */
  readonly shared: number
}

/**
 * Joins statements that differ in one element alone, the action lists of some, the resource lists of others, those first that save most, until
 * nothing can be joined.
 */
export function mergeStatements(given: readonly StatementForm[]): readonly StatementForm[] {
  const ids = new Map<string, number>()
  const idOf = (text: string): number => {
    const known = ids.get(text)
    if (known !== undefined) return known
    ids.set(text, ids.size)
    return ids.size - 1
  }
  let forms = given
  for (;;) {
    const joined = joinBest(forms, idOf) ?? joinConditions(forms)
    if (joined === undefined) return forms
    forms = joined
  }
}

function joinBest(
  forms: readonly StatementForm[],
  idOf: (text: string) => number,
): readonly StatementForm[] | undefined {
  if (forms.length < 2) return undefined
  const groups = new Map<string, Group>()
  for (const [index, form] of forms.entries()) {
    const { who, actions, resources, conditions } = form
    const frame = frameSize(form) + conditions.size
    const rest = `${idOf(who)} ${idOf(conditions.text)}`
    const resourceSize = resources?.size ?? 0
    if (!actions.not)
      add(groups, `A${rest} ${idOf(resources?.text ?? '')}`, {
        dimension: 'actions',
        index,
        shared: frame + resourceSize,
      })
    if (resources?.not === false)
      add(groups, `R${rest} ${idOf(actions.text)}`, { dimension: 'resources', index, shared: frame + actions.size })
  }
  let best: Group | undefined
  let most = 0
  for (const group of groups.values()) {
    const saved = (group.members.length - 1) * group.shared
    if (saved > most) {
      most = saved
      best = group
    }
  }
  return best === undefined ? undefined : join(forms, best)
}

function add(
  groups: Map<string, Group>,
  key: string,
  entry: { dimension: Dimension; index: number; shared: number },
): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, { dimension: entry.dimension, members: [entry.index], shared: entry.shared })
  else group.members.push(entry.index)
}

function join(forms: readonly StatementForm[], { dimension, members }: Group): readonly StatementForm[] {
  const joined = members.flatMap((member) => forms[member] ?? [])
  const [first] = joined
  if (first === undefined) return forms
  const all: StatementForm =
    dimension === 'actions'
      ? {
          ...first,
          actions: actionList(
            joined.flatMap(({ actions }) => actions.patterns),
            false,
          ),
        }
      : {
          ...first,
          resources: resourceList(
            joined.flatMap(({ resources }) => resources?.patterns ?? []),
            false,
          ),
        }
  const gone = new Set(members)
  return forms.flatMap((form, index) => (index === members[0] ? [all] : gone.has(index) ? [] : [form]))
}

/** Joins two statements that differ in the values of one condition alone. */
function joinConditions(forms: readonly StatementForm[]): readonly StatementForm[] | undefined {
  const seen = new Map<string, number[]>()
  for (const [index, form] of forms.entries()) {
    if (form.conditions.text === '') continue
    const key = `${form.who}\t${form.actions.text}\t${form.resources?.text ?? ''}`
    const earlier = seen.get(key)
    if (earlier === undefined) {
      seen.set(key, [index])
      continue
    }
    for (const other of earlier) {
      const conditions = eitherOf(forms[other]?.conditions ?? form.conditions, form.conditions)
      if (conditions !== undefined)
        return forms.flatMap((one, at) => (at === index ? [] : at === other ? [{ ...one, conditions }] : [one]))
    }
    earlier.push(index)
  }
  return undefined
}
