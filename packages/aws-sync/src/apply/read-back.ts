import { type AccountState, changeStatus, type Plan, RolewrightError, subjectOf } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { readAccount } from '../read/read-account.ts'

const PATIENCE_MS = 60_000

/** Reads the account until every change shows: what was just written may take some seconds to be seen. */
export async function readBack(given: {
  readonly plan: Plan
  readonly clients: AwsClients
  readonly sleep: (milliseconds: number) => Promise<unknown>
}): Promise<AccountState> {
  let waited = 0
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    const outcome = await readOnce(given.clients)
    const missing =
      outcome instanceof RolewrightError
        ? undefined
        : given.plan.changes.find((change) => changeStatus(change, outcome) !== 'after')
    if (!(outcome instanceof RolewrightError) && missing === undefined) return outcome
    if (waited >= PATIENCE_MS) {
      if (outcome instanceof RolewrightError) throw outcome
      throw new RolewrightError({
        code: 'not-converged',
        message: `all calls succeeded, but the account does not show ${missing === undefined ? 'all' : subjectOf(missing)}`,
        hint: 'somebody may have changed it at the same moment: look at `rolewright drift`, then apply again',
      })
    }
    await given.sleep(pause)
    waited += pause
  }
}

/** While changes spread, a read may name what it does not hold; any other failure is one. */
async function readOnce(clients: AwsClients): Promise<AccountState | RolewrightError> {
  try {
    return await readAccount(clients)
  } catch (error) {
    if (error instanceof RolewrightError && error.code === 'partial-read') return error
    throw error
  }
}
