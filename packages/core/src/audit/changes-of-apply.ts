import { z } from 'zod'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { changeShape } from '../plan/change-shape.ts'
import type { Change } from '../plan/plan.ts'
import type { AuditEntry, JsonValue } from './audit-entry.ts'

const recorded = z.object({ changes: z.array(z.record(z.string(), z.unknown())) })

/** The changes of an entry `planned`; its `subject` of each is for the reader alone. */
function changesIn(data: JsonValue): readonly Change[] | undefined {
  const listed = recorded.safeParse(data)
  if (!listed.success) return undefined
  const changes = listed.data.changes.map((change) =>
    Object.fromEntries(Object.entries(change).filter(([name]) => name !== 'subject')),
  )
  const parsed = z.array(changeShape()).safeParse(changes)
  return parsed.success ? parsed.data : undefined
}

/**
 * What an apply set out to change, by any entry of its run: the id, or its beginning. Throws a {@link RolewrightError}: `entry-unknown` where
 * no entry or several have it, `rollback-unknown` where the run was no apply.
 *
 * @example
 * ```ts
 * const { id, changes } = changesOfApply(history.entries, '01KB3')
 * ```
 */
export function changesOfApply(
  entries: readonly AuditEntry[],
  id: string,
): { readonly id: string; readonly changes: readonly Change[] } {
  const found = entries.filter((entry) => entry.id.startsWith(id.toUpperCase()))
  const [entry] = found
  if (entry === undefined || id === '' || found.length > 1) {
    throw new RolewrightError({
      code: 'entry-unknown',
      message: entry === undefined ? `the history has no entry \`${id}\`` : `\`${id}\` begins ${found.length} entries`,
      hint: 'see the ids with `rolewright audit log`',
    })
  }
  const byHash = new Map(entries.map((one) => [one.hash, one]))
  const run = runOf(entry, byHash)
  const plan = entries.find((one) => one.kind === 'planned' && runOf(one, byHash) === run)
  const changes = plan === undefined ? undefined : changesIn(plan.data)
  if (changes === undefined) {
    throw new RolewrightError({
      code: 'rollback-unknown',
      message: `the entry \`${entry.id}\` is not of an apply whose changes stand in the history`,
      hint: 'see what was applied with `rolewright audit log --kind applied`',
    })
  }
  return { id: entry.id, changes }
}

/** The entry `run` with which the file of an entry begins. */
function runOf(entry: AuditEntry, byHash: ReadonlyMap<string, AuditEntry>): AuditEntry | undefined {
  let one: AuditEntry | undefined = entry
  while (one !== undefined && one.kind !== 'run') one = byHash.get(one.prev[0] ?? '')
  return one
}
