import type { AuditEntry } from './audit-entry.ts'
import { canonicalJson } from './canonical-json.ts'
import { auditEntrySchema } from './entry-schema.ts'
import { hashEntry } from './hash-entry.ts'

/** A line of the history, or what is wrong with it in one sentence. */
export type ParsedEntry =
  | { readonly ok: true; readonly entry: AuditEntry }
  | {
      readonly ok: false
      /** `damaged` can't be read as an entry; `changed` can, but does not say what its hash says. */
      readonly problem: 'damaged' | 'changed'
      readonly message: string
      readonly hash?: string
    }

/**
 * Reads one line (without its newline) and checks it against its own hash.
 *
 * The line must be spelled canonically: white space, other orders of keys and doubled keys would let two readers see two things.
 *
 * @example
 * ```ts
 * const parsed = parseEntry(line)
 * if (!parsed.ok) report(parsed.message)
 * ```
 */
export function parseEntry(line: string): ParsedEntry {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { ok: false, problem: 'damaged', message: 'is not JSON' }
  }
  const parsed = auditEntrySchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const place = issue === undefined || issue.path.length === 0 ? '' : ` at \`${issue.path.join('.')}\``
    return { ok: false, problem: 'damaged', message: `is not an entry${place}: ${lowerFirst(issue?.message ?? '')}` }
  }
  const entry = parsed.data
  if (hashEntry(entry) !== entry.hash) {
    return { ok: false, problem: 'changed', message: 'does not match its own hash', hash: entry.hash }
  }
  if (canonicalJson(entry) !== line) {
    return { ok: false, problem: 'changed', message: 'is not spelled as it was written', hash: entry.hash }
  }
  return { ok: true, entry }
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}
