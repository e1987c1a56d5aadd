import { GetUserCommand, ListMFADevicesCommand } from '@aws-sdk/client-iam'
import { type AccountCredentials, type AccountState, type ReportedUser, type UserCredentials } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError } from '../read/aws-error.ts'
import { readCredentialReport } from '../read/credential-report.ts'
import { inParallel } from '../read/in-parallel.ts'
import { accessKeysOf, readHoldings } from './read-holdings.ts'

/**
 * Every way into an account: the credential report, and for each user the keys with their ids and last use, which the report does not tell apart.
 * Users made since the report are asked for one by one; what the report has of users who are gone by now is left out.
 *
 * @example
 * ```ts
 * const credentials = await readCredentials(clients, await readAccount(clients))
 * ```
 */
export async function readCredentials(
  clients: AwsClients,
  state: AccountState,
  options: { readonly sleep?: (milliseconds: number) => Promise<unknown> } = {},
): Promise<AccountCredentials> {
  const report = await readCredentialReport(clients, options)
  const rows = new Map(report.users.map((row) => [row.user.toLowerCase(), row]))
  const users = new Map<string, UserCredentials>()
  await inParallel(
    state.users.map(({ name, createdAt }) => [
      async () => {
        const row = rows.get(name.toLowerCase())
        // A user of the same name who was deleted and made anew is another one.
        const isOther =
          row !== undefined && createdAt !== undefined && Date.parse(createdAt) > Date.parse(report.generatedAt)
        const credentials =
          row === undefined || isOther ? await askedFor(clients, name) : await fromRow(clients, name, row)
        if (credentials !== undefined) users.set(name, credentials)
      },
    ]),
    4,
  )
  const { root } = report
  return {
    reportedAt: report.generatedAt,
    root: {
      passwordLastUsed: root?.password?.lastUsed ?? null,
      accessKeys: (root?.accessKeys ?? []).map(({ active, lastUsed }) => ({ active, lastUsed: lastUsed?.at ?? null })),
    },
    users: state.users.flatMap(({ name }) => users.get(name) ?? []),
  }
}

/** The report is up to four hours old: what it says against somebody is looked at again, and keys are asked for anyway. */
async function fromRow({ iam }: AwsClients, user: string, row: ReportedUser): Promise<UserCredentials> {
  const UserName = user
  try {
    const accessKeys = await accessKeysOf(iam, user)
    const canSignIn = row.password !== null || accessKeys.some(({ active }) => active)
    const devices =
      row.mfaActive || !canSignIn ? [] : (await iam.send(new ListMFADevicesCommand({ UserName }))).MFADevices
    const unused = row.password !== null && row.password.lastUsed === null
    const used = unused
      ? (await iam.send(new GetUserCommand({ UserName }))).User?.PasswordLastUsed?.toISOString()
      : undefined
    return {
      user,
      password: row.password && {
        lastChanged: row.password.lastChanged,
        lastUsed: row.password.lastUsed ?? used ?? null,
      },
      mfa: row.mfaActive || (devices ?? []).length > 0,
      accessKeys,
    }
  } catch (error) {
    throw awsError(error, { operation: 'iam:ListAccessKeys', subject: `user ${user}` })
  }
}

async function askedFor(clients: AwsClients, user: string): Promise<UserCredentials | undefined> {
  const holdings = await readHoldings(clients, user)
  if (holdings === undefined) return undefined
  const { loginProfile, passwordLastUsed, mfaDevices, accessKeys } = holdings
  return {
    user,
    password: loginProfile && { lastChanged: loginProfile.createdAt, lastUsed: passwordLastUsed },
    mfa: mfaDevices.length > 0,
    accessKeys,
  }
}
