import { catalogDate, type Finding } from '@rolewright/core'
import type { SiteInput } from '../site-input.ts'
import { type AccountView, accountViews } from './account-view.ts'
import { makeContext } from './context.ts'
import { showDay, type ShownDate, showMoment } from './format-date.ts'
import { type HistoryView, historyView } from './history-view.ts'
import { type MatrixView, matrixView } from './matrix-view.ts'
import { type OverviewView, overviewView } from './overview-view.ts'
import { type PersonView, personViews } from './person-view.ts'
import { type PolicyView, policyViews } from './policy-view.ts'
import { textFilter } from './redact.ts'
import { type ReviewView, reviewViews } from './review-view.ts'
import { type RoleView, roleViews } from './role-view.ts'
import { mapTexts } from './safe-text.ts'
import { type TaskView, taskViews } from './task-view.ts'

/** Everything that the pages render: plain JSON, addresses included. */
export interface SiteView {
  readonly title: string
  /** Begins and ends with a slash. */
  readonly base: string
  readonly made: ShownDate
  readonly catalog: ShownDate
  readonly overview: OverviewView
  readonly matrix: MatrixView
  readonly roles: readonly RoleView[]
  readonly tasks: readonly TaskView[]
  readonly policies: readonly PolicyView[]
  readonly people: readonly PersonView[]
  readonly accounts: readonly AccountView[]
  readonly reviews: readonly ReviewView[]
  readonly history: HistoryView
  readonly findings: readonly Finding[]
}

/** What the pages show of a company's model, history and reviews, under one base. Same input, same output. */
export function siteView(input: SiteInput, base: string): SiteView {
  const context = makeContext(input, base)
  const history = historyView(input, base)
  const reviews = reviewViews(context)
  const view: SiteView = {
    title: input.model.title ?? input.model.id,
    base,
    made: showMoment(input.now.toISOString()),
    catalog: showDay(input.catalogDate ?? catalogDate),
    overview: overviewView(context, { history, reviews }),
    matrix: matrixView(context),
    roles: roleViews(context),
    tasks: taskViews(context),
    policies: policyViews(context),
    people: personViews(context),
    accounts: accountViews(context),
    reviews,
    history,
    findings: input.findings ?? [],
  }
  return mapTexts(view, textFilter(input.redact ?? {}, input.states))
}
