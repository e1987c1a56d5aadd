import type { ContextValue, Request } from '../request.ts'

/** What a request brings for one key: its values as text, and whether the key is multi-valued. */
export interface ContextEntry {
  readonly values: readonly string[]
  readonly multiple: boolean
}

/** A request's context, asked without regard to the case of keys; read only when a statement asks. */
export interface ContextView {
  /** The entry of a key in lower case; undefined when the request has no value for it. */
  readonly get: (key: string) => ContextEntry | undefined
}

export function viewContext(request: Request): ContextView {
  let entries: Map<string, ContextEntry> | undefined
  return {
    get: (key) => {
      entries ??= readContext(request)
      return entries.get(key)
    },
  }
}

function readContext(request: Request): Map<string, ContextEntry> {
  const entries = new Map<string, ContextEntry>()
  for (const [key, value] of Object.entries(request.context ?? {})) {
    const entry = entryOf(value)
    if (entry !== undefined) entries.set(key.toLowerCase(), entry)
  }
  return entries
}

function entryOf(value: ContextValue | null | undefined): ContextEntry | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return { values: [String(value)], multiple: false }
  return value.length > 0 ? { values: value.map(String), multiple: true } : undefined
}
