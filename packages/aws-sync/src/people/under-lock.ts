import { requireNotInterrupted } from '../apply/interrupted.ts'
import { type Caller, recordedCaller } from '../apply/recorded-call.ts'
import { takeLock } from '../apply/take-lock.ts'
import type { AccountState } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { requireAccount } from '../read/caller.ts'
import { readAccountAndLocks } from '../read/read-account.ts'
import { personRecording, type PersonRun } from './recorded-person.ts'

/**
 * Changes an owned path while nobody applies there, by the lock that `apply` takes; `work` gets the account as it is under the lock.
 *
 * @throws {RolewrightError} `apply-locked` with who holds it and since when, `lock-lost` where it could not be kept.
 */
export async function underLock(
  clients: AwsClients,
  given: { readonly accountId: string; readonly path: string; readonly task: string; readonly run: PersonRun },
  work: (call: Caller, actual: AccountState) => Promise<void>,
): Promise<void> {
  const { accountId, path, task, run } = given
  const recording = personRecording(run, task)
  const lock = await takeLock({
    iam: clients.iam,
    accountId,
    path,
    caller: await requireAccount(clients, accountId),
    call: recordedCaller(recording),
    sleep: recording.sleep,
  })
  try {
    const { state, locks } = await readAccountAndLocks(clients)
    await lock.requireFirst(locks)
    const before = async (): Promise<void> => {
      requireNotInterrupted(run.signal)
      await lock.keep()
    }
    await work(recordedCaller({ ...recording, before }), state)
  } finally {
    await lock.release()
  }
}
