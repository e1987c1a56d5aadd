import { resolve } from 'node:path'
import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import { RolewrightError } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { perRegion } from '../read/per-region.ts'
import { answerRequest, type SandboxResponse } from './answer-request.ts'
import { addTime, type Advance } from './clock.ts'
import type { SandboxCredentials } from './credentials.ts'
import { createEmbeddedHandler } from './embedded-handler.ts'
import { serve, type SandboxServer } from './http-server.ts'
import type { Use } from './known-use.ts'
import { createAccount, emptyContent, type Account } from './state/account.ts'
import { createAccountStore } from './state/account-store.ts'
import { createEventLog, eventsFileOf } from './trail/event-log.ts'
import { signIn, type SignIn } from './sign-in.ts'
import { layDownUse } from './use.ts'
import type { SandboxRequest } from './wire/envelope.ts'

/** The account's own SDK clients. */
export type SandboxClients = AwsClients

export interface SandboxOptions {
  /** Where the account is kept, its events beside it in `….events.jsonl`; in memory only unless given. A missing file is created. */
  readonly file?: string
  /** Twelve digits, for an account that is created: one that is there keeps its own. */
  readonly accountId?: string
  /** The time that the account's clock is set by; the real one unless given. */
  readonly clock?: () => Date
}

/** An embedded AWS account: IAM, STS and CloudTrail's event history behind the real SDK clients, and on a port. */
export interface Sandbox {
  readonly accountId: string
  /** The administrator's clients. */
  readonly clients: SandboxClients
  clientsFor(credentials: SandboxCredentials): SandboxClients
  /** Serves the same account over HTTP; port 0 takes any free one. */
  listen(port: number, host?: string): Promise<SandboxServer>
  /** Signs a user in to the console: the clients of its session. Until a first password is changed, its other calls are its policies' matter. */
  signIn(signIn: SignIn): Promise<SandboxClients>
  /**
   * Lays down evidence of use, which feeds the last-accessed reports and, but for data events, CloudTrail's event history. An attempt
   * counts as use even where it was denied.
   */
  use(use: Use | readonly Use[]): Promise<void>
  /** What the account's clock shows. */
  now(): Promise<Date>
  /** Puts the account's clock on, for every process that shares the file, and gives the new time. */
  advance(by: Advance): Promise<Date>
}

/**
 * Opens an embedded AWS account: the real SDK clients, answered in this process.
 *
 * It starts empty but for AWS's managed policies, and answers as IAM does, quotas and refusals included. Signatures are not
 * verified. The file may be shared between processes: each change is stored before it is answered.
 *
 * @throws {RolewrightError} `sandbox-file-invalid` for a file that is no account; it is left as it is.
 *
 * @example
 * ```ts
 * const sandbox = await openSandbox({ accountId: '111122223333' })
 * await sandbox.clients.iam.send(new CreateGroupCommand({ GroupName: 'PowerUsers' }))
 * ```
 */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { accountId = '123456789012', clock = () => new Date() } = options
  if (!/^\d{12}$/.test(accountId)) {
    throw new RolewrightError({
      code: 'sandbox-account-id',
      message: `\`${accountId}\` is not an account number`,
      hint: 'an account number has twelve digits, for example `111122223333`',
    })
  }
  const nowOf = (account: Account): Date => new Date(clock().getTime() + account.settings.get().clockOffset)
  const file = options.file === undefined ? undefined : resolve(options.file)
  const events = createEventLog(file === undefined ? undefined : eventsFileOf(file))
  const store = await createAccountStore({
    file,
    create: () => {
      events.clear()
      return createAccount(emptyContent(accountId, clock()))
    },
  })
  const answer = (request: SandboxRequest): Promise<SandboxResponse> => answerRequest(request, { store, events, nowOf })
  const handler = createEmbeddedHandler(answer)

  const clientsFor = ({
    accessKeyId,
    secretAccessKey = 'not-verified',
    sessionToken,
  }: SandboxCredentials): SandboxClients => {
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
    // The endpoint is given so that settings of the surroundings, such as AWS_ENDPOINT_URL, play no part.
    const config = { endpoint: 'https://sandbox.invalid', credentials, requestHandler: handler }
    const home = { ...config, region: 'us-east-1' }
    return {
      iam: new IAMClient(home),
      sts: new STSClient(home),
      cloudTrail: perRegion(async (region) => {
        const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail')
        return new CloudTrailClient({ ...config, region })
      }),
      cloudHsm: perRegion(async (region) => {
        const { CloudHSMV2Client } = await import('@aws-sdk/client-cloudhsm-v2')
        return new CloudHSMV2Client({ ...config, region })
      }),
      kms: perRegion(async (region) => {
        const { KMSClient } = await import('@aws-sdk/client-kms')
        return new KMSClient({ ...config, region })
      }),
    }
  }

  return {
    accountId: await store.run((account) => account.settings.get().accountId, { changes: false }),
    clients: clientsFor({ accessKeyId: 'AKIAADMINISTRATOR000' }),
    clientsFor,
    listen: (port, host = '127.0.0.1') => serve({ answer, port, host }),
    use: async (use) => {
      const uses = isList(use) ? use : [use]
      events.append(await store.run((account) => layDownUse(account, uses, nowOf(account)), { changes: true }))
    },
    signIn: async (given) => {
      const { session, records } = await store.run((account) => signIn(account, given, nowOf(account)), {
        changes: true,
      })
      events.append(records)
      return clientsFor(session)
    },
    now: () => store.run(nowOf, { changes: false }),
    advance: (by) =>
      store.run(
        (account) => {
          const settings = account.settings.get()
          const now = nowOf(account)
          const ahead = addTime(now, by).getTime() - now.getTime()
          account.settings.set({ ...settings, clockOffset: settings.clockOffset + ahead })
          return nowOf(account)
        },
        { changes: true },
      ),
  }
}

const isList = (use: Use | readonly Use[]): use is readonly Use[] => Array.isArray(use)
