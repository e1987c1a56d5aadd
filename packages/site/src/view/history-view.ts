import { groupName } from '@rolewright/core'
import type { SiteHistory, SiteInput } from '../site-input.ts'
import { stateId, type ViewContext } from './context.ts'
import type { Links } from './links.ts'
import type { Thing } from './touches.ts'
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
export function historyView({ input, runs, stories, links }: ViewContext): HistoryView {
  const hrefs = hrefsOfThings(input, links)
  const chains = historiesOf(input).map(chainView)
  return {
    chains,
    ok: chains.every((chain) => chain.ok),
    entries: chains.reduce((sum, chain) => sum + chain.entries, 0),
    runs: runs.map((run) =>
      runView(run.entries, {
        ...run,
        diffs: stories.diffs.get(run) ?? new Map(),
        hrefOf: (thing) => hrefs.get(thing) ?? '',
      }),
    ),
  }
}

/** Where the roles, people and policies that accounts know by other names have their pages. */
function hrefsOfThings({ model, states }: SiteInput, links: Links): ReadonlyMap<Thing, string> {
  const policies = states.flatMap(({ state }) => state.policies)
  return new Map<Thing, string>([
    ...policies.map((policy) => [`policy ${policy.name}`, links.to('policies', stateId(policy)) ?? ''] as const),
    ...model.roles.map((role) => [`group ${groupName(role)}`, links.to('roles', role.id) ?? ''] as const),
    ...model.people.map((person) => [`user ${person.userName}`, links.to('people', person.id) ?? ''] as const),
  ])
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
