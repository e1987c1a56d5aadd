import type { SiteHistory } from '../site-input.ts'
import type { ViewContext } from './context.ts'
import { runView, type RunView } from './run-view.ts'
import { historiesOf } from './runs.ts'

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

/** The history as shown: its runs, newest first, with the verdict on each chain. */
export function historyView({ input, runs }: ViewContext): HistoryView {
  const chains = historiesOf(input).map(chainView)
  return {
    chains,
    ok: chains.every((chain) => chain.ok),
    entries: chains.reduce((sum, chain) => sum + chain.entries, 0),
    runs: runs.map((run) => runView(run.entries, run)),
  }
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
