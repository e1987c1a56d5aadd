import {
  type AccountState,
  type AssumableRole,
  assumableRoles,
  isVirtual,
  nearest,
  type OffboardStep,
  offboardSteps,
  revokingDocument,
  RolewrightError,
} from '@rolewright/core'
import type { History } from '../audit/open-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { type Caller, callerIdentity } from '../read/caller.ts'
import { readAccount } from '../read/read-account.ts'
import { administratorsLeft, canAnySignIn } from './administrators-left.ts'
import { offboardCall } from './perform-offboard-step.ts'
import type { RecordedHoldings } from './holdings-schema.ts'
import { readHoldings } from './read-holdings.ts'
import { readSessions, type SessionTrail } from './read-sessions.ts'
import { personCaller, type PersonRun, type RecordedCall, recordedCalls, taskOf } from './recorded-person.ts'
import { stoppedOffboarding } from './stopped-offboarding.ts'

/** What offboarding somebody would do. */
export interface Offboarding {
  readonly accountId: string
  readonly user: string
  /** What was there before the first step, of this run or of one that was stopped. */
  readonly before: RecordedHoldings
  readonly begunAt: string
  /** What is left to do, in order. */
  readonly steps: readonly OffboardStep[]
  /** IAM roles whose sessions the person may still have, and how to revoke them. */
  readonly sessions: readonly AssumableRole[]
  /** Which roles the person really took, those of other accounts too. */
  readonly trail: SessionTrail
  readonly keepUser: boolean
  /** Whether an earlier run was stopped, and this one goes on. */
  readonly resumed: boolean
  /** What somebody should think of before. */
  readonly warnings: readonly string[]
}

/** What remains as evidence of an offboarding; nothing in it is secret. */
export interface OffboardEvidence {
  readonly version: 1
  readonly kind: 'offboarding'
  readonly accountId: string
  readonly user: string
  readonly begunAt: string
  readonly endedAt: string
  readonly keptUser: boolean
  readonly before: RecordedHoldings
  readonly calls: readonly RecordedCall[]
  /** With what revokes all that were begun before the end. */
  readonly sessions: readonly AssumableRole[]
  readonly trail: SessionTrail
}

/**
 * What offboarding a user would do, without doing it.
 *
 * Refuses an unknown user (`user-unknown`), whoever calls (`offboard-self`), and the last user who can administer access
 * (`last-administrator`), which the evaluator tells and no name. An offboarding that was stopped goes on: the history has what was there at first.
 *
 * @example
 * ```ts
 * const { steps } = await planOffboarding(clients, { user: 'mary.major@example.com', now: () => new Date() })
 * ```
 */
export async function planOffboarding(
  clients: AwsClients,
  given: {
    readonly user: string
    readonly keepUser?: boolean
    readonly history?: Pick<History, 'earlier'> | undefined
    readonly now: () => Date
    /** Waits for the user's last-accessed report; for an account whose clock is not the real one. */
    readonly sleep?: PersonRun['sleep']
  },
): Promise<Offboarding> {
  const { keepUser = false, history, now, sleep } = given
  const caller = await callerIdentity(clients)
  const holdings = await readHoldings(clients, given.user)
  const user = holdings?.user ?? given.user
  const stopped = stoppedOffboarding(history, user)
  const resumed = stopped !== undefined && (holdings === undefined || holdings.createdAt === stopped.before.createdAt)
  const state = await readAccount(clients)
  if (holdings === undefined) {
    if (stopped === undefined) throw unknownUser(user, state)
    const devices = devicesOf(stopped.before)
    const steps = devices.map((serialNumber) => ({ kind: 'delete-virtual-mfa-device' as const, serialNumber }))
    return { ...stopped, accountId: state.accountId, user, steps, keepUser: false, resumed: true, warnings: [] }
  }
  requireAnother(caller, holdings.arn, user)
  const left = administratorsLeft(state, { user, caller, now: now() })
  const isLocked = left.length > 0 && !(await canAnySignIn(clients, left))
  const devices = resumed ? devicesOf(stopped.before) : []
  const trail = resumed ? stopped.trail : await readSessions(clients, { user, arn: holdings.arn, now: now(), sleep })
  const assumed = trail.read ? trail.roles : []
  return {
    accountId: state.accountId,
    user,
    before: resumed ? stopped.before : holdings,
    begunAt: resumed ? stopped.begunAt : now().toISOString(),
    sessions: resumed ? stopped.sessions : assumableRoles(state, user, { now: now(), assumed }),
    trail,
    steps: offboardSteps(holdings, { keepUser, devices }),
    keepUser,
    resumed,
    warnings: isLocked
      ? [`nobody of those left who can administer access, ${left.join(', ')}, has a password or an active access key`]
      : [],
  }
}

/**
 * Carries out an offboarding, call by call, each of them in the history, and gives the evidence of all runs that it took. Stopped anywhere,
 * it goes on with a new {@link planOffboarding}.
 *
 * @example
 * ```ts
 * const evidence = await offboard(clients, await planOffboarding(clients, { user, history, now }), { history, now })
 * ```
 */
export async function offboard(
  clients: AwsClients,
  offboarding: Offboarding,
  run: PersonRun & {
    readonly onStep?: (step: OffboardStep) => void
    /** Keeps the evidence; waited for before the history says that all is done, so that a run which is stopped comes back to it. */
    readonly keep?: (evidence: OffboardEvidence) => Promise<void>
  },
): Promise<OffboardEvidence> {
  const { accountId, user, before, begunAt, sessions, trail, keepUser, steps } = offboarding
  const { history, now, onStep } = run
  const task = taskOf({ offboard: before.arn, createdAt: before.createdAt })
  // Before anything is changed: what was there, which nobody could tell afterwards.
  if (!offboarding.resumed) await history?.append('offboarding', { user, plan: task, begunAt, before, sessions, trail })
  const entries = [...(history?.earlier ?? [])]
  const recording = history && {
    ...history,
    append: async (...args: Parameters<History['append']>) => {
      const entry = await history.append(...args)
      entries.push(entry)
      return entry
    },
  }
  const { call } = personCaller({ ...run, history: recording }, task)
  for (const step of steps) {
    await call(offboardCall(step, { iam: clients.iam, user }))
    onStep?.(step)
  }
  const ended = now()
  // Until the doors were closed the person could begin sessions: those are revoked too.
  const revoke = revokingDocument(ended)
  const evidence: OffboardEvidence = {
    version: 1,
    kind: 'offboarding',
    accountId,
    user,
    begunAt,
    endedAt: ended.toISOString(),
    keptUser: keepUser,
    before,
    calls: recordedCalls(entries, task),
    sessions: sessions.map((session) => ({ ...session, revoke })),
    trail,
  }
  await run.keep?.(evidence)
  await history?.append('offboarded', {
    user,
    plan: task,
    keptUser: keepUser,
    calls: evidence.calls.length,
    sessions: sessions.map(({ arn }) => arn),
  })
  return evidence
}

function devicesOf({ mfaDevices }: RecordedHoldings): readonly string[] {
  return mfaDevices.map(({ serialNumber }) => serialNumber).filter(isVirtual)
}

function unknownUser(user: string, state: AccountState): RolewrightError {
  const near = nearest(
    user,
    state.users.map(({ name }) => name),
  )
  return new RolewrightError({
    code: 'user-unknown',
    message: `the account \`${state.accountId}\` has no user \`${user}\``,
    hint: near === undefined ? 'see the users with `rolewright people review`' : `did you mean \`${near}\`?`,
  })
}

function requireAnother(caller: Caller, arn: string, user: string): void {
  if (caller.arn !== arn) return
  throw new RolewrightError({
    code: 'offboard-self',
    message: `\`${user}\` is you: nobody can take away their own access to the end`,
    hint: 'let another administrator do it',
  })
}
