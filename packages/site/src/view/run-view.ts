import type { AuditEntry, JsonValue } from '@rolewright/core'
import { field, listField, textField } from './entry-fields.ts'
import { callSummary, entrySummary, outcomeSummary } from './entry-summary.ts'
import { kindWord } from './kind-words.ts'
import { type ShownDate, showMoment } from './format-date.ts'
import type { JsonLine } from './json-lines.ts'
import { actionsOf } from './stories.ts'
import { inWords, type Thing } from './touches.ts'
import { whoOf } from './who-of.ts'

/** One run of a command, as the history holds it. */
export interface RunView {
  readonly id: string
  readonly slug: string
  readonly href: string
  readonly at: ShownDate
  readonly by: string
  /** The same without what all of the account share: `user/ana`. */
  readonly principal: string
  readonly who: string
  readonly account: string
  readonly kind: AuditEntry['kind']
  /** How it ended. */
  readonly word: string
  readonly summary: string
  readonly aim: string
  readonly changes: readonly { readonly what: string; readonly reason: string }[]
  readonly access: readonly {
    readonly name: string
    readonly kind: string
    /** The page of its role or person; empty where the model has none. */
    readonly href: string
    readonly gained: readonly string[]
    readonly moreGained: number
    readonly lost: readonly string[]
    readonly moreLost: number
  }[]
  /** How the documents of policies changed. */
  readonly diffs: readonly { readonly policy: string; readonly href: string; readonly lines: readonly JsonLine[] }[]
  readonly calls: readonly {
    readonly at: ShownDate
    readonly what: string
    readonly result: string
    readonly ok: boolean
  }[]
  /** Whatever is no call to AWS, oldest first. */
  readonly steps: readonly { readonly kind: AuditEntry['kind']; readonly word: string; readonly summary: string }[]
  /** How many entries the run has; `records` holds the first of them. */
  readonly entries: number
  readonly records: readonly RecordView[]
}

/** An entry as the log holds it. */
export interface RecordView {
  readonly id: string
  readonly word: string
  readonly hash: string
  readonly prev: readonly string[]
  /** Its data as JSON; null where a page would grow too long by it. */
  readonly data: string | null
}

// What a run came to, the most telling first; where it has none of these, its last entry that is no step on the way.
const RESULTS: readonly string[] = ['failed', 'applied', 'decision', 'patched', 'review', 'drift']
const ON_THE_WAY: ReadonlySet<string> = new Set(['run', 'planned', 'recovered'])
// What one run gave and took must be there whole but where it would make a page of megabytes.
const SHOWN_ACTIONS = 400
// A page stays under some 300 kB whatever a run did.
const DATA_OF_RUN = 120_000
const DATA_OF_ENTRY = 20_000
const RECORDS_OF_RUN = 400

/** What the page of one run shows. `entries` are oldest first and not empty. */
export function runView(
  entries: readonly [AuditEntry, ...AuditEntry[]],
  place: {
    readonly account: string
    readonly slug: string
    readonly href: string
    readonly diffs: ReadonlyMap<Thing, readonly JsonLine[]>
    readonly hrefOf: (thing: Thing) => string
  },
): RunView {
  const [first] = entries
  const end =
    RESULTS.map((kind) => entries.findLast((entry) => entry.kind === kind)).find((entry) => entry !== undefined) ??
    entries.findLast(({ kind }) => !ON_THE_WAY.has(kind) && !isCall(kind))
  const planned = entries.find((entry) => entry.kind === 'planned')
  const told = end ?? planned ?? first
  const unfinished = end === undefined && planned !== undefined
  return {
    id: first.id,
    slug: place.slug,
    href: place.href,
    at: showMoment(first.at),
    by: first.by.arn,
    principal: first.by.arn.slice(first.by.arn.lastIndexOf(':') + 1),
    who: whoOf(first),
    account: place.account,
    kind: unfinished ? 'failed' : told.kind,
    word: unfinished ? 'Unfinished' : kindWord(told.kind),
    summary: unfinished ? `${entrySummary(told)}; the run ended without a word` : entrySummary(told),
    aim: first.kind === 'run' ? entrySummary(first) : '',
    changes: listField(planned?.data, 'changes').map((change) => ({
      what: inWords(change),
      reason: textField(change, 'reason'),
    })),
    access: listField(planned?.data, 'access').map((one) => accessOfPrincipal(one, place.hrefOf)),
    diffs: [...place.diffs]
      .filter(([, lines]) => lines.length > 0)
      .map(([thing, lines]) => ({ policy: thing.slice(thing.indexOf(' ') + 1), href: place.hrefOf(thing), lines })),
    calls: callsOf(entries),
    steps: entries
      .filter(({ kind }) => !isCall(kind))
      .map((entry) => ({ kind: entry.kind, word: kindWord(entry.kind), summary: entrySummary(entry) })),
    entries: entries.length,
    records: recordsOf(entries),
  }
}

function accessOfPrincipal(one: JsonValue, hrefOf: (thing: Thing) => string): RunView['access'][number] {
  const name = textField(field(one, 'principal'), 'name')
  const kind = textField(field(one, 'principal'), 'kind')
  const gained = actionsOf(one, 'gained')
  const lost = actionsOf(one, 'lost')
  return {
    name,
    kind,
    href: kind === 'group' || kind === 'user' ? hrefOf(`${kind} ${name}`) : '',
    gained: gained.slice(0, SHOWN_ACTIONS),
    moreGained: Math.max(0, gained.length - SHOWN_ACTIONS),
    lost: lost.slice(0, SHOWN_ACTIONS),
    moreLost: Math.max(0, lost.length - SHOWN_ACTIONS),
  }
}

function callsOf(entries: readonly AuditEntry[]): RunView['calls'] {
  const answers = new Map(entries.filter(({ kind }) => isPart(kind, 'outcome')).map((entry) => [callKey(entry), entry]))
  return entries
    .filter(({ kind }) => isPart(kind, 'intent'))
    .map((entry) => {
      const answer = answers.get(callKey(entry))
      const { text, ok } =
        answer === undefined ? { text: 'no answer recorded', ok: false } : outcomeSummary(answer.data)
      return { at: showMoment(entry.at), what: callSummary(entry.data), result: text, ok }
    })
}

function callKey({ data }: AuditEntry): string {
  return JSON.stringify([field(data, 'plan') ?? null, field(data, 'task') ?? null, field(data, 'call') ?? null])
}

/** Whether a kind is one half of a call: `intent`, `person-intent`, `account-intent`. */
const isPart = (kind: string, part: 'intent' | 'outcome'): boolean => kind === part || kind.endsWith(`-${part}`)

const isCall = (kind: string): boolean => isPart(kind, 'intent') || isPart(kind, 'outcome')

function recordsOf(entries: readonly AuditEntry[]): readonly RecordView[] {
  let left = DATA_OF_RUN
  return entries.slice(0, RECORDS_OF_RUN).map((entry) => {
    const data = JSON.stringify(entry.data, undefined, 1)
    const fits = data.length <= Math.min(left, DATA_OF_ENTRY)
    if (fits) left -= data.length
    return { id: entry.id, word: kindWord(entry.kind), hash: entry.hash, prev: entry.prev, data: fits ? data : null }
  })
}
