import {
  type AccessLevel,
  expandActions,
  findAction,
  findService,
  type PolicyDocument,
  type Statement,
} from '@rolewright/core'

/** AWS's access levels from the least to the most that can be done with them. */
export const LEVELS: readonly AccessLevel[] = ['List', 'Read', 'Tagging', 'Write', 'Permissions management']

/** One letter for each level, so that colour never stands alone. */
export const LEVEL_LETTERS: Readonly<Record<AccessLevel, string>> = {
  List: 'L',
  Read: 'R',
  Tagging: 'T',
  Write: 'W',
  'Permissions management': 'P',
}

/** What somebody may do in one service. */
export interface ServiceAccess {
  /** The prefix of its actions: `ec2`. */
  readonly service: string
  readonly name: string
  /** The highest level of access. */
  readonly level: AccessLevel
  /** Whether every action of that level is bound to named resources or to a condition. */
  readonly limited: boolean
  /** How many actions of each level, in the order of {@link LEVELS}. */
  readonly counts: readonly number[]
}

/** An action, and whether it is allowed on named resources or under a condition only. */
type Granted = Map<string, boolean>

/**
 * What a set of policies allows in each service, sorted by the service's prefix. Only what the catalogue knows is counted.
 *
 * A denial takes an action away only if it holds always and everywhere, so what is shown is never less than what IAM allows.
 */
export function accessOf(documents: readonly PolicyDocument[]): readonly ServiceAccess[] {
  const granted: Granted = new Map()
  const statements = documents.flatMap((document) => list(document.Statement))
  for (const statement of statements) {
    if (statement.Effect !== 'Allow') continue
    const limited = isLimited(statement)
    for (const action of actionsOf(statement)) granted.set(action, limited && (granted.get(action) ?? true))
  }
  for (const statement of statements) {
    if (statement.Effect !== 'Deny' || isLimited(statement)) continue
    for (const action of actionsOf(statement)) granted.delete(action)
  }
  return byService(granted)
}

/** The access of several together: of each service the highest level, bound only where all are. */
export function joinAccess(all: readonly (readonly ServiceAccess[])[]): readonly ServiceAccess[] {
  const joined = new Map<string, ServiceAccess>()
  for (const access of all.flat()) {
    const before = joined.get(access.service)
    joined.set(access.service, before === undefined ? access : joinTwo(before, access))
  }
  return [...joined.values()].toSorted(byPrefix)
}

function joinTwo(a: ServiceAccess, b: ServiceAccess): ServiceAccess {
  const higher = LEVELS.indexOf(a.level) >= LEVELS.indexOf(b.level) ? a : b
  return {
    ...higher,
    limited: a.level === b.level ? a.limited && b.limited : higher.limited,
    counts: LEVELS.map((_, index) => Math.max(a.counts[index] ?? 0, b.counts[index] ?? 0)),
  }
}

function byService(granted: Granted): readonly ServiceAccess[] {
  const services = new Map<string, { counts: number[]; limited: boolean[] }>()
  for (const [action, limited] of granted) {
    const service = action.slice(0, action.indexOf(':'))
    const level = LEVELS.indexOf(levelOf(action))
    const found = services.get(service) ?? { counts: LEVELS.map(() => 0), limited: LEVELS.map(() => true) }
    found.counts[level] = (found.counts[level] ?? 0) + 1
    found.limited[level] = limited && (found.limited[level] ?? true)
    services.set(service, found)
  }
  return [...services]
    .map(([service, { counts, limited }]): ServiceAccess => {
      const highest = counts.findLastIndex((count) => count > 0)
      return {
        service,
        name: serviceName(service),
        level: LEVELS[highest] ?? 'List',
        limited: limited[highest] ?? false,
        counts,
      }
    })
    .toSorted(byPrefix)
}

/** The name of a service without the vendor's: `Amazon EC2` is `EC2`. */
export function serviceName(prefix: string): string {
  return (findService(prefix)?.name ?? prefix).replace(/^(?:Amazon|AWS) /, '')
}

const levels = new Map<string, AccessLevel>()

function levelOf(action: string): AccessLevel {
  const known = levels.get(action)
  if (known !== undefined) return known
  const level = findAction(action)?.level ?? 'Write'
  levels.set(action, level)
  return level
}

const expanded = new Map<string, readonly string[]>()

function actionsOf(statement: Statement): readonly string[] {
  const patterns = list(statement.Action ?? statement.NotAction)
  const key = JSON.stringify([statement.Action === undefined, patterns])
  const known = expanded.get(key)
  if (known !== undefined) return known
  let actions: readonly string[] = expandActions(patterns)
  if (statement.Action === undefined) {
    const not = new Set(actions)
    actions = expandActions(['*']).filter((action) => !not.has(action))
  }
  expanded.set(key, actions)
  return actions
}

function isLimited(statement: Statement): boolean {
  const everywhere = statement.Resource === undefined ? false : list(statement.Resource).includes('*')
  return !everywhere || Object.keys(statement.Condition ?? {}).length > 0
}

function byPrefix(a: ServiceAccess, b: ServiceAccess): number {
  return a.service < b.service ? -1 : a.service > b.service ? 1 : 0
}

/** IAM writes one thing as itself and several as a list; this is always a list. */
export function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return isList(value) ? value : [value]
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
