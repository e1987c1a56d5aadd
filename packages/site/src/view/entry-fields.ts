import type { JsonValue } from '@rolewright/core'

// The data of an entry may be anything that JSON holds: older versions and other writers put other things there.

/** A field of an entry's data; undefined where the data is no record or has no such field. */
export function field(data: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof data !== 'object' || data === null || isList(data)) return undefined
  const record: { readonly [key: string]: JsonValue } = data
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** A field's text or number as text; empty where it is something else. */
export function textField(data: JsonValue | undefined, name: string): string {
  const value = field(data, name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A field's items; none where it is no list. */
export function listField(data: JsonValue | undefined, name: string): readonly JsonValue[] {
  const value = field(data, name)
  return value !== undefined && isList(value) ? value : []
}

/** How many things a field tells of: a number, or the items of a list; undefined where it is neither. */
export function countField(data: JsonValue | undefined, name: string): number | undefined {
  const value = field(data, name)
  if (typeof value === 'number') return value
  return value !== undefined && isList(value) ? value.length : undefined
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
