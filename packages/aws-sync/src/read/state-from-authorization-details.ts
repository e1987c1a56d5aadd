import { type AccountState, partitionOf, RolewrightError } from '@rolewright/core'
import { authorizationDetailsSchema, type AuthorizationDetails } from './authorization-details.ts'
import { savedPages } from './saved-pages.ts'
import { stateFromDetails } from './state-from-details.ts'

/**
 * The account state in the saved JSON of `aws iam get-account-authorization-details`: its text, or the parsed value. Pages are put together,
 * as a list or one after the other, and documents may be URL-encoded, as the bare API gives them.
 *
 * A document that IAM would refuse is taken as it is where its meaning is plain: hand-made and older files have Sids twice, say, and nothing is
 * lost by reading them.
 *
 * The account number is that of the ARNs inside. Throws a RolewrightError of code `unreadable-account` (not the JSON of this command;
 * the path says where), `unreadable-policy`, `partial-read` (saved with a filter or a page limit) or `wrong-account` (`accountId`
 * is given and the file is of another one).
 *
 * @example
 * ```ts
 * const state = stateFromAuthorizationDetails(await readFile('account.json', 'utf8'))
 * ```
 */
export function stateFromAuthorizationDetails(
  json: unknown,
  options: { readonly accountId?: string } = {},
): AccountState {
  const pages = savedPages(json)
  const details = wholeOf(pages)
  const accountId = accountOf(details) ?? options.accountId
  if (accountId === undefined) {
    throw unreadable('the file holds no user, group, role or policy, so nothing says which account it is', undefined)
  }
  if (options.accountId !== undefined && options.accountId !== accountId) {
    throw new RolewrightError({
      code: 'wrong-account',
      message: `the file is of account \`${accountId}\`, meant is \`${options.accountId}\``,
      hint: 'give the file of the account meant, or name another account with `--account`',
    })
  }
  return stateFromDetails(details, accountId, { tolerant: true })
}

/** All pages as one answer; refuses what is only a part. */
function wholeOf(pages: readonly unknown[]): AuthorizationDetails {
  const parsed = pages.map(parseDetails)
  // A page that says so goes on in the next one, and the last may not.
  const last = parsed.at(-1)
  if (last?.IsTruncated === true || (last?.NextToken ?? '') !== '') {
    throw new RolewrightError({
      code: 'partial-read',
      message:
        parsed.length === 1
          ? 'the file holds one page of the account, not all of it'
          : `the file holds ${parsed.length} pages of the account, and the last says that there are more`,
      hint: 'save it again without `--max-items` and `--no-paginate`, or with all pages',
    })
  }
  // AWS names all four, the empty ones too: what lacks one was cut.
  const missing = LISTS.find((list) =>
    pages.every((page) => typeof page !== 'object' || page === null || !(list in page)),
  )
  if (missing !== undefined) {
    throw new RolewrightError({
      code: 'partial-read',
      message: `the file has no \`${missing}\`, so it holds a part of the account, not all of it`,
      hint: 'save it again without `--filter` and `--query`',
    })
  }
  return {
    UserDetailList: parsed.flatMap((page) => page.UserDetailList),
    GroupDetailList: parsed.flatMap((page) => page.GroupDetailList),
    RoleDetailList: parsed.flatMap((page) => page.RoleDetailList),
    Policies: parsed.flatMap((page) => page.Policies),
    IsTruncated: false,
  }
}

/** Checks an answer or file against what AWS documents; the error names the first place that differs. */
export function parseDetails(value: unknown): AuthorizationDetails {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw unreadable('the account is not a JSON object', undefined)
  }
  if (!LISTS.some((list) => list in value)) {
    throw unreadable(`none of ${LISTS.map((list) => `\`${list}\``).join(', ')} is in it`, undefined)
  }
  const parsed = authorizationDetailsSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = (issue?.path ?? []).map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  throw unreadable(`\`${path.replace(/^\./, '')}\` is wrong: ${(issue?.message ?? '').toLowerCase()}`, path)
}

const LISTS = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const

/** The one account of all ARNs; AWS's own policies have none. */
function accountOf(details: AuthorizationDetails): string | undefined {
  const accounts = new Set<string>()
  const partitions = new Set<string>()
  for (const { Arn } of [
    ...details.UserDetailList,
    ...details.GroupDetailList,
    ...details.RoleDetailList,
    ...details.Policies,
  ]) {
    partitions.add(partitionOf(Arn))
    const account = /^arn:[\w-]+:iam::(\d{12}):/.exec(Arn)?.[1]
    if (account !== undefined) accounts.add(account)
  }
  if (partitions.size > 1) {
    const list = [...partitions].toSorted().map((partition) => `\`${partition}\``)
    throw unreadable(`the file mixes the partitions ${list.join(' and ')} of AWS`, undefined)
  }
  if (accounts.size > 1) {
    const list = [...accounts].toSorted().map((account) => `\`${account}\``)
    throw unreadable(`the file mixes the accounts ${list.join(' and ')}`, undefined)
  }
  return [...accounts][0]
}

function unreadable(message: string, path: string | undefined): RolewrightError {
  return new RolewrightError({
    code: 'unreadable-account',
    message,
    hint: 'give the JSON that `aws iam get-account-authorization-details --output json` prints',
    ...(path === undefined ? {} : { path: `$${path}` }),
  })
}
