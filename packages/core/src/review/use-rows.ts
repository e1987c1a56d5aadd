import { findService } from '../catalog/catalog.ts'
import type { EvidenceOrigin, EvidenceSource, UseEvidence } from './evidence.ts'
import { isManagementEvent } from './trail-observable.ts'
import { newest, type TrailSighting, type TrailUse } from './trail-use.ts'
import type { EntityUsage } from './usage.ts'

/** When something was last used, by whom and where, and who says so. */
export type UseRow = Omit<UseEvidence, 'what'> & { readonly origin: EvidenceOrigin }

/**
 * What is known of the use of an entity's permissions: what has a row was observed, what has none is not observable. Services by
 * prefix, actions by `service:Action` in lower case.
 */
export interface UseRows {
  readonly services: ReadonlyMap<string, UseRow>
  readonly actions: ReadonlyMap<string, UseRow & { readonly action: string }>
  /** What was looked at. */
  readonly evidence: readonly EvidenceSource[]
}

/** A last-accessed report as rows; of two rows about the same, the one that shows later use counts. */
export function reportRows(report: EntityUsage): UseRows {
  const services = new Map<string, UseRow>()
  const actions = new Map<string, UseRow & { readonly action: string }>()
  for (const service of report.services) {
    const { lastAuthenticated, lastAuthenticatedEntity: by, lastAuthenticatedRegion: region } = service
    setLatest(services, service.namespace.toLowerCase(), {
      lastUsed: lastAuthenticated,
      ...(by === undefined ? {} : { lastUsedBy: by }),
      ...(region === undefined ? {} : { region }),
      origin: 'last-accessed',
    })
    for (const { action, lastAccessed, lastAccessedEntity } of service.actions ?? []) {
      setLatest(actions, action.toLowerCase(), {
        action,
        lastUsed: lastAccessed,
        ...(lastAccessedEntity === undefined ? {} : { lastUsedBy: lastAccessedEntity }),
        origin: 'last-accessed',
      })
    }
  }
  return { services, actions, evidence: [{ origin: 'last-accessed', arn: report.arn, at: report.reportedAt }] }
}

/** Rows with the use that others made of the same permissions; what the rows do not speak of is not added. */
export function withUse(rows: UseRows, others: readonly UseRows[]): UseRows {
  const services = new Map(rows.services)
  const actions = new Map(rows.actions)
  for (const other of others) {
    for (const [name, row] of other.services) if (services.has(name)) setLatest(services, name, row)
    for (const [name, row] of other.actions) if (actions.has(name)) setLatest(actions, name, row)
  }
  return { services, actions, evidence: [rows, ...others].flatMap(({ evidence }) => evidence) }
}

function setLatest<Row extends UseRow>(rows: Map<string, Row>, name: string, row: Row): void {
  const known = rows.get(name)?.lastUsed
  const isLater =
    known === undefined || known === null || (row.lastUsed !== null && Date.parse(row.lastUsed) > Date.parse(known))
  if (isLater) rows.set(name, row)
}

/**
 * Rows with what CloudTrail shows of these principals besides. An event makes its service and its actions used; one that no known action
 * stands for makes all of its service used. Where the trail covers the whole window, an action that always leaves a management event
 * gets a row of its own although last-accessed reports don't track it.
 */
export function withTrail(
  rows: UseRows,
  given: { readonly use: TrailUse; readonly principals: Iterable<string>; readonly coversWindow: boolean },
): UseRows {
  const { use, coversWindow } = given
  const seen = seenBy(use, given.principals)
  const services = new Map(rows.services)
  const actions = new Map(rows.actions)
  if (coversWindow) {
    for (const [service, row] of rows.services) {
      if (row.lastUsed === null) continue
      for (const name of findService(service)?.actions ?? []) {
        const action = `${service}:${name}`
        if (actions.has(action.toLowerCase()) || !isManagementEvent(action)) continue
        actions.set(action.toLowerCase(), { action, lastUsed: null, origin: 'cloudtrail' })
      }
    }
  }
  for (const [lower, sighting] of seen.actions) {
    const service = lower.slice(0, lower.indexOf(':'))
    raise(services, service, sighting)
    const known = actions.get(lower)
    if (known !== undefined) actions.set(lower, { action: known.action, ...later(known, sighting) })
  }
  for (const [service, sighting] of seen.wholeServices) {
    raise(services, service, sighting)
    for (const lower of actions.keys()) if (lower.startsWith(`${service}:`)) actions.delete(lower)
  }
  const { from, to, regions, events } = use.trail
  return {
    services,
    actions,
    evidence: [...rows.evidence, { origin: 'cloudtrail', from, to, regions, events: events.length }],
  }
}

interface Seen {
  readonly actions: ReadonlyMap<string, TrailSighting & { readonly action: string }>
  readonly wholeServices: ReadonlyMap<string, TrailSighting>
}

function seenBy(use: TrailUse, principals: Iterable<string>): Seen {
  const actions = new Map<string, TrailSighting & { readonly action: string }>()
  const wholeServices = new Map<string, TrailSighting>()
  for (const principal of principals) {
    const trail = use.byPrincipal.get(principal)
    for (const [lower, sighting] of trail?.actions ?? []) {
      actions.set(lower, { action: sighting.action, ...newest(actions.get(lower), sighting) })
    }
    for (const [service, sighting] of trail?.wholeServices ?? []) {
      wholeServices.set(service, newest(wholeServices.get(service), sighting))
    }
  }
  return { actions, wholeServices }
}

/** A service without a row stays without: it is not granted, or not observable, and stays either way. */
function raise(services: Map<string, UseRow>, service: string, sighting: TrailSighting): void {
  const known = services.get(service)
  if (known !== undefined) services.set(service, later(known, sighting))
}

function later(row: UseRow, { at, by, region }: TrailSighting): UseRow {
  if (row.lastUsed !== null && Date.parse(row.lastUsed) >= Date.parse(at)) return row
  return { lastUsed: at, lastUsedBy: by, region, origin: 'cloudtrail' }
}
