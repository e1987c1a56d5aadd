import { RolewrightError, type AccountState } from '@rolewright/core'
import { authorizationDetailsSchema, type AuthorizationDetails } from './authorization-details.ts'
import { stateFromDetails } from './state-from-details.ts'

/**
 * The account state in the saved JSON of `aws iam get-account-authorization-details`: its text, or the parsed value.
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
  const value = typeof json === 'string' ? parseJson(json) : json
  const details = parseDetails(value)
  if (details.IsTruncated) {
    throw new RolewrightError({
      code: 'partial-read',
      message: 'the file holds one page of the account, not all of it',
      hint: 'save it again without `--max-items` and `--no-paginate`',
    })
  }
  // AWS names all four, the empty ones too: what lacks one was cut.
  const missing = LISTS.find((list) => typeof value !== 'object' || value === null || !(list in value))
  if (missing !== undefined) {
    throw new RolewrightError({
      code: 'partial-read',
      message: `the file has no \`${missing}\`, so it holds a part of the account, not all of it`,
      hint: 'save it again without `--filter` and `--query`',
    })
  }
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
  return stateFromDetails(details, accountId)
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw unreadable(`the file is not JSON: ${why.split('\n')[0] ?? why}`, undefined)
  }
}

/** The one account of all ARNs; AWS's own policies have none. */
function accountOf(details: AuthorizationDetails): string | undefined {
  const accounts = new Set<string>()
  for (const { Arn } of [
    ...details.UserDetailList,
    ...details.GroupDetailList,
    ...details.RoleDetailList,
    ...details.Policies,
  ]) {
    const account = /^arn:[\w-]+:iam::(\d{12}):/.exec(Arn)?.[1]
    if (account !== undefined) accounts.add(account)
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
    hint: 'give the JSON that `aws iam get-account-authorization-details` prints',
    ...(path === undefined ? {} : { path: `$${path}` }),
  })
}
