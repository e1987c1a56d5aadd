import { findAction } from '@rolewright/core/policy'
import { arnOf } from './identifiers.ts'
import { callingUser } from './lookup.ts'
import type { Caller } from './operation.ts'
import { accountIdOf } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { Tags } from './state/entities.ts'

/** What a call acts on, as IAM weighs it. */
export interface RequestedResource {
  readonly arn: string
  /** Of what is there already. */
  readonly tags: Tags
  readonly permissionsBoundary: string | undefined
}

const none: Omit<RequestedResource, 'arn'> = { tags: [], permissionsBoundary: undefined }

/** Finds what a call acts on by the kind of resource that the Service Authorization Reference gives for its action. */
export function requestedResource(
  account: Account,
  action: string,
  request: { input: object; caller: Caller },
): RequestedResource {
  const kinds = (findAction(action)?.resources ?? []).map(({ type }) => type.name)
  const given = (member: string): string | undefined => {
    const value: unknown = Reflect.get(request.input, member)
    return typeof value === 'string' ? value : undefined
  }
  const arn = given('Arn') ?? given('RoleArn')
  if (arn !== undefined && kinds.length > 0) return { arn, ...none }
  const found =
    (kinds.includes('group') && groupResource(account, given('GroupName'), given('Path'))) ||
    (kinds.includes('role') && roleResource(account, given('RoleName'), given('Path'))) ||
    (kinds.includes('policy') && policyResource(account, given)) ||
    (kinds.includes('user') &&
      // A call that names no user is about the one who calls.
      userResource(account, given('UserName') ?? callingUser(account, request.caller)?.name, given('Path')))
  return found || { arn: '*', ...none }
}

type Found = RequestedResource | undefined

function groupResource(account: Account, name: string | undefined, path = '/'): Found {
  if (name === undefined) return undefined
  return { arn: arnOf(accountIdOf(account), 'group', account.groups.get(name) ?? { name, path }), ...none }
}

function roleResource(account: Account, name: string | undefined, path = '/'): Found {
  if (name === undefined) return undefined
  const role = account.roles.get(name)
  return { arn: arnOf(accountIdOf(account), 'role', role ?? { name, path }), ...none, ...weighed(role) }
}

function userResource(account: Account, name: string | undefined, path = '/'): Found {
  if (name === undefined) return undefined
  const user = account.users.get(name)
  return { arn: arnOf(accountIdOf(account), 'user', user ?? { name, path }), ...none, ...weighed(user) }
}

function policyResource(account: Account, given: (member: string) => string | undefined): Found {
  const arn = given('PolicyArn')
  const name = given('PolicyName')
  if (arn !== undefined)
    return { arn, ...none, tags: account.policies.get(arn.slice(arn.lastIndexOf('/') + 1))?.tags ?? [] }
  return name === undefined
    ? undefined
    : { arn: arnOf(accountIdOf(account), 'policy', { name, path: given('Path') ?? '/' }), ...none }
}

function weighed(
  entity: { readonly tags: Tags; readonly permissionsBoundary?: string | undefined } | undefined,
): Partial<RequestedResource> {
  return entity === undefined ? {} : { tags: entity.tags, permissionsBoundary: entity.permissionsBoundary }
}
