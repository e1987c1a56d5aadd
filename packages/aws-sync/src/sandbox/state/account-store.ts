import type { Account } from './account.ts'
import { createAccountFile } from './account-file.ts'
import { lockFile } from './file-lock.ts'

/** Holds an account, in memory or in a file, and lets one call after the other at it. */
export interface AccountStore {
  /**
   * Runs `work` on the account as it now stands. Changes are stored before the promise is kept; if `work` throws, none remain.
   * `changes` says whether `work` may change anything; without it a file is not locked.
   */
  run<T>(work: (account: Account) => T, options: { readonly changes: boolean }): Promise<T>
}

interface Turn {
  readonly changes: boolean
  /** Does the work and gives back how to tell the caller. */
  readonly perform: (account: Account) => () => void
  readonly fail: (cause: unknown) => void
}

/**
 * An account in `file`, or in memory only. `create` makes the account where the file is missing.
 *
 * Calls that wait at the same time share one write of the file.
 */
export async function createAccountStore(options: {
  readonly file: string | undefined
  readonly create: () => Account
}): Promise<AccountStore> {
  const { file } = options
  const disk = file === undefined ? undefined : createAccountFile(file)
  let account: Account | undefined
  let running = false
  let dirty = false
  const waiting: Turn[] = []

  const current = (): Account => {
    const found = disk?.readIfChanged() ?? null
    if (found !== null && found !== 'unchanged') account = found
    if (account !== undefined && (disk === undefined || found !== null)) return account
    account = options.create()
    disk?.write(account)
    return account
  }

  const performAll = (turns: readonly Turn[]): void => {
    const tell: (() => void)[] = []
    const state = current()
    for (const turn of turns) tell.push(turn.perform(state))
    const wanting = dirty
    dirty = false
    if (disk !== undefined && wanting) {
      try {
        disk.write(state)
      } catch (cause) {
        // What is in memory is ahead of the file now: nobody was told, so nobody may see it.
        disk.forget()
        throw cause
      }
    }
    for (const each of tell) each()
  }

  const drain = async (): Promise<void> => {
    running = true
    while (waiting.length > 0) {
      const turns = waiting.splice(0)
      try {
        const release = file !== undefined && turns.some((turn) => turn.changes) ? await lockFile(file) : undefined
        try {
          performAll(turns)
        } finally {
          release?.()
        }
      } catch (cause) {
        for (const turn of turns) turn.fail(cause)
      }
    }
    running = false
  }

  const run: AccountStore['run'] = (work, { changes }) =>
    new Promise((resolve, reject) => {
      const perform = (state: Account): (() => void) => {
        try {
          const result = work(state)
          if (state.journal.changed) dirty = true
          state.journal.clear()
          return () => resolve(result)
        } catch (cause) {
          state.journal.rollBack()
          return () => reject(cause)
        }
      }
      waiting.push({ changes, perform, fail: reject })
      if (!running) void drain()
    })

  await run(() => undefined, { changes: true })
  return { run }
}
