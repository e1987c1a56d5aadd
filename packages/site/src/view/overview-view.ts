import { growth } from './growth.ts'
import { LEVEL_LETTERS, LEVELS } from './levels.ts'
import type { Past } from '../past/past-states.ts'
import type { ViewContext } from './context.ts'
import type { HistoryView } from './history-view.ts'
import type { Link } from './links.ts'
import type { ReviewView } from './review-view.ts'
import { timePlot, type TimePlot } from './time-plot.ts'

/** The front page. */
export interface OverviewView {
  readonly counts: readonly { readonly name: string; readonly count: number; readonly href: string }[]
  readonly attention: readonly {
    readonly tag: string
    readonly text: string
    readonly href: string
    readonly severity: 'error' | 'warning'
  }[]
  /** Of each role: how many services it reaches at each level at most, in the order of the levels. */
  readonly levels: readonly {
    readonly name: string
    readonly letter: string
    /** Pairs of a role and a service with this level as the highest. */
    readonly pairs: number
    /** Roles that go so far in some service. */
    readonly roles: number
  }[]
  readonly roles: readonly {
    readonly link: Link
    readonly department: string
    readonly people: number
    readonly sensitive: boolean
    readonly services: readonly number[]
    readonly total: number
  }[]
  readonly latest: HistoryView['runs']
  /** What all groups could do, over time; null without a stored state. */
  readonly growth: TimePlot | null
}

const LATEST = 6

/** What needs attention, the roles by how far they reach, and what changed last. */
export function overviewView(
  context: ViewContext,
  made: { readonly history: HistoryView; readonly reviews: readonly ReviewView[]; readonly past: Past },
): OverviewView {
  const { input, links, policies } = context
  const { model } = input
  const access = model.roles.map((role) => context.roleAccess.get(role.id) ?? [])
  return {
    counts: [
      { name: 'Roles', count: model.roles.length, href: links.page('roles/') },
      { name: 'Tasks', count: model.tasks.length, href: links.page('tasks/') },
      { name: 'Policies', count: policies.size, href: links.page('policies/') },
      { name: 'People', count: model.people.length, href: links.page('people/') },
      { name: 'Accounts', count: model.accounts.length, href: links.page('accounts/') },
    ],
    attention: attention(context, made),
    levels: LEVELS.map((name) => {
      const pairs = access.map((services) => services.filter(({ level }) => level === name).length)
      return {
        name,
        letter: LEVEL_LETTERS[name],
        pairs: pairs.reduce((sum, count) => sum + count, 0),
        roles: pairs.filter((count) => count > 0).length,
      }
    }),
    roles: model.roles.map((role) => {
      const access = context.roleAccess.get(role.id) ?? []
      return {
        link: links.link('roles', role.id, role.title),
        department: role.department ?? '',
        people: (context.holders.get(role.id) ?? []).filter(({ held }) => held.when === 'now').length,
        sensitive: role.sensitive === true,
        services: LEVELS.map((level) => access.filter((one) => one.level === level).length),
        total: access.length,
      }
    }),
    latest: made.history.runs.slice(0, LATEST),
    growth: timePlot({
      series: LEVELS.map((name) => ({ name, letter: LEVEL_LETTERS[name] })),
      rows: growth(made.past),
      end: input.now,
    }),
  }
}

/** An account whose permissions nobody has held against their use for so many days is overdue. */
const REVIEW_DAYS = 90

/** Accounts that were applied to before the last {@link REVIEW_DAYS} days, and not reviewed in them. */
function overdue({ input, runs }: ViewContext): readonly string[] {
  const since = new Date(input.now.getTime() - REVIEW_DAYS * 86_400_000).toISOString()
  return input.model.accounts
    .filter(({ id, accountId }) => {
      const used = runs.some(
        (run) => run.account === id && run.entries.some((entry) => entry.kind === 'applied' && entry.at < since),
      )
      return used && !(input.reviews ?? []).some((review) => review.accountId === accountId && review.at >= since)
    })
    .map((account) => account.title ?? account.id)
}

function attention(
  context: ViewContext,
  made: { readonly history: HistoryView; readonly reviews: readonly ReviewView[] },
): OverviewView['attention'] {
  const { input, links } = context
  const late = overdue(context)
  const findings = input.findings ?? []
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const warnings = findings.filter((finding) => finding.severity === 'warning').length
  const open = made.reviews.reduce((sum, review) => sum + review.open, 0)
  const all = [
    {
      count: made.history.ok ? 0 : 1,
      tag: 'Error',
      text: 'The audit history is broken: entries were changed, removed or damaged',
      href: links.page('history/'),
      severity: 'error' as const,
    },
    {
      count: errors,
      tag: 'Error',
      text: plural(errors, 'error', 'found by the checks'),
      href: links.page('findings/'),
      severity: 'error' as const,
    },
    {
      count: warnings,
      tag: 'Warning',
      text: plural(warnings, 'warning', 'found by the checks'),
      href: links.page('findings/'),
      severity: 'warning' as const,
    },
    {
      count: open,
      tag: 'Open',
      text: plural(open, 'proposal', 'waiting for a decision'),
      href: links.page('reviews/'),
      severity: 'warning' as const,
    },
    {
      count: late.length,
      tag: 'Overdue',
      text: `No review in ${REVIEW_DAYS} days: ${late.join(', ')}`,
      href: links.page('reviews/'),
      severity: 'warning' as const,
    },
  ]
  return all.filter((one) => one.count > 0).map(({ tag, text, href, severity }) => ({ tag, text, href, severity }))
}

function plural(count: number, noun: string, rest: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'} ${rest}`
}
