import type { Journal } from './journal.ts'

/** Named things, unique without regard to case, as IAM keeps them; changes are taken back by the journal. */
export interface Table<T> {
  get(name: string): T | undefined
  put(value: T): void
  remove(name: string): void
  /** Sorted by name without regard to case. Alive: a change shows in it. */
  all(): readonly T[]
  /** What `print` makes of each, in the same order; what was printed before and did not change since is not printed again. */
  texts(print: (value: T) => string): readonly string[]
  readonly size: number
}

/** An empty table, or one that holds `values`. */
export function createTable<T>(options: {
  readonly journal: Journal
  readonly nameOf: (value: T) => string
  readonly values?: readonly T[]
}): Table<T> {
  const { journal, nameOf } = options
  // Both in the order of the keys, so that a listing of thousands need not be sorted or gathered again after each change.
  const values = (options.values ?? []).toSorted((a, b) => (keyOf(nameOf(a)) < keyOf(nameOf(b)) ? -1 : 1))
  const keys = values.map((value) => keyOf(nameOf(value)))

  const printed: (string | undefined)[] = []

  const find = (key: string): T | undefined => {
    const position = positionOf(keys, key)
    return keys[position] === key ? values[position] : undefined
  }
  const insert = (value: T): void => {
    const key = keyOf(nameOf(value))
    const position = positionOf(keys, key)
    const replaced = keys[position] === key ? 1 : 0
    keys.splice(position, replaced, key)
    values.splice(position, replaced, value)
    printed.splice(position, replaced, undefined)
  }
  const erase = (key: string): void => {
    const position = positionOf(keys, key)
    if (keys[position] !== key) return
    keys.splice(position, 1)
    values.splice(position, 1)
    printed.splice(position, 1)
  }

  return {
    get: (name) => find(keyOf(name)),
    put: (value) => {
      const key = keyOf(nameOf(value))
      const before = find(key)
      journal.record(() => (before === undefined ? erase(key) : insert(before)))
      insert(value)
    },
    remove: (name) => {
      const key = keyOf(name)
      const before = find(key)
      if (before === undefined) return
      journal.record(() => insert(before))
      erase(key)
    },
    all: () => values,
    texts: (print) =>
      values.map((value, position) => {
        const text = printed[position] ?? print(value)
        printed[position] = text
        return text
      }),
    get size() {
      return values.length
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
