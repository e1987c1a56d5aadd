import type { AuditEntry, JsonValue } from '@rolewright/core'
import type { Paint } from '../frame/io.ts'

/** One entry of the history as a line: id, date, kind, the fields that say most, who. */
export function entryLine(entry: AuditEntry, paint: Paint): string {
  const at = entry.at.slice(0, 16).replace('T', ' ')
  return `${paint.dim(entry.id)} ${at} ${paint.bold(entry.kind.padEnd(9))} ${saying(entry.data)} ${paint.dim(`by ${entry.by.git?.replace(/ <.*$/, '') ?? entry.by.arn}`)}`
}

const TELLING = [
  'command',
  'operation',
  'subject',
  'user',
  'role',
  'step',
  'until',
  'findings',
  'check',
  'did',
  'done',
  'results',
  'clusters',
  'decision',
  'proposal',
  'policy',
  'policyName',
  'changes',
  'proposals',
  'calls',
  'reason',
  'error',
]

function saying(data: JsonValue): string {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return ''
  const fields = new Map<string, JsonValue>(Object.entries(data))
  return TELLING.flatMap((name) => {
    const value = fields.get(name)
    if (value === undefined || value === null) return []
    return Array.isArray(value)
      ? [`${name}: ${value.length}`]
      : typeof value === 'object'
        ? []
        : [`${name}: ${String(value)}`]
  }).join(', ')
}
