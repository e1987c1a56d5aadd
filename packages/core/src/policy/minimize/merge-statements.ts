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

/** Of more statements than these, far beyond what IAM takes, all that can be joined are joined at once instead of the best first. */
const many = 1000

/**
 * Joins statements that differ in one element alone, the action lists of some, the resource lists of others, those first that save most, then the values
 * of one condition, until nothing can be joined.
 */
export function mergeStatements(given: readonly StatementForm[]): readonly StatementForm[] {
  let forms = given
  while (forms.length > 1) {
    const groups = groupStatements(forms)
    const joined =
      forms.length > many ? joinAll(forms, groups) : (joinBest(forms, groups) ?? joinConditions(forms, groups))
    if (joined === undefined) return forms
    forms = joined
  }
  return forms
}

/** What two statements have the same of that differ in one element alone; undefined where the element cannot be joined. */
function restHash(dimension: Dimension, { actions, resources, conditions }: StatementForm): number | undefined {
  const resourceHash = resources?.hash ?? 0
  switch (dimension) {
    case 'actions':
      return actions.not ? undefined : mixHash(resourceHash, conditions.hash)
    case 'resources':
      return resources?.not === false ? mixHash(actions.hash, conditions.hash) : undefined
    case 'conditions':
      return conditions.size > 0 ? mixHash(actions.hash, resourceHash) : undefined
    default:
      return dimension satisfies never
  }
}

/** The groups with more than one member. */
function groupStatements(forms: readonly StatementForm[]): readonly Group[] {
  return dimensionsOfTwins(forms).flatMap((dimension) => groupBy(dimension, forms))
}

function groupBy(dimension: Dimension, forms: readonly StatementForm[]): readonly Group[] {
  // Most statements have no twin: a group is made where a hash comes back.
  const firsts = new Map<number, number>()
  const buckets = new Map<number, Group[]>()
  for (let index = 0; index < forms.length; index++) {
    const form = forms[index]
    const hash = form === undefined ? undefined : restHash(dimension, form)
    if (form === undefined || hash === undefined) continue
    const before = firsts.get(hash)
    const first = before === undefined ? undefined : forms[before]
    if (before === undefined || first === undefined) {
      firsts.set(hash, index)
      continue
    }
    let bucket = buckets.get(hash)
    if (bucket === undefined) buckets.set(hash, (bucket = [{ dimension, first, members: [before] }]))
    const group = bucket.find((one) => differOnlyIn(dimension, one.first, form))
    if (group === undefined) bucket.push({ dimension, first: form, members: [index] })
    else group.members.push(index)
  }
  return [...buckets.values()]
    .flat()
    .filter(({ members }) => members.length > 1)
    .toSorted((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0))
}

const dimensions: readonly Dimension[] = ['actions', 'resources', 'conditions']

/** Of a few statements a look at each pair is faster than a map, and mostly nothing can be joined. */
const few = 64

/** The elements in which alone two of the statements may differ. */
function dimensionsOfTwins(forms: readonly StatementForm[]): readonly Dimension[] {
  if (forms.length > few) return dimensions
  let [actions, resources, conditions] = [false, false, false]
  for (const [index, form] of forms.entries()) {
    const resourceHash = form.resources?.hash
    for (let before = 0; before < index; before++) {
      const other = forms[before]
      const sameActions = other?.actions.hash === form.actions.hash
      const sameResources = other?.resources?.hash === resourceHash
      if (!sameActions && !sameResources) continue
      const sameConditions = other?.conditions.hash === form.conditions.hash
      actions ||= sameResources && sameConditions
      resources ||= sameActions && sameConditions
      conditions ||= sameActions && sameResources
    }
  }
  if (!actions && !resources && !conditions) return []
  const found = { actions, resources, conditions }
  return dimensions.filter((dimension) => found[dimension])
}

function differOnlyIn(dimension: Dimension, a: StatementForm, b: StatementForm): boolean {
  return (
    a.who === b.who &&
    (dimension === 'conditions' || a.conditions === b.conditions || a.conditions.text === b.conditions.text) &&
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

/** Groups of one element have no statement in common, so that they can be joined together. */
function joinAll(forms: readonly StatementForm[], groups: readonly Group[]): readonly StatementForm[] | undefined {
  const [first] = groups
  if (first === undefined || first.dimension === 'conditions') return undefined
  const left: (StatementForm | undefined)[] = [...forms]
  for (const group of groups) {
    if (group.dimension !== first.dimension) continue
    for (const member of group.members) left[member] = undefined
    left[group.members[0] ?? 0] = union(forms, group)
  }
  return left.filter((form) => form !== undefined)
}

function join(forms: readonly StatementForm[], group: Group): readonly StatementForm[] {
  const all = union(forms, group)
  const gone = new Set(group.members)
  return forms.flatMap((form, index) => (index === group.members[0] ? [all] : gone.has(index) ? [] : [form]))
}

function union(forms: readonly StatementForm[], { dimension, first, members }: Group): StatementForm {
  const joined = members.flatMap((member) => forms[member] ?? [])
  return dimension === 'actions'
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
