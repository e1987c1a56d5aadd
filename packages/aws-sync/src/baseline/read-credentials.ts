import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from '@aws-sdk/client-iam'
import type { CredentialFacts, KeyFacts } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError, errorName } from '../read/aws-error.ts'

type Iam = Pick<AwsClients, 'iam'>

/** How one user can sign in, as it is now; undefined where the user has gone meanwhile. The date of a password is that of its making. */
export async function readCredentials(clients: Iam, user: string): Promise<CredentialFacts | undefined> {
  const { iam } = clients
  const subject = `user ${user}`
  const of = { UserName: user }
  const found = await orUndefined('iam:GetUser', subject, () => iam.send(new GetUserCommand(of)))
  if (found === undefined) return undefined
  const [profile, devices, keys] = await Promise.all([
    orUndefined('iam:GetLoginProfile', subject, () => iam.send(new GetLoginProfileCommand(of))),
    orUndefined('iam:ListMFADevices', subject, () => iam.send(new ListMFADevicesCommand(of))),
    orUndefined('iam:ListAccessKeys', subject, () => iam.send(new ListAccessKeysCommand(of))),
  ])
  const made = profile?.LoginProfile?.CreateDate
  return {
    user,
    password:
      profile === undefined
        ? null
        : { changedAt: made?.toISOString() ?? null, lastUsed: found.User?.PasswordLastUsed?.toISOString() ?? null },
    mfa: (devices?.MFADevices ?? []).length > 0,
    keys: await Promise.all(
      (keys?.AccessKeyMetadata ?? []).map(
        async ({ AccessKeyId: id = '', Status: status, CreateDate: date }): Promise<KeyFacts> => ({
          active: status === 'Active',
          createdAt: (date ?? new Date(0)).toISOString(),
          lastUsed: await lastUsed(clients, id),
        }),
      ),
    ),
  }
}

async function lastUsed({ iam }: Iam, id: string): Promise<KeyFacts['lastUsed']> {
  const answer = await orUndefined('iam:GetAccessKeyLastUsed', 'an access key', () =>
    iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id })),
  )
  const { LastUsedDate: at, ServiceName: service = '', Region: region = '' } = answer?.AccessKeyLastUsed ?? {}
  return at === undefined ? null : { at: at.toISOString(), service, region }
}

async function orUndefined<T>(operation: string, subject: string, send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send()
  } catch (error) {
    if (errorName(error) === 'NoSuchEntity') return undefined
    throw awsError(error, { operation, subject })
  }
}
