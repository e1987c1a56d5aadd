import type { Journal } from './journal.ts'

/** One value whose changes are taken back by the journal. */
export interface Cell<T> {
  get(): T
  set(value: T): void
}

export function createCell<T>(journal: Journal, initial: T): Cell<T> {
  let current = initial
  return {
    get: () => current,
    set: (value) => {
      const before = current
      journal.record(() => void (current = before))
      current = value
    },
  }
}
