import type { AuditEntry } from '@rolewright/core'

/** The name of who made an entry, without the address; empty where git did not know it. */
export function whoOf(entry: AuditEntry): string {
  return (entry.by.git ?? '').replace(/\s*<[^<>]*>\s*$/, '')
}
