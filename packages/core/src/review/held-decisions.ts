import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'
import type { Statement } from '../policy/document.ts'
import { decisionOn, decisionsIn } from './decisions.ts'
import { statementShape } from './document-shapes.ts'
import { meaningOf } from './proposal-id.ts'
import type { UseRow, UseRows } from './use-rows.ts'

/** What somebody kept or deferred, and what was put back, as long as that holds. */
export interface HeldDecisions {
  /** Ids of the proposals: one that is made again the same is recognised by it. */
  readonly proposals: ReadonlySet<string>
  /** Services and actions that they would have taken, by the ARN of the policy. */
  readonly removals: ReadonlyMap<string, ReadonlySet<string>>
  /** What statements allow whose resources are not to be narrowed, spelled by {@link allowedAnywhere}, by the ARN of the policy. */
  readonly resources?: ReadonlyMap<string, ReadonlySet<string>>
}

const removalData = z.lazy(() =>
  z.object({ proposal: z.string(), policy: z.string(), removed: z.array(z.string()).min(1) }),
)

const resourcesData = z.lazy(() =>
  z.object({
    kind: z.literal('narrow-resources'),
    proposal: z.string(),
    policy: z.string(),
    lost: statementShape(),
  }),
)

/** A statement without its resources, in a spelling that statements of the same meaning share. */
export function allowedAnywhere(statement: Statement): string {
  const { Resource: _, NotResource: __, ...rest } = statement
  return meaningOf({ ...rest, Resource: '*' })
}

/**
 * What a history's decisions keep at a moment. A decision is about what would go, not about the shape of the proposal: next quarter more of
 * the same statement may be unused, and what was kept still stays.
 *
 * @example
 * ```ts
 * reviewState(state, usage, { now, windowDays: 90, held: heldDecisions(history.earlier, now) })
 * ```
 */
export function heldDecisions(entries: readonly AuditEntry[], now: Date | string): HeldDecisions {
  const decisions = decisionsIn(entries)
  const proposals = new Set(
    decisions
      .map(({ proposal }) => proposal)
      .filter((proposal) => ['keep', 'defer'].includes(decisionOn(proposal, decisions, now)?.decision ?? '')),
  )
  const removals = new Map<string, Set<string>>()
  const resources = new Map<string, Set<string>>()
  for (const entry of entries) {
    const ranges = entry.kind === 'decision' ? resourcesData.safeParse(entry.data) : undefined
    if (ranges?.success === true && proposals.has(ranges.data.proposal)) {
      const { policy, lost } = ranges.data
      resources.set(policy, new Set([...(resources.get(policy) ?? []), allowedAnywhere(lost)]))
    }
    // A restore names no removal of its own: the acceptance before it did.
    const parsed = entry.kind === 'decision' ? removalData.safeParse(entry.data) : undefined
    if (parsed?.success !== true || !proposals.has(parsed.data.proposal)) continue
    const { policy, removed } = parsed.data
    removals.set(policy, new Set([...(removals.get(policy) ?? []), ...removed]))
  }
  return { proposals, removals, resources }
}

/** Rows without what is held of a policy: nothing is concluded from its not being used. */
export function withoutHeld(rows: UseRows, held: ReadonlySet<string> | undefined): UseRows {
  if (held === undefined) return rows
  const actions = new Set([...held].map((what) => what.toLowerCase()))
  const services = new Set([...held].map(serviceOf))
  return {
    ...rows,
    // A service that goes would take the held action along.
    services: new Map([...rows.services].filter(([service]) => !services.has(service))),
    actions: new Map(
      [...rows.actions].filter(
        ([action]: readonly [string, UseRow]) => !actions.has(action) && !held.has(serviceOf(action)),
      ),
    ),
  }
}

/** Whether something is held by itself, or with its whole service. */
export function isHeld(what: string, held: ReadonlySet<string> | undefined): boolean {
  return held !== undefined && (held.has(what) || held.has(serviceOf(what)))
}

function serviceOf(what: string): string {
  return what.split(':')[0] ?? what
}
