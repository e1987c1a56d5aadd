import { setTimeout as wait } from 'node:timers/promises'
import { RolewrightError } from '@rolewright/core'

/** Throws code `interrupted` once stopping was asked for. */
export function requireNotInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw interrupted()
}

/** Waits; throws code `interrupted` as soon as stopping is asked for. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  requireNotInterrupted(signal)
  await wait(milliseconds, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    throw signal?.aborted === true ? interrupted() : error
  })
}

function interrupted(): RolewrightError {
  return new RolewrightError({
    code: 'interrupted',
    message: 'you asked to stop',
    hint: 'run it again when you want it done',
  })
}
