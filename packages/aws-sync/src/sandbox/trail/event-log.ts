import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileError } from '../state/file-error.ts'
import type { CloudTrailRecord } from './cloud-trail-record.ts'
import { parseRecords } from './parse-records.ts'
import { createTailReader } from './tail-reader.ts'

/** The events of an account, which only grow. They lie beside the account's own file: a call that only reads rewrites nothing. */
export interface EventLog {
  append(records: readonly CloudTrailRecord[]): void
  /** The oldest first; those of one second in the order in which they came. Alive: what comes later shows in it. */
  records(): readonly CloudTrailRecord[]
  /** Forgets all: the account is a new one. */
  clear(): void
}

/** Where the events of the account in `file` lie: `account.json` has `account.events.jsonl`. */
export const eventsFileOf = (file: string): string => `${file.replace(/\.json$/, '')}.events.jsonl`

/** Events in memory only, or in `file`, a record a line, which processes share. */
export function createEventLog(file: string | undefined): EventLog {
  const kept: CloudTrailRecord[] = []
  if (file === undefined) {
    return { append: (records) => insert(kept, records), records: () => kept, clear: () => void kept.splice(0) }
  }
  const tail = createTailReader(file)
  return {
    append: (records) => {
      if (records.length > 0) appendLines(file, records)
    },
    records: () => {
      const { text, isAnew } = tail.read()
      if (isAnew) kept.splice(0)
      try {
        insert(kept, parseRecords(text, file))
      } catch (error) {
        // Nobody may ask again and get the history without its damaged part.
        tail.forget()
        kept.splice(0)
        throw error
      }
      return kept
    },
    clear: () => rmSync(file, { force: true }),
  }
}

function appendLines(file: string, records: readonly CloudTrailRecord[]): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    appendFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  } catch (cause) {
    throw fileError('written', file, cause)
  }
}

/** Most events come in order; what is laid down for a past date does not. */
function insert(kept: CloudTrailRecord[], records: readonly CloudTrailRecord[]): void {
  for (const record of records) {
    const last = kept.at(-1)
    const inOrder = last === undefined || last.eventTime <= record.eventTime
    const position = inOrder ? kept.length : firstAfter(kept, record.eventTime)
    kept.splice(position, 0, record)
  }
}

/** Where the first event after `time` stands. */
export function firstAfter(records: readonly CloudTrailRecord[], time: string): number {
  let low = 0
  let high = records.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((records[middle]?.eventTime ?? '') <= time) low = middle + 1
    else high = middle
  }
  return low
}
