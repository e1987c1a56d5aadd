import type { AccountState } from '../account/account-state.ts'
import { homeRegion } from '../account/home-region.ts'
import { statePartition } from '../account/state-partition.ts'
import type { RoleDefinition } from '../define/definitions.ts'
import type { SourceMap } from '../compile/source-map.ts'
import type { HeldDecisions } from './held-decisions.ts'
import { type Completer, completer } from './complete-proposal.ts'
import { holdersKeys, memberKeys } from './holders-keys.ts'
import type { Trail } from './trail.ts'
import { principalKey, type TrailUse, trailUse } from './trail-use.ts'
import type { EntityUsage, Usage } from './usage.ts'
import { reportRows, type UseRows, withTrail } from './use-rows.ts'

/** The model behind an account: what tells tasks and business roles apart. */
export interface ReviewedModel {
  /** The roles that go to the account. */
  readonly roles: readonly RoleDefinition[]
  /** From `compile`. */
  readonly sources: SourceMap
  /** The compiled state: what the account holds differently is not judged by task. */
  readonly desired: AccountState
  /** What other accounts of the model have too; nothing unless given. */
  readonly elsewhere?: Elsewhere
}

/** Ids of other accounts by what of the model goes there: nothing that is read in one account says what is used in another. */
export interface Elsewhere {
  /** By id of a business role. */
  readonly roles: ReadonlyMap<string, ReadonlySet<string>>
  /** By name of a policy. */
  readonly policies: ReadonlyMap<string, ReadonlySet<string>>
}

/** What one review stands on: the account, the evidence, and the window that one is held against the other in. */
export interface Ground {
  readonly state: AccountState
  readonly now: string
  /** Milliseconds since the epoch at which the window begins. */
  readonly from: number
  readonly windowDays: number
  readonly splitServices: boolean
  readonly model: ReviewedModel | undefined
  readonly trail: TrailUse | undefined
  /** Whether the trail shows every management event of the window. */
  readonly trailCovers: boolean
  /** What decisions keep, whatever the evidence. */
  readonly held: HeldDecisions
  readonly complete: Completer
  /** The report of an entity, or undefined where it was not asked for. */
  readonly reportOf: (arn: string) => EntityUsage | undefined
  /** The day of an entity's report, where that is too old to speak of all of the window. */
  readonly staleSince: (arn: string) => string | undefined
  /** Report and trail of an entity together; undefined where there is no report of these days. */
  readonly rowsOf: (arn: string) => UseRows | undefined
}

const DAY_MS = 86_400_000

/** How long before a report's end AWS may not have counted what happened. */
const LATE_MS = DAY_MS

/** Puts together what all proposals are made from. */
export function layGround(given: {
  readonly state: AccountState
  readonly usage: Usage
  readonly trail: Trail | undefined
  readonly model: ReviewedModel | undefined
  readonly now: string
  readonly windowDays: number
  readonly splitServices: boolean
  readonly trackedSince: Readonly<Record<string, string>>
  readonly held: HeldDecisions | undefined
}): Ground {
  const { state, usage, now, windowDays, splitServices, model, trackedSince } = given
  const from = Date.parse(now) - windowDays * DAY_MS
  const trail = given.trail === undefined ? undefined : trailUse(given.trail)
  const trailCovers = given.trail !== undefined && covers(given.trail, { state, usage, from, now: Date.parse(now) })
  const reports = new Map(usage.entities.map((entity) => [entity.arn, entity]))
  const rows = new Map<string, UseRows>()
  const staleSince = (arn: string): string | undefined => {
    const reportedAt = reports.get(arn)?.reportedAt
    const isOld = reportedAt !== undefined && Date.parse(reportedAt) < Date.parse(now) - LATE_MS
    return isOld ? reportedAt.slice(0, 10) : undefined
  }
  return {
    state,
    now,
    from,
    windowDays,
    splitServices,
    model,
    trail,
    trailCovers,
    held: given.held ?? { proposals: new Set(), removals: new Map() },
    complete: completer(state, { now, windowDays, model }),
    reportOf: (arn) => reports.get(arn),
    staleSince,
    rowsOf: (arn) => {
      const known = rows.get(arn)
      const report = reports.get(arn)
      if (known !== undefined || report === undefined || staleSince(arn) !== undefined) return known
      const own = withoutYoung(reportRows(report), trackedSince, from)
      const principals = trail === undefined ? [] : principalsOf(state, report)
      const made = trail === undefined ? own : withTrail(own, { use: trail, principals, coversWindow: trailCovers })
      rows.set(arn, made)
      return made
    },
  }
}

/** Services that AWS has not tracked for the whole window are not observable. */
function withoutYoung(rows: UseRows, trackedSince: Readonly<Record<string, string>>, from: number): UseRows {
  const young = Object.keys(trackedSince).filter((service) => Date.parse(trackedSince[service] ?? '') > from)
  if (young.length === 0) return rows
  return {
    ...rows,
    services: new Map([...rows.services].filter(([service]) => !young.includes(service))),
    actions: new Map([...rows.actions].filter(([action]) => !young.includes(action.slice(0, action.indexOf(':'))))),
  }
}

/** Whether a trail reaches over the whole window, in every region that reports speak of and in that of IAM's events. */
function covers(
  trail: Trail,
  window: { readonly state: AccountState; readonly usage: Usage; readonly from: number; readonly now: number },
): boolean {
  const used = new Set([homeRegion(statePartition(window.state) ?? 'aws')])
  for (const { services } of window.usage.entities) {
    for (const { lastAuthenticatedRegion: region } of services) if (region !== undefined) used.add(region)
  }
  return (
    (trail.unread ?? []).length === 0 &&
    Date.parse(trail.from) <= window.from &&
    Date.parse(trail.to) >= window.now - LATE_MS &&
    [...used].every((region) => trail.regions.includes(region)) &&
    !trail.events.some(({ actor }) => /^arn:[\w-]+:sts::\d{12}:federated-user\//.test(actor.arn))
  )
}

/** Whose events are use of an entity's permissions, by {@link principalKey}. */
function principalsOf(state: AccountState, { arn, kind }: EntityUsage): readonly string[] {
  if (kind === 'policy') return holdersKeys(state, arn)
  if (kind !== 'group') return [principalKey(arn) ?? arn]
  return state.groups.filter((group) => group.arn === arn).flatMap(({ name }) => memberKeys(state, name))
}
