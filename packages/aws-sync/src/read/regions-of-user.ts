import { setTimeout as wait } from 'node:timers/promises'
import { homeRegion, RolewrightError } from '@rolewright/core'
import type { AwsClients } from './aws-clients.ts'
import { pollReport } from './poll-report.ts'

const PATIENCE_MS = 30_000
const TOO_LONG = { message: 'AWS takes long over the last-accessed report', hint: 'run it again later' }
const noJournal = { jobOf: () => undefined, started: async () => undefined, done: async () => undefined }

/**
 * The regions where CloudTrail may have events of a user: that of IAM, that of these clients, and those that the user's last-accessed report
 * names, which is up to four hours late. Where that may not be read, or is not made within half a minute, the first two remain: nobody waits for it to close a door.
 */
export async function regionsOfUser(
  clients: Pick<AwsClients, 'iam'>,
  arn: string,
  { sleep = wait }: { readonly sleep?: (milliseconds: number) => Promise<unknown> } = {},
): Promise<readonly string[]> {
  const own = await clients.iam.config.region()
  let waited = 0
  const sleepAtMost = async (milliseconds: number): Promise<void> => {
    waited += milliseconds
    if (waited > PATIENCE_MS) throw new RolewrightError({ code: 'usage-failed', ...TOO_LONG })
    await sleep(milliseconds)
  }
  const report = {
    clients,
    arn,
    kind: 'user' as const,
    entities: false,
    sleep: sleepAtMost,
    journal: noJournal,
    onCall: () => undefined,
  }
  const { services } = await pollReport(report).catch((error: unknown) => {
    if (error instanceof RolewrightError) return { services: [] }
    throw error
  })
  const seen = services.flatMap(({ lastAuthenticatedRegion: region = '' }) => (region === '' ? [] : [region]))
  return [...new Set([homeRegion(arn.split(':')[1] ?? 'aws'), own, ...seen])].toSorted()
}
