import { setTimeout as wait } from 'node:timers/promises'
import {
  type AccountState,
  canonicalJson,
  type Change,
  fingerprint,
  type Plan,
  RolewrightError,
  sha256Hex,
  subjectOf,
} from '@rolewright/core'
import type { History } from '../audit/open-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError } from '../read/aws-error.ts'
import { requireAccount } from '../read/caller.ts'
import { readAccount } from '../read/read-account.ts'
import { ApplyError } from './apply-error.ts'
import { changeStatus } from './change-status.ts'
import { inParallel } from '../read/in-parallel.ts'
import { requireNotLockedOut } from './lock-out.ts'
import { performChange } from './perform-change.ts'
import { type MadeCall, recordedCaller } from './recorded-call.ts'

/** How far applying has come, after each change. */
export interface ApplyProgress {
  readonly done: number
  readonly total: number
  readonly change: Change
}

/** How to apply; everything can be left out but in production the history should not. */
export interface ApplyOptions {
  /** Gets an intent before and an outcome after every call, and `applied` or `failed` at the end. */
  readonly history?: History
  readonly onProgress?: (progress: ApplyProgress) => void
  /** How many things are changed at a time, 4 unless given; what hangs together is always changed in order. */
  readonly concurrency?: number
  /** Lets a plan pass that takes from the caller what managing the account needs. */
  readonly allowLockOut?: boolean
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
  const { history, onProgress, concurrency = 4, sleep = wait, allowLockOut = false } = options
  requireNamesFree(plan)
  const caller = await requireAccount(clients, plan.accountId)
  const planHash = sha256Hex(canonicalJson(plan))
  const actual = await readAccount(clients)
  const left = changesLeft({ plan, planHash, actual, history })
  if (left.length === 0) {
    // An earlier run may have made the last call and stopped before it could say so.
    const unsaid = history !== undefined && lastWordOn(planHash, history) === 'unfinished'
    if (!unsaid) return { changes: [], calls: [], state: actual }
    const stateHash = await history.storeState(actual)
    await history.append('applied', { plan: planHash, changes: 0, calls: 0, state: stateHash })
    return { changes: [], calls: [], state: actual, stateHash }
  }
  if (!allowLockOut) await requireNotLockedOut({ plan, actual, caller, clients })

  await history?.append('planned', {
    plan: planHash,
    from: plan.from,
    changes: left.map((change) => ({ kind: change.kind, subject: subjectOf(change), reason: change.reason })),
    access: plan.access,
  })
  const made: MadeCall[] = []
  const done = new Set<Change>()
  const call = recordedCaller({ plan: planHash, history, made, sleep })
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
    const failure = awsError(error.cause, { operation: 'iam', subject: subjectOf(error.change) })
    await history?.append('failed', {
      plan: planHash,
      done: done.size,
      of: left.length,
      at: subjectOf(error.change),
      error: { code: failure.code, message: failure.message },
    })
    throw new ApplyError({
      failure,
      change: error.change,
      done: left.filter((change) => done.has(change)),
      notDone: left.filter((change) => !done.has(change)),
    })
  }
  const state = await readBack({ plan, clients, sleep })
  const stateHash = await history?.storeState(state)
  await history?.append('applied', { plan: planHash, changes: left.length, calls: made.length, state: stateHash })
  return { changes: left, calls: made, state, ...(stateHash === undefined ? {} : { stateHash }) }
}

class StoppedAt extends Error {
  readonly change: Change

  constructor(change: Change, cause: unknown) {
    super('stopped', { cause })
    this.change = change
  }
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

/** All changes for the account that was planned on; the rest of them when this same plan was interrupted; an error for any other account. */
function changesLeft(given: {
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
  throw new RolewrightError({
    code: 'stale-plan',
    message: `the account \`${plan.accountId}\` has changed since this plan was made`,
    hint: 'make the plan again, look at it, and apply the new one',
  })
}

/** What the history says of a plan: whether its calls were begun and never came to their end. */
function lastWordOn(planHash: string, history: History): 'unknown' | 'unfinished' | 'applied' {
  const last = history.earlier.findLast(
    (entry) => (entry.kind === 'intent' || entry.kind === 'applied') && nameOfPlan(entry.data) === planHash,
  )
  if (last === undefined) return 'unknown'
  return last.kind === 'applied' ? 'applied' : 'unfinished'
}

function nameOfPlan(data: unknown): unknown {
  return data !== null && typeof data === 'object' && 'plan' in data ? data.plan : undefined
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

/**
 * Changes of one kind that follow each other, by what they change: such chains don't get in each other's way. The plan's order
 * stands inside a chain (a group gets its denies first) and between the stages.
 */
function stagesOf(changes: readonly Change[]): readonly (readonly (readonly Change[])[])[] {
  const stages: { kind: string; chains: Map<string, Change[]> }[] = []
  for (const change of changes) {
    let stage = stages.at(-1)
    if (stage?.kind !== change.kind) {
      stage = { kind: change.kind, chains: new Map() }
      stages.push(stage)
    }
    const key = holderOf(change)
    const chain = stage.chains.get(key)
    if (chain === undefined) stage.chains.set(key, [change])
    else chain.push(change)
  }
  return stages.map((stage) => [...stage.chains.values()])
}

/** What a change is on: changes on one group, or on one user, are made one after the other. */
function holderOf(change: Change): string {
  const value = change.after ?? change.before
  const holder = 'user' in value ? value.user : 'group' in value ? value.group : undefined
  return typeof holder === 'string' ? holder : subjectOf(change)
}

const PATIENCE_MS = 60_000

/** Reads the account until every change shows: what was just written may take some seconds to be seen. */
async function readBack(given: {
  readonly plan: Plan
  readonly clients: AwsClients
  readonly sleep: (milliseconds: number) => Promise<unknown>
}): Promise<AccountState> {
  let waited = 0
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    const outcome = await readOnce(given.clients)
    const missing =
      outcome instanceof RolewrightError
        ? undefined
        : given.plan.changes.find((change) => changeStatus(change, outcome) !== 'after')
    if (!(outcome instanceof RolewrightError) && missing === undefined) return outcome
    if (waited >= PATIENCE_MS) {
      if (outcome instanceof RolewrightError) throw outcome
      throw new RolewrightError({
        code: 'not-converged',
        message: `all calls succeeded, but the account does not show ${missing === undefined ? 'all' : subjectOf(missing)}`,
        hint: 'somebody may have changed it at the same moment: look at `rolewright drift`, then apply again',
      })
    }
    await given.sleep(pause)
    waited += pause
  }
}

/** While changes spread, a read may name what it does not hold; any other failure is one. */
async function readOnce(clients: AwsClients): Promise<AccountState | RolewrightError> {
  try {
    return await readAccount(clients)
  } catch (error) {
    if (error instanceof RolewrightError && error.code === 'partial-read') return error
    throw error
  }
}
