import { actionsOfService, serviceActions } from '../../catalog/action-names.ts'
import { asList } from '../as-list.ts'
import type { Statement } from '../document.ts'
import { hasWildcard, matchesGlob } from '../match/glob.ts'
import { globsOverlap } from '../match/globs-overlap.ts'
import { patternsWithin } from '../match/patterns-within.ts'
import type { UsageRow, UsageWindow } from './usage-evidence.ts'

/** What of a statement's actions goes or stays, and the evidence. */
export interface ActionEvidence {
  /** A service (`autoscaling`) or an action (`iam:ListRoles`). */
  readonly what: string
  /** ISO date; null for never, and for what can't be observed. */
  readonly lastUsed: string | null
}

/** Why something stays: it was used, nobody can see whether it was used, or (`iam:PassRole`) it is never seen. */
export interface KeptEvidence extends ActionEvidence {
  readonly because: 'used' | 'not-observable' | 'never-observed'
}

/** The actions that remain of a statement. */
export interface NarrowedActions {
  /** Patterns that remain; undefined when the statement stays as it is, empty when nothing of it does. */
  readonly actions: readonly string[] | undefined
  readonly removed: readonly ActionEvidence[]
  readonly kept: readonly KeptEvidence[]
}

/** AWS never reports the use of this action, so nothing can show that it is unused. */
const passRole = { service: 'iam', name: 'PassRole', lower: 'iam:passrole' }

/** Holds the actions of one statement against the evidence. */
export function narrowActions(statement: Statement, window: UsageWindow): NarrowedActions {
  const ledger = new Ledger(window)
  const actions =
    statement.NotAction === undefined
      ? asList(statement.Action).flatMap((pattern) => narrowPattern(pattern, ledger))
      : narrowRest(asList(statement.NotAction), ledger)
  const { removed, kept } = ledger.rows()
  return { actions: removed.length === 0 ? undefined : unique(actions), removed, kept }
}

/** What a pattern grants in one service, and how to write what remains of it there. */
interface Grant {
  /** Namespace in lower case. */
  readonly service: string
  /** How the whole of it is written, or undefined when only a list can say it. */
  readonly whole: string | undefined
  readonly stem: string | undefined
  /** Whether the statement's element covers this `service:name`, both in lower case. */
  readonly covers: (action: string) => boolean
  /** Whether it covers all that begins with this, in lower case. */
  readonly coversPrefix: (prefix: string) => boolean
}

function narrowPattern(pattern: string, ledger: Ledger): string[] {
  const wanted = pattern.toLowerCase()
  const [servicePart, namePart] = splitAction(wanted)
  const written = namePart === undefined ? '*' : pattern.slice(pattern.indexOf(':') + 1)
  const everywhere = /^\*+$/.test(wanted)
  const grants = ledger
    .servicesMatching(everywhere || namePart === undefined ? '*' : servicePart)
    .map((service): Grant => {
      const stem = /^([^*?]*)\*+$/.exec(written)?.[1]
      return {
        service,
        whole: namePart === undefined && !everywhere ? undefined : `${service}:${written}`,
        stem,
        covers: (action) => matchesGlob(wanted, action),
        coversPrefix: (prefix) => stem !== undefined && prefix.startsWith(`${service}:${stem.toLowerCase()}`),
      }
    })
  const results = grants.map((grant) => ledger.narrow(grant))
  if (results.every(({ changed }) => !changed)) return [pattern]
  return results.flatMap(({ actions }) => actions).toSorted()
}

function narrowRest(excluded: readonly string[], ledger: Ledger): string[] {
  const patterns = excluded.map((pattern) => (/^\*+$/.test(pattern) ? '*:*' : pattern.toLowerCase()))
  const actions: string[] = []
  for (const service of ledger.servicesMatching('*')) {
    const near = patterns.filter((pattern) => globsOverlap(pattern, `${service}:*`))
    const grant: Grant = {
      service,
      whole: near.length === 0 ? `${service}:*` : undefined,
      stem: '',
      covers: (action) => action.startsWith(`${service}:`) && !near.some((pattern) => matchesGlob(pattern, action)),
      coversPrefix: (prefix) => !near.some((pattern) => globsOverlap(pattern, `${prefix}*`)),
    }
    actions.push(...ledger.narrow(grant).actions)
  }
  return actions.toSorted()
}

/** Collects what goes and what stays while a statement's patterns are narrowed one after the other. */
class Ledger {
  readonly #window: UsageWindow
  readonly #removed = new Map<string, ActionEvidence>()
  readonly #kept = new Map<string, KeptEvidence>()

  constructor(window: UsageWindow) {
    this.#window = window
  }

  rows(): { removed: ActionEvidence[]; kept: KeptEvidence[] } {
    const byName = (a: ActionEvidence, b: ActionEvidence): number => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0)
    return { removed: [...this.#removed.values()].toSorted(byName), kept: [...this.#kept.values()].toSorted(byName) }
  }

  /** Known services that the part before the colon matches: the catalogue's and, being newer than it, the evidence's own. */
  servicesMatching(part: string): string[] {
    if (!hasWildcard(part)) return [part]
    const known = new Set([...serviceActions().map(({ prefix }) => prefix), ...this.#window.services.keys()])
    return [...known].filter((service) => matchesGlob(part, service)).toSorted()
  }

  narrow(grant: Grant): { actions: string[]; changed: boolean } {
    const { service, whole } = grant
    const tracked = (this.#window.actionsOfService.get(service) ?? []).filter(({ name }) =>
      grant.covers(name.toLowerCase()),
    )
    const passes = service === passRole.service && grant.covers(passRole.lower)
    // A pattern of the service that the catalogue knows nothing of may still match what AWS has added since.
    const all = whole === undefined ? namesIn(grant, tracked) : undefined
    if (all?.length === 0) return { actions: [], changed: false }
    const row = this.#window.services.get(service)
    if (row !== undefined && !row.used) return this.#dropService(row, passes, whole)
    this.#keepService(service, row)
    if (passes) this.#keepPassRole()
    const unused = tracked.filter(({ used, name }) => !used && name.toLowerCase() !== passRole.lower)
    for (const { name, lastUsed, used } of tracked)
      if (used) this.#kept.set(name, { what: name, lastUsed, because: 'used' })
    if (unused.length === 0 && whole !== undefined) return { actions: [whole], changed: false }
    return { actions: this.#list(grant, all ?? namesIn(grant, tracked), unused), changed: unused.length > 0 }
  }

  #list(grant: Grant, all: readonly string[], unused: readonly UsageRow[]): string[] {
    const gone = unused.map(({ name }) => name.toLowerCase())
    const names = all.filter((name) => !gone.includes(`${grant.service}:${name.toLowerCase()}`))
    for (const { name, lastUsed } of unused) {
      const what = `${grant.service}:${all.find((known) => known.toLowerCase() === nameOf(name).toLowerCase()) ?? nameOf(name)}`
      this.#removed.set(what, { what, lastUsed })
    }
    const mayCover = (prefix: string): boolean => {
      const whole = `${grant.service}:${prefix}`
      return grant.coversPrefix(whole) && !gone.some((action) => action.startsWith(whole))
    }
    return patternsWithin({ names, stem: grant.stem, mayCover }).map((pattern) => `${grant.service}:${pattern}`)
  }

  #dropService(row: UsageRow, passes: boolean, whole: string | undefined): { actions: string[]; changed: boolean } {
    if (passes) this.#keepPassRole()
    if (passes && whole?.toLowerCase() === passRole.lower) return { actions: [whole], changed: false }
    const what = row.name.toLowerCase()
    this.#removed.set(what, { what, lastUsed: row.lastUsed })
    return { actions: passes ? [`${passRole.service}:${passRole.name}`] : [], changed: true }
  }

  #keepService(service: string, row: UsageRow | undefined): void {
    this.#kept.set(service, {
      what: service,
      lastUsed: row?.lastUsed ?? null,
      because: row === undefined ? 'not-observable' : 'used',
    })
  }

  #keepPassRole(): void {
    const what = `${passRole.service}:${passRole.name}`
    this.#kept.set(what, { what, lastUsed: null, because: 'never-observed' })
  }
}

function splitAction(action: string): [service: string, name?: string] {
  const colon = action.indexOf(':')
  return colon < 0 ? [action] : [action.slice(0, colon), action.slice(colon + 1)]
}

/** The names that a grant covers: the catalogue's, and those that only the evidence knows. */
function namesIn({ service, covers }: Grant, tracked: readonly UsageRow[]): string[] {
  const known = (actionsOfService(service)?.names ?? []).filter((name) => covers(`${service}:${name.toLowerCase()}`))
  return [...known, ...tracked.map(({ name }) => nameOf(name)).filter((name) => !hasName(known, name))]
}

const nameOf = (action: string): string => action.slice(action.indexOf(':') + 1)

const hasName = (names: readonly string[], name: string): boolean =>
  names.some((known) => known.toLowerCase() === name.toLowerCase())

/** Each action once, case aside, where it first stands. */
function unique(actions: readonly string[]): string[] {
  const seen = new Set<string>()
  return actions.filter((action) => {
    const lower = action.toLowerCase()
    const isNew = !seen.has(lower)
    seen.add(lower)
    return isNew
  })
}
