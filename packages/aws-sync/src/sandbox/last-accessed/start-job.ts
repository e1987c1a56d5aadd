import { createHash, randomUUID } from 'node:crypto'
import { callerId } from '../caller.ts'
import { defaultDocument, documentsOf, documentsOfUser } from '../effective-policies.ts'
import { membersOf } from '../members.ts'
import type { Call } from '../operation.ts'
import type { Account } from '../state/account.ts'
import type { Job } from '../state/evidence.ts'
import type { ReportSubject } from './entity-arn.ts'

/** How many jobs are kept; the oldest make room. */
const mostJobs = 4000

/** Starts a job: everything that its report goes by is fixed here, so that later changes are not in it. */
export function startJob(
  account: Account,
  subject: ReportSubject,
  options: { granularity: Job['granularity']; call: Call },
): Job {
  const { granularity, call } = options
  const pool = new Map(Object.entries(account.documents.get()))
  const documents = documentsOfSubject(account, subject).map((text) => {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 32)
    pool.set(hash, text)
    return hash
  })
  const job: Job = {
    id: randomUUID(),
    creator: callerId(call.caller),
    createdAt: call.now.toISOString(),
    granularity,
    documents,
    kind: subject.kind,
    subject: subject.entity.id,
    entities: entitiesOfSubject(account, subject),
    attempts: account.attempts.get().length,
  }
  const jobs = [...account.jobs.get(), job].slice(-mostJobs)
  const needed = new Set(jobs.flatMap((each) => each.documents))
  account.jobs.set(jobs)
  account.documents.set(Object.fromEntries([...pool].filter(([hash]) => needed.has(hash))))
  return job
}

function documentsOfSubject(account: Account, subject: ReportSubject): string[] {
  if (subject.kind === 'policy') return [defaultDocument(subject.entity)]
  return subject.kind === 'user' ? documentsOfUser(account, subject.entity) : documentsOf(account, subject.entity)
}

/** Ids of those whose attempts count: a group's members; of a policy, the users it reaches directly or by a group, and roles. */
function entitiesOfSubject(account: Account, subject: ReportSubject): string[] {
  if (subject.kind === 'group') return membersOf(account, subject.entity.name).map(({ id }) => id)
  if (subject.kind !== 'policy') return [subject.entity.id]
  const holds = (holder: { readonly attachedPolicies: readonly string[] }): boolean =>
    holder.attachedPolicies.includes(subject.arn)
  const groups = account.groups.all().filter(holds)
  const reached = new Set(groups.flatMap(({ name }) => membersOf(account, name).map(({ id }) => id)))
  const users = account.users.all().filter((user) => holds(user) || reached.has(user.id))
  return [...users, ...account.roles.all().filter(holds)].map(({ id }) => id)
}
