import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { RolewrightError } from '@rolewright/core'
import { awsError } from './aws-error.ts'
import type { AwsClients } from './aws-clients.ts'

/** Who the credentials are, as STS says. */
export interface Caller {
  readonly accountId: string
  readonly arn: string
  readonly userId: string
}

/**
 * Asks STS who the credentials belong to. Needs no permission.
 *
 * @example
 * ```ts
 * const { accountId, arn } = await callerIdentity(clients)
 * ```
 */
export async function callerIdentity(clients: Pick<AwsClients, 'sts'>): Promise<Caller> {
  const answer = await clients.sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw awsError(error, { operation: 'sts:GetCallerIdentity' })
  })
  if (answer.Account === undefined || !/^\d{12}$/.test(answer.Account) || answer.Arn === undefined) {
    throw new RolewrightError({
      code: 'aws-error',
      message: 'the endpoint answers `sts:GetCallerIdentity` without an account number and ARN',
      hint: 'check that `AWS_ENDPOINT_URL` names an AWS endpoint',
    })
  }
  return { accountId: answer.Account, arn: answer.Arn, userId: answer.UserId ?? '' }
}

/**
 * Refuses to go on when the credentials belong to another account than the one meant: throws code `wrong-account`.
 *
 * @example
 * ```ts
 * await requireAccount(clients, '111122223333')
 * ```
 */
export async function requireAccount(clients: Pick<AwsClients, 'sts'>, accountId: string): Promise<Caller> {
  const caller = await callerIdentity(clients)
  if (caller.accountId !== accountId) {
    throw new RolewrightError({
      code: 'wrong-account',
      message: `the account that answers is \`${caller.accountId}\`, meant is \`${accountId}\``,
      hint: `use credentials of \`${accountId}\`, or name another account with \`--account\``,
    })
  }
  return caller
}
