import { asList } from '../as-list.ts'
import type { CompiledCondition } from './compile-condition.ts'
import type { ResourceView } from './compile-resources.ts'
import { applies, type CompiledStatement, type PlacedStatement, refOf } from './compile-statement.ts'
import type { ContextView } from './context-view.ts'
import type { PolicySet } from './policy-set.ts'
import type { NearMiss, StatementRef } from '../request.ts'
import { shorten } from '../parse/shorten.ts'

/** The most near misses that are told: more would hide the nearest. */
const most = 5

/** A request that nothing allowed, and what was asked about it. */
export interface Denied {
  /** In lower case, as the index has it. */
  readonly action: string
  /** As it was asked. */
  readonly askedAction: string
  readonly resource: ResourceView
  readonly context: ContextView
  readonly granted: PolicySet
  readonly boundaries: readonly PolicySet[]
  /** The statements that would have allowed, but for the boundary. */
  readonly allows: readonly StatementRef[]
}

/** What came closest to allowing a request, nearest first: statements held back by the boundary, then by a condition, a resource, an action. */
export function nearMisses(denied: Denied): readonly NearMiss[] {
  const { granted, boundaries, allows } = denied
  if (allows.length > 0) {
    const refusing = boundaries.filter((boundary) => !allowsIn(boundary, denied))
    const [reason] = refusing.flatMap((boundary) => missesOf(boundary, denied))
    const detail =
      reason === undefined
        ? `the boundary has no statement that allows ${shorten(denied.askedAction)}`
        : `the boundary does not allow it: ${reason.detail}`
    return allows.slice(0, most).map((statement) => ({ statement, failed: 'boundary', detail }))
  }
  return missesOf(granted, denied)
}

function allowsIn(policies: PolicySet, { action, resource, context }: Denied): boolean {
  return policies.find(action).allows.some((statement) => applies(statement, resource, context))
}

function missesOf(policies: PolicySet, { action, askedAction, resource, context }: Denied): readonly NearMiss[] {
  const byCondition: NearMiss[] = []
  const byResource: NearMiss[] = []
  for (const statement of policies.find(action).allows) {
    if (!statement.resource(resource, context)) {
      byResource.push({ statement: statement.ref, failed: 'resource', detail: resourceDetail(statement, resource) })
      continue
    }
    const failed = statement.conditions.find((condition) => !condition.holds(context))
    if (failed === undefined) continue
    byCondition.push({ statement: statement.ref, failed: 'condition', detail: conditionDetail(failed, context) })
  }
  const near = [...byCondition, ...byResource]
  return (near.length > 0 ? near : missedActions(policies.statements, askedAction)).slice(0, most)
}

/** Statements that speak of the same service, but not of the action. */
function missedActions(statements: readonly PlacedStatement[], action: string): NearMiss[] {
  const service = action.slice(0, action.indexOf(':') + 1).toLowerCase()
  const misses: NearMiss[] = []
  for (const placed of statements) {
    const { source } = placed
    if (source.Effect === 'Deny') continue
    const excluded = asList(source.NotAction)
    const named = asList(source.Action).filter((pattern) => pattern.toLowerCase().startsWith(service))
    if (excluded.length > 0) {
      const detail = `${shorten(action)} is excluded by NotAction ${some(excluded)}`
      misses.push({ statement: refOf(placed), failed: 'action', detail })
    } else if (named.length > 0) {
      misses.push({
        statement: refOf(placed),
        failed: 'action',
        detail: `${shorten(action)} is not among ${some(named)}`,
      })
    }
    if (misses.length === most) break
  }
  return misses
}

function resourceDetail({ source }: CompiledStatement, resource: ResourceView): string {
  if (source.NotResource !== undefined) {
    return `${shorten(resource.text)} is excluded by NotResource ${some(asList(source.NotResource))}`
  }
  return `${shorten(resource.text)} is not among ${some(asList(source.Resource))}`
}

function conditionDetail({ operator, key, values }: CompiledCondition, context: ContextView): string {
  const wanted = `\`${operator}\` on ${shorten(key)} wants ${some(values)}`
  const entry = context.get(key.toLowerCase())
  if (entry === undefined) return `${wanted}, and the request has none`
  const plain = !operator.startsWith('For') && operator !== 'Null'
  if (entry.multiple && plain)
    return `${wanted}, and the request has several values: only ForAnyValue and ForAllValues take those`
  return `${wanted}, and the request has ${some(entry.values)}`
}

function some(texts: readonly string[]): string {
  if (texts.length === 0) return 'nothing'
  const shown = texts.slice(0, 3).map((text) => shorten(text))
  return texts.length > 3 ? `${shown.join(', ')} and ${texts.length - 3} more` : shown.join(', ')
}
