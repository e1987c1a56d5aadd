import type { AuditEntry, JsonValue } from '@rolewright/core'
import { accountName, type ViewContext } from './context.ts'
import { textField } from './entry-fields.ts'

/** An entry of the history that could be read, and when it was made. */
export interface ReadEntry<T> {
  /** ISO date. */
  readonly at: string
  readonly value: T
}

/** The entries of one kind by account, each oldest first; what `read` can't read is left out. */
export function entriesByAccount<T>(
  { input, runs }: ViewContext,
  kind: AuditEntry['kind'],
  read: (data: JsonValue) => T | undefined,
): ReadonlyMap<string, readonly ReadEntry<T>[]> {
  const found = new Map<string, ReadEntry<T>[]>()
  for (const run of runs.toReversed()) {
    const account = run.account === '' ? accountName(input, textField(run.entries[0].data, 'accountId')) : run.account
    for (const entry of run.entries) {
      const value = entry.kind === kind ? read(entry.data) : undefined
      if (value === undefined) continue
      const list = found.get(account) ?? []
      list.push({ at: entry.at, value })
      found.set(account, list)
    }
  }
  return found
}
