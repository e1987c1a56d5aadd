import { type BaselineEntry, parseBaselineEntry } from '@rolewright/core'
import type { ViewContext } from './context.ts'
import { entriesByAccount } from './entries-by-account.ts'
import { showMoment, type ShownDate } from './format-date.ts'
import type { Link } from './links.ts'
import { timePlot, type TimePlot } from './time-plot.ts'

/** One check as it last came out. */
export interface BaselineCheckView {
  readonly id: string
  readonly code: string
  readonly severity: BaselineEntry['results'][number]['severity']
  readonly title: string
  readonly section: string
  readonly says: string
  readonly unseen: string
  readonly findings: readonly string[]
  readonly more: number
}

/** One account held against the baseline. */
export interface BaselineAccountView {
  readonly account: Link
  readonly id: string
  /** The newest report; null where there is none yet. */
  readonly latest: {
    readonly at: ShownDate
    /** From 0 to 100; null where nothing could be seen. */
    readonly percent: number | null
    readonly document: string
    readonly failed: readonly BaselineCheckView[]
    readonly unseen: readonly BaselineCheckView[]
    readonly passed: readonly BaselineCheckView[]
  } | null
  /** The score over time; null for less than one report with a score. */
  readonly scores: TimePlot | null
}

const ORDER = ['error', 'warning', 'info']

/** Each account of the model with its newest baseline and the scores before it. */
export function baselineView(context: ViewContext): readonly BaselineAccountView[] {
  const { input, links } = context
  const reports = entriesByAccount(context, 'baseline', parseBaselineEntry)
  return input.model.accounts.map((account) => {
    const all = reports.get(account.id) ?? []
    const newest = all.at(-1)
    return {
      id: account.id,
      account: links.link('accounts', account.id, account.title ?? account.id),
      latest: newest === undefined ? null : latestOf(newest.value, newest.at),
      scores: timePlot({
        series: [{ name: 'Score', letter: 'R' }],
        rows: all.flatMap(({ at, value }) =>
          value.score.percent === null ? [] : [{ at, values: [value.score.percent] }],
        ),
        end: input.now,
      }),
    }
  })
}

function latestOf({ results, score }: BaselineEntry, at: string): NonNullable<BaselineAccountView['latest']> {
  const of = (status: string): readonly BaselineCheckView[] =>
    results.filter((result) => result.status === status).map(checkView)
  return {
    at: showMoment(at),
    percent: score.percent,
    document: results[0]?.source.document ?? '',
    failed: of('failed').toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity)),
    unseen: of('unseen'),
    passed: of('passed'),
  }
}

/** More are in the record of the run; a page is for reading. */
const SHOWN = 50

function checkView(result: BaselineEntry['results'][number]): BaselineCheckView {
  const { check, code, severity, title, source, says, unseen, findings, more } = result
  return {
    id: check,
    code,
    severity,
    title,
    section: source.section,
    says,
    unseen,
    findings: findings.slice(0, SHOWN).map(({ message }) => message),
    more: more + Math.max(0, findings.length - SHOWN),
  }
}
