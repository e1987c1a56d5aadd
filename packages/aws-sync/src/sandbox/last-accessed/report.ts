import type { Account } from '../state/account.ts'
import type { Attempt, Job } from '../state/evidence.ts'
import { couldAllow, grantedActions, type ActionsByService } from './granted-actions.ts'
import { isTold } from './told-window.ts'
import { isTracked } from './tracked-actions.ts'

/** The newest attempt at something. */
export interface LastAttempt {
  readonly entity: string
  readonly at: string
  readonly region: string
}

/** One service of a report. */
export interface ReportRow {
  readonly namespace: string
  readonly last: LastAttempt | undefined
  /** The newest attempt of each entity that made any, by entity id. */
  readonly byEntity: ReadonlyMap<string, LastAttempt>
  /** Tracked and granted actions, by name; only in a report by action. */
  readonly actions: readonly { readonly name: string; readonly last: LastAttempt | undefined }[]
}

// What a job fixed never changes, nor does its report: it is worked out once, however many pages are asked for. The list of its documents
// stands for the job, which itself is replaced as it goes on.
const worked = new WeakMap<Job['documents'], readonly ReportRow[]>()

/** The report of a job, sorted by namespace. It goes by what the job fixed at its start alone. */
export function reportOf(account: Account, job: Job): readonly ReportRow[] {
  const known = worked.get(job.documents)
  if (known !== undefined) return known
  const texts = job.documents.flatMap((hash) => account.documents.get()[hash] ?? [])
  const granted = grantedActions(texts)
  const rows = rowsOf(job, granted, attemptsThatCount(account, job, texts))
  worked.set(job.documents, rows)
  return rows
}

function attemptsThatCount(account: Account, job: Job, texts: readonly string[]): Attempt[] {
  const entities = new Set(job.entities)
  const until = new Date(job.createdAt)
  // A user's or role's own report tells of any attempt; a group's or policy's of those that its permissions could have allowed.
  const own = job.kind === 'user' || job.kind === 'role'
  return account.attempts
    .get()
    .slice(0, job.attempts)
    .filter((attempt) => entities.has(attempt.entity) && isTold(attempt, until) && (own || couldAllow(texts, attempt)))
}

function rowsOf(job: Job, granted: ActionsByService, attempts: readonly Attempt[]): ReportRow[] {
  return [...granted].map(([namespace, actions]) => {
    const here = attempts.filter(({ action }) => action.toLowerCase().startsWith(`${namespace}:`))
    const byEntity = newestBy(here, ({ entity }) => entity)
    const byAction = newestBy(here, ({ action }) => action.toLowerCase())
    const tracked = job.granularity === 'ACTION_LEVEL' ? actions.filter(isTracked) : []
    return {
      namespace,
      last: newest([...byEntity.values()]),
      byEntity,
      actions: tracked.map((action) => ({
        name: action.slice(namespace.length + 1),
        last: byAction.get(action.toLowerCase()),
      })),
    }
  })
}

function newestBy(attempts: readonly Attempt[], keyOf: (attempt: Attempt) => string): Map<string, LastAttempt> {
  const result = new Map<string, LastAttempt>()
  for (const attempt of attempts) {
    const before = result.get(keyOf(attempt))
    if (before === undefined || before.at <= attempt.at) result.set(keyOf(attempt), attempt)
  }
  return result
}

function newest(attempts: readonly LastAttempt[]): LastAttempt | undefined {
  return attempts.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0]
}
