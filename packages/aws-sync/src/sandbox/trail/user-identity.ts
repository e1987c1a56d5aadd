import { callerArn, callerId } from '../caller.ts'
import { arnOf } from '../identifiers.ts'
import type { Caller } from '../operation.ts'
import { accountIdOf } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { StoredRole, StoredUser } from '../state/entities.ts'
import type { UserIdentity } from './cloud-trail-record.ts'

/** Who called, as CloudTrail tells it. */
export function identityOfCaller(account: Account, caller: Caller, accessKeyId: string): UserIdentity {
  const accountId = accountIdOf(account)
  const shared = { principalId: callerId(caller), arn: callerArn(account, caller), accountId, accessKeyId }
  if (caller.kind === 'root') return { type: 'Root', ...shared }
  const id = caller.kind === 'user' ? caller.id : caller.session.principal
  const user = account.users.all().find((each) => each.id === id)
  const role = account.roles.all().find((each) => each.id === id)
  if (role !== undefined) return { type: 'AssumedRole', ...shared, sessionContext: sessionOf(accountId, role) }
  if (user === undefined) return { type: 'Root', ...shared }
  return { type: 'IAMUser', ...shared, userName: user.name }
}

/** A user who calls with one of its own access keys, or signs in where it has none. */
export function identityOfUser(accountId: string, user: StoredUser): UserIdentity {
  const key = user.accessKeys.find(({ status }) => status === 'Active')
  return {
    type: 'IAMUser',
    principalId: user.id,
    arn: arnOf(accountId, 'user', user),
    accountId,
    ...(key === undefined ? {} : { accessKeyId: key.id }),
    userName: user.name,
  }
}

/** The root user, signed in with its password. */
export const identityOfRoot = (accountId: string): UserIdentity => ({
  type: 'Root',
  principalId: accountId,
  arn: `arn:aws:iam::${accountId}:root`,
  accountId,
})

/** A session of a role, named as the role is. */
export function identityOfRole(accountId: string, role: StoredRole): UserIdentity {
  return {
    type: 'AssumedRole',
    principalId: `${role.id}:${role.name}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${role.name}`,
    accountId,
    sessionContext: sessionOf(accountId, role),
  }
}

function sessionOf(accountId: string, role: StoredRole): Readonly<Record<string, unknown>> {
  const arn = arnOf(accountId, 'role', role)
  return {
    sessionIssuer: { type: 'Role', principalId: role.id, arn, accountId, userName: role.name },
    attributes: { mfaAuthenticated: 'false' },
  }
}
