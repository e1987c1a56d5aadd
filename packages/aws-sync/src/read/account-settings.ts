import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  ListAccountAliasesCommand,
  type PasswordPolicy,
} from '@aws-sdk/client-iam'
import type { AwsClients } from './aws-clients.ts'
import { awsError, errorName } from './aws-error.ts'

type Iam = Pick<AwsClients, 'iam'>

/**
 * The account's own figures, by the names that AWS gives them: `AccountMFAEnabled`, `AccountAccessKeysPresent`, `Users` …. Needs
 * `iam:GetAccountSummary`.
 *
 * @example
 * ```ts
 * const { AccountMFAEnabled } = await readAccountSummary(clients)
 * ```
 */
export async function readAccountSummary({ iam }: Iam): Promise<Readonly<Record<string, number>>> {
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({})).catch((error: unknown) => {
    throw awsError(error, { operation: 'iam:GetAccountSummary' })
  })
  return { ...SummaryMap }
}

/** The account's alias, which stands in the address of its sign-in page; undefined without one. Needs `iam:ListAccountAliases`. */
export async function readAccountAlias({ iam }: Iam): Promise<string | undefined> {
  const { AccountAliases } = await iam.send(new ListAccountAliasesCommand({})).catch((error: unknown) => {
    throw awsError(error, { operation: 'iam:ListAccountAliases' })
  })
  return AccountAliases?.[0]
}

/** The account's password policy; undefined where IAM's own rule holds. Needs `iam:GetAccountPasswordPolicy`. */
export async function readPasswordPolicy({ iam }: Iam): Promise<PasswordPolicy | undefined> {
  try {
    return (await iam.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy
  } catch (error) {
    if (errorName(error) === 'NoSuchEntity') return undefined
    throw awsError(error, { operation: 'iam:GetAccountPasswordPolicy' })
  }
}

/**
 * Where people of an account sign in: with its alias, else with its number. See "AWS account ID and its alias" in the IAM User Guide; China
 * and GovCloud have addresses of their own.
 */
export function signInAddress(account: {
  readonly accountId: string
  readonly alias: string | undefined
  readonly partition?: string
}): string {
  const { accountId, alias = accountId, partition = 'aws' } = account
  const domain =
    partition === 'aws-cn'
      ? 'signin.amazonaws.cn'
      : partition === 'aws-us-gov'
        ? 'signin.amazonaws-us-gov.com'
        : 'signin.aws.amazon.com'
  return `https://${alias}.${domain}/console`
}
