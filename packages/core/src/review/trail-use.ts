import { actionsOfEvent } from './actions-of-event.ts'
import type { UnmappedEvent } from './review.ts'
import type { Trail } from './trail.ts'
import type { TrailEvent } from './trail-event.ts'

/** The newest time that somebody did something, as CloudTrail has it. */
export interface TrailSighting {
  readonly at: string
  /** ARN of who did it. */
  readonly by: string
  readonly region: string
}

/** What one user or role did. */
export interface PrincipalTrail {
  /** By action in lower case. */
  readonly actions: ReadonlyMap<string, TrailSighting & { readonly action: string }>
  /** Services in which something was done that no known action stands for: all of it counts as used. */
  readonly wholeServices: ReadonlyMap<string, TrailSighting>
  readonly events: readonly MappedEvent[]
}

/** An event with the actions that it stands for. */
export interface MappedEvent {
  readonly event: TrailEvent
  readonly service: string | null
  readonly actions: readonly string[] | null
}

/** A trail, read: who did what. Principals are named by {@link principalKey}. */
export interface TrailUse {
  readonly trail: Trail
  readonly byPrincipal: ReadonlyMap<string, PrincipalTrail>
  readonly unmapped: readonly UnmappedEvent[]
}

/** The same name for a user or role whether CloudTrail or IAM speaks of it: their ARNs differ in path and session. */
export function principalKey(arn: string): string | null {
  const session = /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)(?:\/|$)/.exec(arn)
  if (session !== null) return `role ${session[1] ?? ''}`.toLowerCase()
  const entity = /^arn:[\w-]+:iam::\d{12}:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn)
  return entity === null ? null : `${entity[1] ?? ''} ${entity[2] ?? ''}`.toLowerCase()
}

/** Reads a trail once for a whole review. Attempts count as use, denied ones too, as in last-accessed reports. */
export function trailUse(trail: Trail): TrailUse {
  const principals = new Map<string, Building>()
  const unmapped = new Map<string, UnmappedEvent>()
  for (const event of trail.events) {
    const meaning = actionsOfEvent(event)
    if (meaning.actions === null) noteUnmapped(unmapped, event)
    const key = principalKey(event.actor.arn)
    if (key === null) continue
    const known: Building = principals.get(key) ?? { actions: new Map(), wholeServices: new Map(), events: [] }
    principals.set(key, known)
    known.events.push({ event, ...meaning })
    const sighting: TrailSighting = { at: event.at, by: event.actor.arn, region: event.region }
    for (const action of meaning.actions ?? []) {
      const lower = action.toLowerCase()
      known.actions.set(lower, { action, ...newest(known.actions.get(lower), sighting) })
    }
    if (meaning.actions === null && meaning.service !== null) {
      known.wholeServices.set(meaning.service, newest(known.wholeServices.get(meaning.service), sighting))
    }
  }
  return {
    trail,
    byPrincipal: principals,
    unmapped: [...unmapped.values()].toSorted((a, b) => compareText(`${a.source} ${a.name}`, `${b.source} ${b.name}`)),
  }
}

interface Building {
  readonly actions: Map<string, TrailSighting & { readonly action: string }>
  readonly wholeServices: Map<string, TrailSighting>
  readonly events: MappedEvent[]
}

/** The later of two sightings. */
export function newest(a: TrailSighting | undefined, b: TrailSighting): TrailSighting {
  return a !== undefined && Date.parse(a.at) >= Date.parse(b.at) ? a : b
}

function noteUnmapped(unmapped: Map<string, UnmappedEvent>, { source, name, at }: TrailEvent): void {
  const key = `${source} ${name}`
  const before = unmapped.get(key)
  unmapped.set(key, {
    source,
    name,
    events: (before?.events ?? 0) + 1,
    lastAt: before !== undefined && Date.parse(before.lastAt) >= Date.parse(at) ? before.lastAt : at,
  })
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
