import {
  type AccountState,
  type AuditEntry,
  type AuditKind,
  type Change,
  changeStatus,
  fingerprint,
  type JsonValue,
  LOCK_SUBJECT,
  type Plan,
  RolewrightError,
  subjectOf,
} from '@rolewright/core'
import type { History } from '../audit/open-history.ts'

/** All changes for the account that was planned on; the rest of them when this same plan was interrupted; an error for any other account. */
export function changesLeft(given: {
  readonly plan: Plan
  readonly planHash: string
  readonly actual: AccountState
  readonly history: History | undefined
}): readonly Change[] {
  const { plan, planHash, actual, history } = given
  if (fingerprint(actual) === plan.from) return plan.changes
  const statuses = new Map(plan.changes.map((change) => [change, changeStatus(change, actual)]))
  const all = [...statuses.values()]
  if (all.every((status) => status === 'after')) return []
  const begun = history === undefined ? all.includes('after') : lastWordOn(planHash, history) === 'unfinished'
  if (begun && !all.includes('neither')) return plan.changes.filter((change) => statuses.get(change) === 'before')
  const touched = plan.changes.filter((change) => statuses.get(change) !== 'before').map(subjectOf)
  throw new RolewrightError({
    code: 'stale-plan',
    message: `the account \`${plan.accountId}\` has changed since this plan was made${
      touched.length === 0
        ? ''
        : `: ${touched.slice(0, 3).join(', ')}${touched.length > 3 ? ` and ${touched.length - 3} more` : ''}`
    }`,
    hint: 'make the plan again, look at it, and apply the new one',
  })
}

/** What the history says of a plan: whether its calls were begun and never came to their end. */
export function lastWordOn(planHash: string, history: History): 'unknown' | 'unfinished' | 'applied' {
  const last = history.earlier.findLast(
    ({ kind, data }) =>
      (kind === 'applied' || (kind === 'intent' && fieldOf(data, 'subject') !== LOCK_SUBJECT)) &&
      fieldOf(data, 'plan') === planHash,
  )
  if (last === undefined) return 'unknown'
  return last.kind === 'applied' ? 'applied' : 'unfinished'
}

function fieldOf(data: JsonValue, name: 'plan' | 'subject'): unknown {
  return data !== null && typeof data === 'object' && name in data
    ? Object.entries(data).find(([key]) => key === name)?.[1]
    : undefined
}

/**
 * Whether the last apply that a history tells of came to no good end: it was killed, or it failed. Where nothing is left to do by now, that
 * is still to be said.
 */
export function isUnfinished(entries: readonly AuditEntry[]): boolean {
  const last = entries.findLast(({ kind }) => APPLYING.has(kind))
  return last !== undefined && last.kind !== 'applied'
}

const APPLYING: ReadonlySet<AuditKind> = new Set(['planned', 'intent', 'outcome', 'failed', 'applied'])
