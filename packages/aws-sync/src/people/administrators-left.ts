import { GetLoginProfileCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam'
import { type AccountState, administrators, isAdministratorRole, RolewrightError } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError, errorName } from '../read/aws-error.ts'
import type { Caller } from '../read/caller.ts'

/**
 * Whether any of these users can sign in: has a password, or an active access key. Whoever administers access only on paper helps nobody when the
 * others have left.
 */
export async function canAnySignIn(clients: Pick<AwsClients, 'iam'>, users: readonly string[]): Promise<boolean> {
  for (const user of users) if (await canSignIn(clients, user)) return true
  return false
}

async function canSignIn({ iam }: Pick<AwsClients, 'iam'>, UserName: string): Promise<boolean> {
  const subject = `user ${UserName}`
  const hasPassword = await iam.send(new GetLoginProfileCommand({ UserName })).then(
    () => true,
    (error: unknown) => {
      if (errorName(error) === 'NoSuchEntity') return false
      throw awsError(error, { operation: 'iam:GetLoginProfile', subject })
    },
  )
  if (hasPassword) return true
  const { AccessKeyMetadata: keys = [] } = await iam
    .send(new ListAccessKeysCommand({ UserName }))
    .catch((error: unknown) => {
      throw awsError(error, { operation: 'iam:ListAccessKeys', subject })
    })
  return keys.some(({ Status }) => Status === 'Active')
}

/**
 * Gives the users who would be left to administer access where this one is the last but them; none where that is no matter. The one who calls is left,
 * too, where it is a role that can administer access.
 */
export function administratorsLeft(
  state: AccountState,
  given: { readonly user: string; readonly caller: Caller; readonly now: Date },
): readonly string[] {
  const { user, caller, now } = given
  const all = administrators(state, { now })
  if (!all.includes(user)) return []
  const [, roleName] = /:assumed-role\/([^/]+)\//.exec(caller.arn) ?? []
  const role = state.roles.find(({ name }) => name === roleName)
  if (role !== undefined && isAdministratorRole(state, role, { now })) return []
  const others = all.filter((name) => name !== user)
  if (others.length > 0) return others
  throw new RolewrightError({
    code: 'last-administrator',
    message: `\`${user}\` is the last user of \`${state.accountId}\` who can administer access`,
    hint: 'make somebody else an administrator first, and see that they can sign in',
  })
}
