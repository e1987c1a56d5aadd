import { IAMServiceException } from '@aws-sdk/client-iam'
import type { AuditKind } from '@rolewright/core'
import { awsError, errorName } from '../read/aws-error.ts'
import type { History } from '../audit/open-history.ts'

/** One call that was made, as it stands in the history too. */
export interface MadeCall {
  /** With its service: `iam:CreateGroup`. */
  readonly operation: string
  readonly subject: string
  /** `already-done`: what it was to do was there, after an answer that got lost or by somebody else's hand. */
  readonly result: 'done' | 'already-done'
}

/** A call to make: what to send, and which answers are as good as success. */
export interface Call {
  readonly operation: string
  readonly subject: string
  readonly input: object
  readonly send: () => Promise<unknown>
  /** The thing to remove may be gone already: NoSuchEntity is success. */
  readonly goneIsDone?: boolean
  /** What this call needs was made a moment ago, so NoSuchEntity may only mean that AWS has not heard of it everywhere. */
  readonly needsFresh?: boolean
  /** On EntityAlreadyExists: whether what is there is what was wanted. Throws when it is not. */
  readonly ifExists?: () => Promise<void>
  /** What stands in the way was taken away a moment ago, so DeleteConflict may only mean that AWS has not heard of it everywhere. */
  readonly conflictPasses?: boolean
}

/** Makes calls one at a time for a change; each stands in the history before it is made and after. */
export type Caller = (call: Call) => Promise<void>

const PATIENCE_MS = 60_000
/** After so long, what AWS does not know is not there. */
const SPREAD_MS = 7000
const PASSING: ReadonlySet<string> = new Set([
  'ConcurrentModification',
  'ConcurrentModificationException',
  'EntityTemporarilyUnmodifiable',
  'EntityTemporarilyUnmodifiableException',
])

/** What the calls of one run have in common. */
export interface Recording {
  readonly plan: string
  readonly history: History | undefined
  /** The calls that were made, also by other callers of the same run. */
  readonly made: MadeCall[]
  /** Gives each call of the run its number. */
  readonly nextNumber: () => number
  readonly sleep: (milliseconds: number) => Promise<unknown>
  /** Comes before every attempt of a call; what it throws stops the run between two calls. */
  readonly before?: () => Promise<void>
  /** The kinds of entry before and after a call; those of apply unless given. */
  readonly kinds?: readonly [before: AuditKind, after: AuditKind]
}

/** Makes a {@link Caller} that writes intent and outcome to the history and keeps the list of what was done. */
export function recordedCaller(recording: Recording): Caller {
  const { plan, history, made, nextNumber, sleep, before, kinds = ['intent', 'outcome'] } = recording
  const [intent, outcome] = kinds
  return async (call) => {
    await before?.()
    const number = nextNumber()
    const operation = `iam:${call.operation}`
    await history?.append(intent, { plan, call: number, operation, subject: call.subject, input: call.input })
    try {
      const result = await sendPatiently(call, { sleep, before })
      await history?.append(outcome, { plan, call: number, result })
      made.push({ operation, subject: call.subject, result })
    } catch (error) {
      const failure = awsError(error, { operation, subject: call.subject })
      await history?.append(outcome, {
        plan,
        call: number,
        result: 'failed',
        error: { code: failure.code, message: failure.message },
      })
      throw failure
    }
  }
}

async function sendPatiently(
  call: Call,
  { sleep, before }: Pick<Recording, 'sleep'> & { readonly before: Recording['before'] },
): Promise<'done' | 'already-done'> {
  let waited = 0
  for (let pause = 250; ; pause = Math.min(pause * 2, 8000)) {
    try {
      await call.send()
      return 'done'
    } catch (error) {
      const name = errorName(error)
      // Where it was made a moment ago, it may be known nowhere yet and be there all the same.
      const surelyGone = call.needsFresh !== true || waited >= SPREAD_MS || wasAskedAgain(error)
      if (name === 'NoSuchEntity' && call.goneIsDone === true && surelyGone) return 'already-done'
      if (name === 'EntityAlreadyExists' && call.ifExists !== undefined) {
        await call.ifExists()
        return 'already-done'
      }
      const passing =
        PASSING.has(name) ||
        (name === 'NoSuchEntity' && call.needsFresh === true) ||
        (name === 'DeleteConflict' && call.conflictPasses === true)
      if (!passing || waited >= PATIENCE_MS) throw error
      await sleep(pause)
      await before?.()
      waited += pause
    }
  }
}

/** Whether the SDK had sent the call before by itself: an answer may have been lost that said it was done. */
function wasAskedAgain(error: unknown): boolean {
  return error instanceof IAMServiceException && (error.$metadata.attempts ?? 1) > 1
}
