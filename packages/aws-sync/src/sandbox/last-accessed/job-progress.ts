import type { Account } from '../state/account.ts'
import type { Job } from '../state/evidence.ts'
import { reportOf } from './report.ts'

/** A report of more services than this is a long one. */
const manyServices = 200

/** As recorded: small jobs were done after 0.3 to 2.5 seconds, those of a policy that allows everything after some 6. */
const smallJob = { milliseconds: 2500, looks: 1 }
const largeJob = { milliseconds: 6000, looks: 2 }

/**
 * A job as it is now. It is done after some seconds, or once it was seen in progress: so readers have to poll, nobody has to wait, and a
 * clock that stands still can be waited for too.
 */
export function lookAtJob(account: Account, job: Job, now: Date): Job {
  if (job.completedAt !== undefined) return job
  const { milliseconds, looks } = reportOf(account, job).length > manyServices ? largeJob : smallJob
  const due = new Date(Date.parse(job.createdAt) + milliseconds)
  if (due <= now) return replace(account, job, { ...job, completedAt: due.toISOString() })
  if ((job.looks ?? 0) >= looks) return replace(account, job, { ...job, completedAt: now.toISOString() })
  return replace(account, job, { ...job, looks: (job.looks ?? 0) + 1 })
}

function replace(account: Account, job: Job, by: Job): Job {
  account.jobs.set(account.jobs.get().map((each) => (each === job ? by : each)))
  return by
}
