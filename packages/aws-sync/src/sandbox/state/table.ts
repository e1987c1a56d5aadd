import type { Journal } from './journal.ts'

/** Named things, unique without regard to case, as IAM keeps them; changes are taken back by the journal. */
export interface Table<T> {
  get(name: string): T | undefined
  put(value: T): void
  remove(name: string): void
  /** Sorted by name without regard to case. */
  all(): readonly T[]
  readonly size: number
}

/** An empty table, or one that holds `values`. */
export function createTable<T>(options: {
  readonly journal: Journal
  readonly nameOf: (value: T) => string
  readonly values?: readonly T[]
}): Table<T> {
  const { journal, nameOf } = options
  const byKey = new Map<string, T>()
  // The keys are kept in order, so that a listing of thousands need not sort them again after each change.
  const keys: string[] = []

  const insert = (value: T): void => {
    const key = keyOf(nameOf(value))
    if (!byKey.has(key)) keys.splice(positionOf(keys, key), 0, key)
    byKey.set(key, value)
  }
  const erase = (key: string): void => {
    if (byKey.delete(key)) keys.splice(positionOf(keys, key), 1)
  }

  for (const value of options.values ?? []) byKey.set(keyOf(nameOf(value)), value)
  keys.push(...[...byKey.keys()].toSorted((a, b) => (a < b ? -1 : 1)))

  return {
    get: (name) => byKey.get(keyOf(name)),
    put: (value) => {
      const key = keyOf(nameOf(value))
      const before = byKey.get(key)
      journal.record(() => (before === undefined ? erase(key) : insert(before)))
      insert(value)
    },
    remove: (name) => {
      const before = byKey.get(keyOf(name))
      if (before === undefined) return
      journal.record(() => insert(before))
      erase(keyOf(name))
    },
    all: () => keys.flatMap((key) => byKey.get(key) ?? []),
    get size() {
      return byKey.size
    },
  }
}

/** What makes two names the same to IAM, and what its lists are sorted by. */
export const keyOf = (name: string): string => name.toLowerCase()

function positionOf(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}
