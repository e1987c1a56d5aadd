import type { AuditEntry } from '@rolewright/core'

/**
 * The entries of each run together, runs and entries oldest first.
 *
 * A run begins with an entry of the kind `run`, or where the chain does not lead back to a known one; each further entry names
 * the one before it alone.
 */
export function groupRuns(entries: readonly AuditEntry[]): readonly (readonly AuditEntry[])[] {
  const ordered = entries.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const runs: AuditEntry[][] = []
  const byHash = new Map<string, AuditEntry[]>()
  for (const entry of ordered) {
    const [before] = entry.prev
    const known = entry.kind === 'run' || entry.prev.length !== 1 ? undefined : byHash.get(before ?? '')
    const run = known ?? []
    if (known === undefined) runs.push(run)
    run.push(entry)
    byHash.set(entry.hash, run)
  }
  return runs
}
