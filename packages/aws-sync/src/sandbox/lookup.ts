import { AwsError } from './aws-error.ts'
import { awsManagedPolicies, isAwsArn } from './aws-managed-policies.ts'
import { arnOf } from './identifiers.ts'
import type { Call, Caller } from './operation.ts'
import type { Account } from './state/account.ts'
import type { StoredGroup, StoredPolicy, StoredRole, StoredUser } from './state/entities.ts'

export function groupNamed(account: Account, name: string | undefined): StoredGroup {
  const group = account.groups.get(name ?? '')
  if (group === undefined) throw new AwsError('NoSuchEntity', `The group with name ${name} cannot be found.`)
  return group
}

export function userNamed(account: Account, name: string | undefined): StoredUser {
  const user = account.users.get(name ?? '')
  if (user === undefined) throw new AwsError('NoSuchEntity', `The user with name ${name} cannot be found.`)
  return user
}

export function roleNamed(account: Account, name: string | undefined): StoredRole {
  const role = account.roles.get(name ?? '')
  if (role === undefined) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`)
  return role
}

/** The user named, or, where the request names none, the one who calls. */
export function userNamedOrCalling(account: Account, name: string | undefined, call: Call): StoredUser {
  if (name !== undefined) return userNamed(account, name)
  const user = callingUser(account, call.caller)
  if (user === undefined)
    throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials')
  return user
}

/** The user who calls, by an access key or with temporary credentials of a sign-in. */
export function callingUser(account: Account, caller: Caller): StoredUser | undefined {
  if (caller.kind === 'root') return undefined
  const id = caller.kind === 'user' ? caller.id : caller.session.principal
  return account.users.all().find((user) => user.id === id)
}

/** A managed policy by its ARN, the customer's or AWS's. */
export function findPolicy(account: Account, arn: string): StoredPolicy | undefined {
  if (isAwsArn(arn)) return awsManagedPolicies().get(arn)
  const policy = account.policies.get(arn.slice(arn.lastIndexOf('/') + 1))
  return policy !== undefined && policyArn(account, policy) === arn ? policy : undefined
}

export function policyAt(account: Account, arn: string | undefined): StoredPolicy {
  checkPolicyArn(arn)
  const policy = findPolicy(account, arn ?? '')
  if (policy === undefined) throw new AwsError('NoSuchEntity', `Policy ${arn} was not found.`)
  return policy
}

/** A policy that the customer may change. */
export function ownPolicyAt(account: Account, arn: string | undefined): StoredPolicy {
  checkPolicyArn(arn)
  if (arn !== undefined && isAwsArn(arn)) {
    throw new AwsError('AccessDenied', 'Policy is outside your own account.')
  }
  return policyAt(account, arn)
}

/** @throws {AwsError} `ValidationError` or `InvalidInput` where a text is no policy's ARN. */
export function checkPolicyArn(arn: string | undefined): void {
  const parts = (arn ?? '').split(':')
  if (parts[0] !== 'arn' || parts.length < 6) throw new AwsError('ValidationError', `ARN ${arn} is not valid.`)
  if (parts[1] !== 'aws') throw new AwsError('ValidationError', 'Invalid ARN partition')
  if (parts[2] !== 'iam') throw new AwsError('ValidationError', 'Invalid service in ARN')
  if (!/^arn:aws:iam::(?:\d{12}|aws):policy\/[!-~]+$/.test(arn ?? '')) {
    throw new AwsError('InvalidInput', `ARN ${arn} is not valid.`)
  }
}

export const policyArn = (account: Account, policy: StoredPolicy): string =>
  'arn' in policy && typeof policy.arn === 'string'
    ? policy.arn
    : arnOf(account.settings.get().accountId, 'policy', policy)
