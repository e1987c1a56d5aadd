import { AwsError } from './aws-error.ts'
import { arnOf, isIssuedForm } from './identifiers.ts'
import type { Caller } from './operation.ts'
import { accountIdOf } from './shapes.ts'
import type { Account } from './state/account.ts'

/**
 * Who an access key stands for: its user if this account issued it, else the administrator, who is the root user here.
 *
 * @throws {AwsError} `InvalidClientTokenId` for a key that is inactive or was deleted, `ExpiredToken` for temporary credentials past their time.
 */
export function callerOf(account: Account, accessKeyId: string, now: Date): Caller {
  const { sessions, accountId, retiredKeys, root } = account.settings.get()
  if (!isIssuedForm(accessKeyId)) return { kind: 'root', accountId }
  for (const user of account.users.all()) {
    const key = user.accessKeys.find(({ id }) => id === accessKeyId)
    if (key === undefined) continue
    if (key.status === 'Inactive') throw invalidToken()
    return { kind: 'user', id: user.id, accessKeyId }
  }
  const rootKey = root?.accessKeys.find(({ id }) => id === accessKeyId)
  if (rootKey?.status === 'Inactive') throw invalidToken()
  if (rootKey !== undefined) return { kind: 'root', accountId, accessKeyId }
  if (retiredKeys.includes(accessKeyId)) throw invalidToken()
  const session = sessions.find((each) => each.accessKeyId === accessKeyId)
  if (session === undefined) return { kind: 'root', accountId }
  if (new Date(session.expiresAt) <= now) {
    throw new AwsError('ExpiredToken', 'The security token included in the request is expired')
  }
  if (!isThere(account, session.principal)) throw invalidToken()
  return { kind: 'session', session }
}

/** The session of a user or role that was deleted opens nothing any more; least of all the account. */
const isThere = (account: Account, principal: string): boolean =>
  principal === accountIdOf(account) ||
  account.users.all().some(({ id }) => id === principal) ||
  account.roles.all().some(({ id }) => id === principal)

const invalidToken = (): AwsError =>
  new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.')

/** The unique id that `GetCallerIdentity` tells. */
export function callerId(caller: Caller): string {
  if (caller.kind === 'root') return caller.accountId
  if (caller.kind === 'user') return caller.id
  const { principal, name } = caller.session
  return name === undefined ? principal : `${principal}:${name}`
}

/** The ARN of whoever calls. */
export function callerArn(account: Account, caller: Caller): string {
  const accountId = accountIdOf(account)
  if (caller.kind === 'root') return `arn:aws:iam::${accountId}:root`
  const id = caller.kind === 'user' ? caller.id : caller.session.principal
  const user = account.users.all().find((each) => each.id === id)
  if (user !== undefined) return arnOf(accountId, 'user', user)
  const role = account.roles.all().find((each) => each.id === id)
  if (caller.kind === 'session' && role !== undefined) {
    return `arn:aws:sts::${accountId}:assumed-role/${role.name}/${caller.session.name ?? ''}`
  }
  return `arn:aws:iam::${accountId}:root`
}
