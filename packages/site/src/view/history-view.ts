import type { AuditEntry } from '@rolewright/core'
import type { SiteHistory, SiteInput } from '../site-input.ts'
import { groupRuns } from './group-runs.ts'
import { runView, type RunView } from './run-view.ts'
import { makeSlugs } from './slug.ts'

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
  readonly entries: number
  /** Newest first. */
  readonly runs: readonly RunView[]
}

/** The history as shown: its runs, newest first, with the verdict on each chain. `base` begins and ends with a slash. */
export function historyView(input: SiteInput, base: string): HistoryView {
  const histories = historiesOf(input)
  const chains = histories.map(chainView)
  const runs = histories
    .flatMap((history) =>
      groupRuns(history.entries).flatMap((entries) => {
        const [first, ...rest] = entries
        return first === undefined ? [] : [{ first, rest, account: history.account ?? '' }]
      }),
    )
    .toSorted((a, b) => (a.first.id > b.first.id ? -1 : a.first.id < b.first.id ? 1 : 0))
  const names = runNames(runs.map(({ first }) => first))
  const slugs = makeSlugs(names)
  return {
    chains,
    ok: chains.every((chain) => chain.ok),
    entries: histories.reduce((sum, history) => sum + history.entries.length, 0),
    runs: runs.map(({ first, rest, account }, index) => {
      const slug = slugs.get(names[index] ?? '') ?? ''
      return runView([first, ...rest], { account, slug, href: `${base}history/runs/${slug}/` })
    }),
  }
}

/** The histories given, always as a list. */
export function historiesOf(input: SiteInput): readonly SiteHistory[] {
  const { history } = input
  if (history === undefined) return []
  return isList(history) ? history : [history]
}

function chainView(history: SiteHistory): ChainView {
  return {
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
  }
}

/** A run is named by its first entry's id; a damaged history may hold one twice. */
function runNames(firsts: readonly AuditEntry[]): readonly string[] {
  const seen = new Map<string, number>()
  return firsts.map((first) => {
    const id = first.id.toLowerCase()
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return count === 1 ? id : `${id} ${count}`
  })
}

function isList(history: SiteHistory | readonly SiteHistory[]): history is readonly SiteHistory[] {
  return Array.isArray(history)
}
