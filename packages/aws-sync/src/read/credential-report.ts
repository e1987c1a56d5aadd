import { setTimeout as wait } from 'node:timers/promises'
import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam'
import { type CredentialReport, parseCredentialReport, RolewrightError } from '@rolewright/core'
import type { AwsClients } from './aws-clients.ts'
import { awsError, errorName } from './aws-error.ts'

const PATIENCE_MS = 120_000

/** What the service answers while a report is being made, or was thrown away meanwhile. */
const NOT_YET: ReadonlySet<string> = new Set([
  'ReportInProgress',
  'CredentialReportNotReadyException',
  'ReportNotPresent',
  'CredentialReportNotPresentException',
  'ReportExpired',
  'CredentialReportExpiredException',
])

/**
 * The account's credential report: asked for, waited for, read as a whole. AWS makes one in seconds and keeps it for four hours, so that
 * what happened in between is not in it: {@link CredentialReport.generatedAt} says when that was.
 *
 * Needs `iam:GenerateCredentialReport` and `iam:GetCredentialReport`.
 *
 * @throws {RolewrightError} `report-failed` when there is none after two minutes, `unreadable-report`, and those of `awsError`
 *
 * @example
 * ```ts
 * const { users } = await readCredentialReport(awsClients())
 * ```
 */
export async function readCredentialReport(
  clients: Pick<AwsClients, 'iam'>,
  options: {
    /** Waits between two looks; for an account whose clock is not the real one. */
    readonly sleep?: (milliseconds: number) => Promise<unknown>
  } = {},
): Promise<CredentialReport> {
  const { sleep = wait } = options
  let waited = 0
  for (let pause = 250; ; pause = Math.min(pause * 2, 5000)) {
    const report = (await isComplete(clients)) ? await readReport(clients) : undefined
    if (report !== undefined) return report
    if (waited >= PATIENCE_MS) {
      throw new RolewrightError({
        code: 'report-failed',
        message: `AWS did not finish the credential report in ${PATIENCE_MS / 60_000} minutes`,
        hint: 'run it again later',
      })
    }
    await sleep(pause)
    waited += pause
  }
}

async function isComplete(clients: Pick<AwsClients, 'iam'>): Promise<boolean> {
  const { State } = await clients.iam.send(new GenerateCredentialReportCommand({})).catch((error: unknown) => {
    throw awsError(error, { operation: 'iam:GenerateCredentialReport' })
  })
  return State === 'COMPLETE'
}

async function readReport(clients: Pick<AwsClients, 'iam'>): Promise<CredentialReport | undefined> {
  try {
    const { Content, GeneratedTime } = await clients.iam.send(new GetCredentialReportCommand({}))
    return parseCredentialReport(new TextDecoder().decode(Content), (GeneratedTime ?? new Date(0)).toISOString())
  } catch (error) {
    if (NOT_YET.has(errorName(error))) return undefined
    throw awsError(error, { operation: 'iam:GetCredentialReport' })
  }
}
