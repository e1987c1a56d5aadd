import { findAction } from '@rolewright/core/policy'
import { arnOf } from './identifiers.ts'
import { callingUser } from './lookup.ts'
import type { Caller } from './operation.ts'
import { isLinkedService, servicePath, serviceRoles } from './service-roles.ts'
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
  request: { input: object; caller: Caller; region: string },
): RequestedResource {
  const kinds = (findAction(action)?.resources ?? []).map(({ type }) => type.name)
  const given = (member: string): string | undefined => {
    const value: unknown = Reflect.get(request.input, member)
    return typeof value === 'string' ? value : undefined
  }
  const arn = given('Arn') ?? given('RoleArn')
  if (arn !== undefined && kinds.length > 0) return { arn, ...none }
  const found =
    (kinds.includes('cluster') &&
      cloudHsmResource(account, given('ClusterId') ?? given('ResourceId'), request.region)) ||
    (kinds.includes('role') && serviceRoleResource(account, given)) ||
    (kinds.includes('group') && groupResource(account, given('GroupName'), given('Path'))) ||
    (kinds.includes('role') && roleResource(account, given('RoleName'), given('Path'))) ||
    (kinds.includes('policy') && policyResource(account, given)) ||
    (kinds.includes('mfa') && mfaResource(account, given)) ||
    (kinds.includes('user') &&
      // A call that names no user is about the one who calls.
      userResource(account, given('UserName') ?? callingUser(account, request.caller)?.name, given('Path')))
  return found || { arn: '*', ...none }
}

type Found = RequestedResource | undefined

/** A cluster, or a backup, of the region that is asked. */
function cloudHsmResource(account: Account, id: string | undefined, region: string): Found {
  if (id === undefined) return undefined
  const kind = id.startsWith('backup-') ? 'backup' : 'cluster'
  const there = kind === 'backup' ? account.backups.get(id) : account.clusters.get(id)
  return { arn: `arn:aws:cloudhsm:${region}:${accountIdOf(account)}:${kind}/${id}`, ...none, tags: there?.tags ?? [] }
}

/** The role of a service, which a request names by the service or by the task that deletes it. */
function serviceRoleResource(account: Account, given: (member: string) => string | undefined): Found {
  const [, path, service = given('AWSServiceName'), named] = given('DeletionTaskId')?.split('/') ?? []
  if (service === undefined || (path !== undefined && path !== 'aws-service-role')) return undefined
  const name = named ?? (isLinkedService(service) ? serviceRoles[service].name : '*')
  const role = account.roles.get(name)
  return { arn: arnOf(accountIdOf(account), 'role', { path: servicePath(service), name }), ...none, ...weighed(role) }
}

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

function mfaResource(account: Account, given: (member: string) => string | undefined): Found {
  const name = given('VirtualMFADeviceName')
  if (name !== undefined) {
    return { arn: arnOf(accountIdOf(account), 'mfa', { name, path: given('Path') ?? '/' }), ...none }
  }
  const serial = given('SerialNumber')
  return given('UserName') === undefined && serial?.startsWith('arn:') === true ? { arn: serial, ...none } : undefined
}

function weighed(
  entity: { readonly tags: Tags; readonly permissionsBoundary?: string | undefined } | undefined,
): Partial<RequestedResource> {
  return entity === undefined ? {} : { tags: entity.tags, permissionsBoundary: entity.permissionsBoundary }
}
