import type { AuditEntry } from '@rolewright/core'
import type { SiteHistory, SiteInput } from '../site-input.ts'
import { groupRuns } from './group-runs.ts'
import { makeSlugs } from './slug.ts'

/** One run of a command, and the address of its page. */
export interface Run {
  /** Oldest first. */
  readonly entries: readonly [AuditEntry, ...AuditEntry[]]
  /** Id of the account; empty where the history is not of one alone. */
  readonly account: string
  readonly slug: string
  readonly href: string
}

/** All runs of all histories, newest first. `base` begins and ends with a slash. */
export function runsOf(input: SiteInput, base: string): readonly Run[] {
  const runs = historiesOf(input)
    .flatMap((history) =>
      groupRuns(history.entries).flatMap((entries) => {
        const [first, ...rest] = entries
        return first === undefined ? [] : [{ entries: [first, ...rest] as const, account: history.account ?? '' }]
      }),
    )
    .toSorted((a, b) => (a.entries[0].id > b.entries[0].id ? -1 : a.entries[0].id < b.entries[0].id ? 1 : 0))
  const names = runNames(runs.map(({ entries }) => entries[0]))
  const slugs = makeSlugs(names)
  return runs.map((run, index) => {
    const slug = slugs.get(names[index] ?? '') ?? ''
    return { ...run, slug, href: `${base}history/runs/${slug}/` }
  })
}

/** The histories given, always as a list. */
export function historiesOf(input: SiteInput): readonly SiteHistory[] {
  const { history } = input
  if (history === undefined) return []
  return isList(history) ? history : [history]
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
