import { type AuditEntry, canonicalJson, sha256Hex, toJsonValue } from '@rolewright/core'
import { setTimeout as wait } from 'node:timers/promises'
import { requireNotInterrupted } from '../apply/interrupted.ts'
import { type Caller, type MadeCall, recordedCaller, type Recording } from '../apply/recorded-call.ts'
import type { History } from '../audit/open-history.ts'

/** What commands about people share: where their calls are recorded, and how they wait. */
export interface PersonRun {
  readonly history: History | undefined
  readonly now: () => Date
  /** Waits between attempts; for an account whose clock is not the real one. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>
  /** Once aborted, no further call is begun, and the error has code `interrupted`. */
  readonly signal?: AbortSignal
}

/** Makes calls about one person that stand in the history before and after, under a task that a later run finds again. */
export function personCaller(
  run: PersonRun,
  task: string,
): { readonly call: Caller; readonly made: readonly MadeCall[] } {
  const recording = personRecording(run, task)
  const call = recordedCaller({ ...recording, before: async () => requireNotInterrupted(run.signal) })
  return { call, made: recording.made }
}

/** How the calls of a task are recorded; they go on after an interruption, too. */
export function personRecording(run: PersonRun, task: string): Recording {
  let calls = 0
  return {
    plan: task,
    history: run.history,
    made: [],
    nextNumber: () => ++calls,
    sleep: run.sleep ?? wait,
    kinds: ['person-intent', 'person-outcome'],
  }
}

/** The name of a task in the history: the same for the same matter, whoever goes on with it. */
export function taskOf(matter: object): string {
  return sha256Hex(canonicalJson(toJsonValue(matter)))
}

/** A call that the history tells of, with what came of it; `unknown` where the run was stopped before it could say. */
export interface RecordedCall {
  readonly at: string
  readonly operation: string
  readonly subject: string
  readonly result: string
}

/** The calls of a task in entries of the history, those of runs that were stopped among them. */
export function recordedCalls(entries: readonly AuditEntry[], task: string): readonly RecordedCall[] {
  const calls: { at: string; operation: string; subject: string; result: string }[] = []
  let open: (typeof calls)[number] | undefined
  for (const { at, kind, data } of entries) {
    if (fieldOf(data, 'plan') !== task) continue
    if (kind === 'person-intent') {
      open = { at, operation: fieldOf(data, 'operation'), subject: fieldOf(data, 'subject'), result: 'unknown' }
      calls.push(open)
    } else if (kind === 'person-outcome' && open !== undefined) open.result = fieldOf(data, 'result')
  }
  return calls
}

/** A text in the data of an entry; empty where there is none. */
export function fieldOf(data: unknown, name: string): string {
  const value: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined
  return typeof value === 'string' ? value : ''
}
