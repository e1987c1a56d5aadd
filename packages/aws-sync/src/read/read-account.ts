import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam'
import { RolewrightError, type AccountState } from '@rolewright/core'
import type { AwsClients } from './aws-clients.ts'
import { awsError } from './aws-error.ts'
import type { AuthorizationDetails } from './authorization-details.ts'
import { callerIdentity } from './caller.ts'
import { parseDetails } from './state-from-authorization-details.ts'
import { stateFromDetails } from './state-from-details.ts'

const PAGE = 1000
const OPERATION = 'iam:GetAccountAuthorizationDetails'

/**
 * Reads all groups, policies (AWS managed ones where in use), users and roles of the account that the credentials belong to.
 *
 * All of it or nothing: a page that fails, and an answer that names what it does not hold, throw. Needs
 * `iam:GetAccountAuthorizationDetails`.
 *
 * @throws {RolewrightError} see {@link awsError}; `partial-read`, `unreadable-policy`, `unreadable-account`
 *
 * @example
 * ```ts
 * const actual = await readAccount(awsClients())
 * ```
 */
export async function readAccount(clients: AwsClients): Promise<AccountState> {
  const { accountId } = await callerIdentity(clients)
  return stateFromDetails(await readAllPages(clients), accountId)
}

async function readAllPages(clients: AwsClients): Promise<AuthorizationDetails> {
  const pages: AuthorizationDetails[] = []
  const markers = new Set<string>()
  let marker: string | undefined
  do {
    const answer = await clients.iam
      .send(
        new GetAccountAuthorizationDetailsCommand({
          MaxItems: PAGE,
          ...(marker === undefined ? {} : { Marker: marker }),
        }),
      )
      .catch((error: unknown) => {
        throw awsError(error, { operation: OPERATION })
      })
    const page = parseDetails({ UserDetailList: [], ...withoutUndefined(answer) })
    pages.push(page)
    marker = page.IsTruncated ? page.Marker : undefined
    if (page.IsTruncated && (marker === undefined || markers.has(marker))) {
      throw new RolewrightError({
        code: 'partial-read',
        message: `\`${OPERATION}\` says there is more, but not where it goes on`,
        hint: 'run it again; if it stays so, check what `AWS_ENDPOINT_URL` names',
      })
    }
    if (marker !== undefined) markers.add(marker)
  } while (marker !== undefined)
  return {
    UserDetailList: pages.flatMap((page) => page.UserDetailList),
    GroupDetailList: pages.flatMap((page) => page.GroupDetailList),
    RoleDetailList: pages.flatMap((page) => page.RoleDetailList),
    Policies: pages.flatMap((page) => page.Policies),
    IsTruncated: false,
  }
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined))
}
