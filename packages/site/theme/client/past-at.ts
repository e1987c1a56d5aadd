import type { PastData, PastNote, PastPoint } from '../../src/view/past-data.ts'

/** One account as the history knows it on the evening of a date. */
export interface AccountThen {
  /** The run that left it so; undefined before the first that is known. */
  readonly point: PastPoint | undefined
  /** By number of the group: what it could do. */
  readonly groups: ReadonlyMap<number, string>
  /** By number of the user: its groups. */
  readonly users: ReadonlyMap<number, readonly number[]>
  /** What happened after that run and is in no stored state. */
  readonly notes: readonly PastNote[]
}

/**
 * Follows what changed from the first known state of an account to the evening (in UTC) of a date.
 *
 * @example
 * ```ts
 * const { groups } = accountAt(data, { account: 0, day: '2026-03-31' })
 * ```
 */
export function accountAt(
  data: PastData,
  { account, day }: { readonly account: number; readonly day: string },
): AccountThen {
  const groups = new Map<number, string>()
  const users = new Map<number, readonly number[]>()
  let point: PastPoint | undefined
  for (const one of data.points) {
    if (one.account !== account || one.at.slice(0, 10) > day) continue
    point = one
    for (const [group, levels] of one.groups) {
      const codes = data.levels[levels]
      if (codes === undefined) groups.delete(group)
      else groups.set(group, codes)
    }
    for (const [user, held] of one.users) {
      if (held === null) users.delete(user)
      else users.set(user, held)
    }
  }
  const since = point?.at ?? ''
  const notes = data.notes.filter((note) => note.account === account && note.at > since && note.at.slice(0, 10) <= day)
  return { point, groups, users, notes }
}
