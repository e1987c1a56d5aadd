import { GetLoginProfileCommand, GetUserCommand, NoSuchEntityException } from '@aws-sdk/client-iam'
import type { AwsClients } from './aws-clients.ts'
import { awsError } from './aws-error.ts'
import { inParallel } from './in-parallel.ts'

/**
 * Which of these users have signed in to the console and changed the password they were given: `PasswordLastUsed` is set and
 * `PasswordResetRequired` is not. A user that does not exist, or has no password, has not.
 *
 * GetAccountAuthorizationDetails says nothing of passwords, so that this asks twice a user, a few users at a time.
 *
 * @throws {RolewrightError} as `awsError` makes it; the permissions needed are `iam:GetUser` and `iam:GetLoginProfile`.
 */
export async function readSignedIn(clients: AwsClients, users: readonly string[]): Promise<ReadonlySet<string>> {
  const signedIn = new Set<string>()
  const tasks = users.map((user) => [
    async () => {
      if (await hasSignedIn(clients, user)) signedIn.add(user)
    },
  ])
  await inParallel(tasks, 4)
  return signedIn
}

async function hasSignedIn(clients: AwsClients, user: string): Promise<boolean> {
  let operation = 'iam:GetUser'
  try {
    const { User } = await clients.iam.send(new GetUserCommand({ UserName: user }))
    if (User?.PasswordLastUsed === undefined) return false
    operation = 'iam:GetLoginProfile'
    const { LoginProfile } = await clients.iam.send(new GetLoginProfileCommand({ UserName: user }))
    return LoginProfile?.PasswordResetRequired !== true
  } catch (error) {
    if (error instanceof NoSuchEntityException) return false
    throw awsError(error, { operation, subject: `user ${user}` })
  }
}
