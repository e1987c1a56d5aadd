import type { AuditEntry, JsonValue } from '@rolewright/core'
import type { SiteHistory, SiteInput } from '../site-input.ts'
import { type ShownDate, showMoment } from './format-date.ts'
import { jsonLines, type JsonLine } from './json-lines.ts'

/** One entry of the history. */
export interface EntryView {
  readonly id: string
  readonly anchor: string
  readonly at: ShownDate
  readonly by: string
  readonly git: string
  readonly kind: AuditEntry['kind']
  readonly word: string
  readonly account: string
  /** What the entry's data says in one line. */
  readonly summary: string
  readonly hash: string
  readonly prev: readonly string[]
  readonly json: readonly JsonLine[]
}

/** The chain of one account. */
export interface ChainView {
  readonly account: string
  readonly ok: boolean
  readonly entries: number
  readonly heads: readonly string[]
  readonly problems: readonly { readonly message: string; readonly place: string }[]
}

/** The audit history. */
export interface HistoryView {
  readonly chains: readonly ChainView[]
  readonly ok: boolean
  /** Newest first. */
  readonly entries: readonly EntryView[]
}

const WORDS: Readonly<Record<AuditEntry['kind'], string>> = {
  run: 'Run',
  planned: 'Planned',
  intent: 'About to change',
  outcome: 'Changed',
  applied: 'Applied',
  failed: 'Failed',
  drift: 'Drift found',
  review: 'Reviewed',
  decision: 'Decided',
  patched: 'Source edited',
  recovered: 'Recovered',
}

/** The history as shown: newest first, with the verdict on each chain. */
export function historyView(input: SiteInput): HistoryView {
  const histories = historiesOf(input)
  const chains = histories.map((history) => ({
    account: history.account ?? '',
    ok: history.verification.ok && history.verification.problems.length === 0,
    entries: history.entries.length,
    heads: history.verification.heads,
    problems: history.verification.problems.map((problem) => ({
      message: problem.message,
      place: [problem.file, problem.line === undefined ? undefined : `line ${problem.line}`]
        .filter((part) => part !== undefined)
        .join(', '),
    })),
  }))
  const entries = histories.flatMap((history) =>
    history.entries.map((entry) => ({ entry, account: history.account ?? '' })),
  )
  return {
    chains,
    ok: chains.every((chain) => chain.ok),
    entries: entries
      .toSorted((a, b) => (a.entry.id > b.entry.id ? -1 : a.entry.id < b.entry.id ? 1 : 0))
      .map(({ entry, account }, index) => entryView(entry, { account, index: entries.length - index })),
  }
}

/** The histories given, always as a list. */
export function historiesOf(input: SiteInput): readonly SiteHistory[] {
  const { history } = input
  if (history === undefined) return []
  return isList(history) ? history : [history]
}

function isList(history: SiteHistory | readonly SiteHistory[]): history is readonly SiteHistory[] {
  return Array.isArray(history)
}

function entryView(entry: AuditEntry, place: { account: string; index: number }): EntryView {
  return {
    id: entry.id,
    anchor: `entry-${place.index}`,
    at: showMoment(entry.at),
    by: entry.by.arn,
    git: entry.by.git ?? '',
    kind: entry.kind,
    word: WORDS[entry.kind],
    account: place.account,
    summary: summary(entry.data),
    hash: entry.hash,
    prev: entry.prev,
    json: jsonLines(entry.data),
  }
}

const SUMMARY_LENGTH = 160

/** The plain values of an entry's data, and how many things its lists hold. */
function summary(data: JsonValue): string {
  if (typeof data !== 'object' || data === null) return cut(String(data))
  if (isJsonList(data)) return `${data.length} items`
  const parts = Object.entries(data).flatMap(([key, value]) => {
    if (value === null || value === '') return []
    if (typeof value !== 'object') return [`${key}: ${looksLikeHash(value) ? `${String(value).slice(0, 12)}…` : value}`]
    if (isJsonList(value)) return value.length === 0 ? [] : [`${key}: ${value.length}`]
    return []
  })
  return cut(parts.join(' · '))
}

function isJsonList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function looksLikeHash(value: string | number | boolean): boolean {
  return /^[0-9a-f]{40,}$/.test(String(value))
}

function cut(text: string): string {
  return text.length > SUMMARY_LENGTH ? `${text.slice(0, SUMMARY_LENGTH - 1)}…` : text
}
