import { type Change, type Plan, subjectOf } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError } from '../read/aws-error.ts'
import { inParallel } from '../read/in-parallel.ts'
import { ApplyError } from './apply-error.ts'
import { performChange } from './perform-change.ts'
import type { Caller } from './recorded-call.ts'
import { stagesOf } from './stages.ts'

/** How far applying has come, after each change. */
export interface ApplyProgress {
  readonly done: number
  readonly total: number
  readonly change: Change
}

/** Makes the changes that are left of a plan, in its order. Throws an {@link ApplyError} where it stops. */
export async function carryOut(work: {
  readonly plan: Plan
  readonly left: readonly Change[]
  readonly clients: AwsClients
  readonly call: Caller
  readonly concurrency: number
  readonly onProgress: ((progress: ApplyProgress) => void) | undefined
}): Promise<void> {
  const { plan, left, clients, call, concurrency, onProgress } = work
  const done = new Set<Change>()
  const performance = { iam: clients.iam, call, fresh: freshNames(plan.changes) }
  const perform = async (change: Change): Promise<void> => {
    try {
      await performChange(change, performance)
    } catch (error) {
      throw new StoppedAt(change, error)
    }
    done.add(change)
    onProgress?.({ done: done.size, total: left.length, change })
  }
  try {
    for (const stage of stagesOf(left)) {
      await inParallel(
        stage.map((chain) => chain.map((change) => () => perform(change))),
        concurrency,
      )
    }
  } catch (error) {
    if (!(error instanceof StoppedAt)) throw error
    throw new ApplyError({
      failure: awsError(error.cause, { operation: 'iam', subject: subjectOf(error.change) }),
      change: error.change,
      done: left.filter((change) => done.has(change)),
      notDone: left.filter((change) => !done.has(change)),
    })
  }
}

class StoppedAt extends Error {
  readonly change: Change

  constructor(change: Change, cause: unknown) {
    super('stopped', { cause })
    this.change = change
  }
}

function freshNames(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) => {
      if (change.kind === 'create-policy') return [change.after.arn]
      if (change.kind === 'create-group' || change.kind === 'create-user') return [change.after.name]
      return []
    }),
  )
}
