import {
  type AccountState,
  canonicalJson,
  type Change,
  LOCK_SUBJECT,
  type Plan,
  RolewrightError,
  sha256Hex,
  subjectOf,
} from '@rolewright/core'
import type { History } from '../audit/open-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError } from '../read/aws-error.ts'
import { requireAccount } from '../read/caller.ts'
import { readAccountAndLocks } from '../read/read-account.ts'
import { ApplyError } from './apply-error.ts'
import { type ApplyProgress, carryOut } from './carry-out.ts'
import { changesLeft, isUnfinished, lastWordOn } from './changes-left.ts'
import { pause, requireNotInterrupted } from './interrupted.ts'
import { requireNotLockedOut } from './lock-out.ts'
import { readBack } from './read-back.ts'
import { type MadeCall, recordedCaller } from './recorded-call.ts'
import { takeLock } from './take-lock.ts'

/** How to apply; everything can be left out but in production the history should not. */
export interface ApplyOptions {
  /** Gets an intent before and an outcome after every call, and `applied` or `failed` at the end. */
  readonly history?: History
  readonly onProgress?: (progress: ApplyProgress) => void
  /** How many things are changed at a time, 4 unless given; what hangs together is always changed in order. */
  readonly concurrency?: number
  /** The id of the entry that the plan sets back, for the history. */
  readonly rollbackOf?: string
  /** Lets a plan pass that takes from the caller what managing the account needs. */
  readonly allowLockOut?: boolean
  /** Once aborted, no further call is begun: what is under way is waited for, and the {@link ApplyError} has code `interrupted`. */
  readonly signal?: AbortSignal
  /** Waits between attempts; for an account whose clock is not the real one. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>
}

/** What applying did. */
export interface ApplyResult {
  /** The changes that this run made, in the plan's order. */
  readonly changes: readonly Change[]
  readonly calls: readonly MadeCall[]
  /** The account afterwards, read back. */
  readonly state: AccountState
  /** The hash under which the history holds that state, when there is a history and something was to do. */
  readonly stateHash?: string
}

/**
 * Carries out a plan on the account it was made for, in the plan's order, and reads the account back to see that all is done.
 *
 * Refuses, before anything is changed: another account (`wrong-account`), an account that has changed since the plan (`stale-plan`), a
 * name that is taken (`name-taken`), and a plan that locks the caller out (`lock-out`). A call that fails stops it: the
 * {@link ApplyError} says what is done and what is not. Applying the same plan again goes on where it stopped; when all is done
 * already, nothing is called.
 *
 * @example
 * ```ts
 * const result = await apply(plan, clients, { history, onProgress: ({ done, total }) => console.error(`${done}/${total}`) })
 * ```
 */
export async function apply(plan: Plan, clients: AwsClients, options: ApplyOptions = {}): Promise<ApplyResult> {
  const { history, onProgress, concurrency = 4, signal, allowLockOut = false, rollbackOf } = options
  const sleep = options.sleep ?? ((milliseconds: number) => pause(milliseconds, signal))
  requireNamesFree(plan)
  const caller = await requireAccount(clients, plan.accountId)
  const planHash = sha256Hex(canonicalJson(plan))
  const look = async () => {
    const { state, locks } = await readAccountAndLocks(clients)
    return { actual: state, locks, left: changesLeft({ plan, planHash, actual: state, history }) }
  }
  const before = await look()
  if (before.left.length === 0 && !isUnsaid(plan, planHash, history))
    return { changes: [], calls: [], state: before.actual }
  if (!allowLockOut && before.left.length > 0)
    await requireNotLockedOut({ plan, actual: before.actual, caller, clients })

  requireNotInterrupted(signal)

  await history?.append('planned', {
    plan: planHash,
    from: plan.from,
    ...(rollbackOf === undefined ? {} : { rollbackOf }),
    changes: before.left.map((change) => ({ ...change, subject: subjectOf(change) })),
    access: plan.access,
  })
  const made: MadeCall[] = []
  let calls = 0
  const recording = { plan: planHash, history, made, nextNumber: () => ++calls, sleep }
  const lock = await takeLock({
    iam: clients.iam,
    accountId: plan.accountId,
    path: plan.path,
    caller,
    call: recordedCaller(recording),
    sleep,
  }).catch(async (error: unknown) => {
    const failure = awsError(error, { operation: 'iam:CreatePolicy', subject: LOCK_SUBJECT })
    await history?.append('failed', {
      plan: planHash,
      done: 0,
      of: before.left.length,
      at: LOCK_SUBJECT,
      ...errorOf(failure),
    })
    throw failure
  })
  let outcome: { readonly left: readonly Change[]; readonly state: AccountState }
  try {
    // Whoever held the lock until now may have changed what this plan is about.
    const { left, locks } = await look()
    await lock.requireFirst(locks)
    const call = recordedCaller({
      ...recording,
      before: async () => {
        requireNotInterrupted(signal)
        await lock.keep()
      },
    })
    await carryOut({ plan, left, clients, call, concurrency, onProgress })
    outcome = { left, state: await readBack({ plan, clients, sleep }) }
  } catch (error) {
    await lock.release()
    if (!(error instanceof RolewrightError)) throw error
    await history?.append('failed', {
      plan: planHash,
      done: error instanceof ApplyError ? error.done.length : 0,
      of: error instanceof ApplyError ? error.done.length + error.notDone.length : before.left.length,
      ...(error instanceof ApplyError ? { at: subjectOf(error.change) } : {}),
      ...errorOf(error.cause instanceof RolewrightError ? error.cause : error),
    })
    throw error
  }
  await lock.release()
  const { left, state } = outcome
  const stateHash = await history?.storeState(state)
  await history?.append('applied', { plan: planHash, changes: left.length, calls: made.length, state: stateHash })
  return { changes: left, calls: made, state, ...(stateHash === undefined ? {} : { stateHash }) }
}

/** An earlier run may have made the last call and stopped before it could say so, and before it could let go of its lock. */
function isUnsaid(plan: Plan, planHash: string, history: History | undefined): boolean {
  if (history === undefined) return false
  return plan.changes.length === 0 ? isUnfinished(history.earlier) : lastWordOn(planHash, history) === 'unfinished'
}

function errorOf({ code, message }: RolewrightError): {
  readonly error: { readonly code: string; readonly message: string }
} {
  return { error: { code, message } }
}

function requireNamesFree(plan: Plan): void {
  const taken = plan.notes.find((note) => note.kind === 'name-taken')
  if (taken === undefined) return
  throw new RolewrightError({
    code: 'name-taken',
    message: `${taken.subject}: ${taken.message}`,
    hint: 'rename one of the two, or adopt what is there with `rolewright adopt`',
  })
}
