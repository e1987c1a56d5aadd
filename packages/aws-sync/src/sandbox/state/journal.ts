/** Remembers how to take back each change since it was last cleared. */
export interface Journal {
  record(undo: () => void): void
  /** Whether anything changed since the last clearing. */
  readonly changed: boolean
  clear(): void
  /** Takes back every change since the last clearing, the newest first. */
  rollBack(): void
}

export function createJournal(): Journal {
  const undos: (() => void)[] = []
  return {
    record: (undo) => void undos.push(undo),
    get changed() {
      return undos.length > 0
    },
    clear: () => void undos.splice(0),
    rollBack: () => {
      for (const undo of undos.splice(0).toReversed()) undo()
    },
  }
}
