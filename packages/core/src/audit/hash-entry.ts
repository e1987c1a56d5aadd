import type { AuditEntry } from './audit-entry.ts'
import { canonicalJson } from './canonical-json.ts'
import { sha256Hex } from './sha256.ts'

/**
 * The hash of an entry: SHA-256 over the canonical JSON of all its fields but `hash`.
 *
 * @example
 * ```ts
 * const entry = { ...fields, hash: hashEntry(fields) }
 * ```
 */
export function hashEntry(entry: Omit<AuditEntry, 'hash'> & { readonly hash?: string }): string {
  return sha256Hex(canonicalJson({ ...entry, hash: undefined }))
}

/**
 * An entry with its hash.
 *
 * @example
 * ```ts
 * const line = printEntry(sealEntry({ version: 1, id, at, by, kind: 'run', prev: [], data: null }))
 * ```
 */
export function sealEntry(entry: Omit<AuditEntry, 'hash'>): AuditEntry {
  return { ...entry, hash: hashEntry(entry) }
}

/** An entry as its line in the history: canonical JSON and a newline. */
export function printEntry(entry: AuditEntry): string {
  return `${canonicalJson(entry)}\n`
}
