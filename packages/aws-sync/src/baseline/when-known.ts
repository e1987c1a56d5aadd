import { errorName } from '../read/aws-error.ts'

const PATIENCE_MS = 15_000

/** Sends again while IAM does not know yet everywhere what was made a moment ago. */
export async function whenKnown<T>(
  send: () => Promise<T>,
  sleep: (milliseconds: number) => Promise<unknown>,
): Promise<T> {
  let waited = 0
  for (let pause = 250; ; pause *= 2) {
    try {
      return await send()
    } catch (error) {
      if (errorName(error) !== 'NoSuchEntity' || waited >= PATIENCE_MS) throw error
      await sleep(pause)
      waited += pause
    }
  }
}
