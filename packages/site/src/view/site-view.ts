import { catalogDate } from '@rolewright/core'
import { noPast, type Past } from '../past/past-states.ts'
import type { SiteInput } from '../site-input.ts'
import { type About, proposalsByThing } from './about.ts'
import { type AccountView, accountViews } from './account-view.ts'
import { type BaselineAccountView, baselineView } from './baseline-view.ts'
import { type CloudHsmAccountView, cloudHsmView } from './cloudhsm-view.ts'
import { makeContext, type ViewContext } from './context.ts'
import { placesOf } from './finding-places.ts'
import { findingsByThing, type FindingsView, findingsView } from './findings-view.ts'
import { showDay, type ShownDate, showMoment } from './format-date.ts'
import { type HistoryView, historyView } from './history-view.ts'
import { type MatrixView, matrixView } from './matrix-view.ts'
import { type OverviewView, overviewView } from './overview-view.ts'
import { type PeopleView, peopleView } from './person-view.ts'
import { type PolicyView, policyViews } from './policy-view.ts'
import { type TextFilters, textFilters } from './redact.ts'
import { type ReviewView, reviewViews } from './review-view.ts'
import { type RoleView, roleViews } from './role-view.ts'
import { mapTexts } from './safe-text.ts'
import { type TaskView, taskViews } from './task-view.ts'
import { timePlot, type TimePlot } from './time-plot.ts'
import { unusedOverTime } from './unused-over-time.ts'

/** Everything that the pages render: plain JSON, addresses included. */
export interface SiteView {
  readonly title: string
  /** Begins and ends with a slash. */
  readonly base: string
  readonly made: ShownDate
  readonly catalog: ShownDate
  /** Whether numbers of accounts or e-mail addresses are hidden. */
  readonly redacted: boolean
  readonly overview: OverviewView
  readonly matrix: MatrixView
  readonly roles: readonly RoleView[]
  readonly tasks: readonly TaskView[]
  readonly policies: readonly PolicyView[]
  readonly people: PeopleView
  readonly accounts: readonly AccountView[]
  readonly reviews: readonly ReviewView[]
  /** What reviews found unused, over time; null without reviews. */
  readonly unused: TimePlot | null
  readonly history: HistoryView
  readonly findings: FindingsView
  readonly baseline: readonly BaselineAccountView[]
  readonly cloudHsm: readonly CloudHsmAccountView[]
}

/** What a site is made from, worked out once: what its pages show, and what its files of data are written from. */
export interface SiteParts {
  readonly context: ViewContext
  readonly view: SiteView
  readonly past: Past
  readonly texts: TextFilters
}

/** What the pages show of a company's model, history and reviews, under one base. Same input, same output. */
export function siteView(input: SiteInput, base: string): SiteView {
  return siteParts(input, { base, past: noPast }).view
}

/** The same with what the stored states say of the past, and all that it was made from. */
export function siteParts(input: SiteInput, { base, past }: { readonly base: string; readonly past: Past }): SiteParts {
  const texts = textFilters(input.redact ?? {}, input.states)
  const context = makeContext(input, base, texts.shown)
  const history = historyView(context)
  const reviews = reviewViews(context)
  const places = placesOf(context)
  const about: About = { findings: findingsByThing(context, places), proposals: proposalsByThing(reviews) }
  const baseline = baselineView(context)
  const view: SiteView = {
    title: input.model.title ?? input.model.id,
    base,
    made: showMoment(input.now.toISOString()),
    catalog: showDay(input.catalogDate ?? catalogDate),
    redacted: input.redact?.accountIds === true || input.redact?.emails === true,
    overview: overviewView(context, { history, reviews, past }),
    matrix: matrixView(context),
    roles: roleViews(context, about),
    tasks: taskViews(context, about),
    policies: policyViews(context, about),
    people: peopleView(context, about),
    accounts: accountViews(context, { history, reviews, baseline, placesOf: places }),
    reviews,
    unused: timePlot({ series: UNUSED, rows: unusedOverTime(input), end: input.now }),
    history,
    findings: findingsView(context, places),
    baseline,
    cloudHsm: cloudHsmView(context),
  }
  return { context, view: mapTexts(view, texts.shown), past, texts }
}

const UNUSED = [
  { name: 'Decided', letter: 'R' },
  { name: 'Open', letter: 'W' },
]
