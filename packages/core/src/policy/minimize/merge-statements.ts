import { eitherOf } from './condition-form.ts'
import { mixHash } from './hash.ts'
import {
  actionList,
  frameSize,
  isSameActions,
  isSameResources,
  resourceList,
  type StatementForm,
} from './statement-form.ts'

type Dimension = 'actions' | 'resources' | 'conditions'

/** Statements that differ in one element alone. */
interface Group {
  readonly dimension: Dimension
  readonly first: StatementForm
  readonly members: number[]
}

/**
 * Joins statements that differ in one element alone, the action lists of some, the resource lists of others, those first that save most, then the values
 * of one condition, until nothing can be joined.
 */
export function mergeStatements(given: readonly StatementForm[]): readonly StatementForm[] {
  let forms = given
  while (forms.length > 1) {
    const groups = groupStatements(forms)
    const joined = joinBest(forms, groups) ?? joinConditions(forms, groups)
    if (joined === undefined) return forms
    forms = joined
  }
  return forms
}

/** The groups with more than one member. */
function groupStatements(forms: readonly StatementForm[]): readonly Group[] {
  const buckets = new Map<number, Group[]>()
  for (const [index, form] of forms.entries()) {
    const { actions, resources, conditions } = form
    const resourceHash = resources?.hash ?? 0
    if (!actions.not) add(buckets, mixHash(resourceHash, conditions.hash), 'actions', form, index)
    if (resources?.not === false) add(buckets, mixHash(actions.hash, conditions.hash), 'resources', form, index)
    if (conditions.size > 0) add(buckets, mixHash(actions.hash, resourceHash), 'conditions', form, index)
  }
  return [...buckets.values()].flat().filter(({ members }) => members.length > 1)
}

function add(
  buckets: Map<number, Group[]>,
  hash: number,
  dimension: Dimension,
  form: StatementForm,
  index: number,
): void {
  const bucket = buckets.get(hash)
  if (bucket === undefined) {
    buckets.set(hash, [{ dimension, first: form, members: [index] }])
    return
  }
  const group = bucket.find((one) => one.dimension === dimension && differOnlyIn(dimension, one.first, form))
  if (group === undefined) bucket.push({ dimension, first: form, members: [index] })
  else group.members.push(index)
}

function differOnlyIn(dimension: Dimension, a: StatementForm, b: StatementForm): boolean {
  return (
    a.who === b.who &&
    (dimension === 'conditions' || a.conditions.text === b.conditions.text) &&
    (dimension === 'actions' || isSameActions(a.actions, b.actions)) &&
    (dimension === 'resources' || isSameResources(a.resources, b.resources))
  )
}

function joinBest(forms: readonly StatementForm[], groups: readonly Group[]): readonly StatementForm[] | undefined {
  let best: Group | undefined
  let most = 0
  for (const group of groups) {
    if (group.dimension === 'conditions') continue
    const { first, members, dimension } = group
    const said = dimension === 'actions' ? (first.resources?.size ?? 0) : first.actions.size
    const saved = (members.length - 1) * (frameSize(first) + first.conditions.size + said)
    if (saved > most) {
      most = saved
      best = group
    }
  }
  return best === undefined ? undefined : join(forms, best)
}

function join(forms: readonly StatementForm[], { dimension, first, members }: Group): readonly StatementForm[] {
  const joined = members.flatMap((member) => forms[member] ?? [])
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
function joinConditions(
  forms: readonly StatementForm[],
  groups: readonly Group[],
): readonly StatementForm[] | undefined {
  for (const { dimension, members } of groups) {
    if (dimension !== 'conditions') continue
    for (const [place, one] of members.entries())
      for (const other of members.slice(place + 1)) {
        const [a, b] = [forms[one], forms[other]]
        const conditions = a === undefined || b === undefined ? undefined : eitherOf(a.conditions, b.conditions)
        if (conditions !== undefined)
          return forms.flatMap((form, at) => (at === other ? [] : at === one ? [{ ...form, conditions }] : [form]))
      }
  }
  return undefined
}
