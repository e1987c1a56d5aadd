import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam'
import { RolewrightError, type AccountState } from '@rolewright/core'
import type { AwsClients } from './aws-clients.ts'
import { awsError, errorName } from './aws-error.ts'
import type { AuthorizationDetails } from './authorization-details.ts'
import { callerIdentity } from './caller.ts'
import { parseDetails } from './state-from-authorization-details.ts'
import { type LockPlace, lockPlaceOf } from './lock-place.ts'
import { stateFromDetails } from './state-from-details.ts'

const PAGE = 1000
const STARTS = 4
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
  return (await readAccountAndLocks(clients)).state
}

/** As {@link readAccount}, with the locks of `apply` that it leaves out. */
export async function readAccountAndLocks(
  clients: AwsClients,
): Promise<{ readonly state: AccountState; readonly locks: readonly LockPlace[] }> {
  const { accountId } = await callerIdentity(clients)
  const details = await readAllPages(clients)
  return {
    state: stateFromDetails(details, accountId),
    locks: details.Policies.flatMap((policy) => lockPlaceOf(policy) ?? []),
  }
}

async function readAllPages(clients: AwsClients): Promise<AuthorizationDetails> {
  for (let start = 1; ; start++) {
    try {
      return await readPages(clients)
    } catch (error) {
      // A marker ends after a while: what was read until then may be old by now, so that it is read anew.
      if (!(error instanceof MarkerRefused)) throw error
      if (start === STARTS) throw awsError(error.cause, { operation: OPERATION })
    }
  }
}

/** The service does not know the marker that it gave out itself. */
class MarkerRefused extends Error {}

async function readPages(clients: AwsClients): Promise<AuthorizationDetails> {
  const pages: AuthorizationDetails[] = []
  const markers = new Set<string>()
  let marker: string | undefined
  do {
    const after = marker
    const answer = await clients.iam
      .send(
        new GetAccountAuthorizationDetailsCommand({
          MaxItems: PAGE,
          ...(after === undefined ? {} : { Marker: after }),
        }),
      )
      .catch((error: unknown) => {
        if (after !== undefined && isAboutInput(error)) throw new MarkerRefused('the marker', { cause: error })
        throw awsError(error, { operation: OPERATION })
      })
    const page = parseDetails({ UserDetailList: [], ...withoutUndefined(answer) })
    pages.push(page)
    // A marker alone says that there is more, where an emulator leaves the rest to it.
    const more = answer.IsTruncated ?? (answer.Marker !== undefined && answer.Marker !== '')
    marker = more ? page.Marker : undefined
    if (more && (marker === undefined || markers.has(marker))) {
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

/** Whether the service complains of what it was given; of a page's request, only the marker changes from one to the next. */
function isAboutInput(error: unknown): boolean {
  return (
    /^(?:Validation|Invalid|Expired|Malformed)\w*(?:Error|Exception|Input|Marker|Token|Value)$/.test(
      errorName(error),
    ) && !/^(?:Invalid|Expired)(?:ClientTokenId|Token|TokenException)$/.test(errorName(error))
  )
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined))
}
