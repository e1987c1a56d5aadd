import type { RequestContext } from '@rolewright/core/policy'
import type { ActingPrincipal } from './acting-principal.ts'
import { callerArn, callerId } from './caller.ts'
import { arnOf } from './identifiers.ts'
import type { Call } from './operation.ts'
import type { RequestedResource } from './requested-resource.ts'
import { accountIdOf } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { Session } from './state/settings.ts'

/** A call whose condition keys are asked for. */
export interface CallInContext {
  readonly account: Account
  /** Absent for the root user. */
  readonly principal: ActingPrincipal | undefined
  readonly resource: Pick<RequestedResource, 'tags' | 'permissionsBoundary'>
  readonly input: object
  readonly call: Call
}

/** The condition keys that AWS fills for a call. Long-lived keys have no `aws:MultiFactorAuthPresent` at all. */
export function callContext({ account, principal, resource, input, call }: CallInContext): RequestContext {
  const { now, caller, region } = call
  const requestTags = requestTagsOf(input)
  return {
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': Math.floor(now.getTime() / 1000),
    'aws:PrincipalAccount': accountIdOf(account),
    'aws:PrincipalArn': principalArn(account, caller, principal),
    'aws:PrincipalType': principal === undefined ? 'Account' : principal.kind === 'user' ? 'User' : 'AssumedRole',
    'aws:RequestedRegion': region,
    'aws:SecureTransport': true,
    'aws:userid': callerId(caller),
    ...(principal?.kind === 'user' ? { 'aws:username': principal.name } : {}),
    ...(caller.kind === 'session' ? sessionContext(caller.session, now) : {}),
    ...prefixed('aws:PrincipalTag/', principal?.tags ?? []),
    ...prefixed('aws:ResourceTag/', resource.tags),
    ...prefixed('iam:ResourceTag/', resource.tags),
    ...prefixed('aws:RequestTag/', requestTags),
    ...(requestTags.length === 0 ? {} : { 'aws:TagKeys': requestTags.map(({ key }) => key) }),
    ...texts({
      'iam:AWSServiceName': member(input, 'AWSServiceName'),
      'iam:PolicyARN': member(input, 'PolicyArn'),
      'iam:PermissionsBoundary': member(input, 'PermissionsBoundary') ?? resource.permissionsBoundary,
      'sts:ExternalId': member(input, 'ExternalId'),
      'sts:RoleSessionName': member(input, 'RoleSessionName'),
      'sts:SourceIdentity': member(input, 'SourceIdentity'),
    }),
  }
}

/** A session's own ARN is told nowhere in conditions: the role's is. */
function principalArn(account: Account, caller: Call['caller'], principal: ActingPrincipal | undefined): string {
  const role = principal?.kind === 'role' ? account.roles.get(principal.name) : undefined
  return role === undefined ? callerArn(account, caller) : arnOf(accountIdOf(account), 'role', role)
}

function sessionContext({ mfa = false, issuedAt, sourceIdentity }: Session, now: Date): RequestContext {
  return {
    'aws:MultiFactorAuthPresent': mfa,
    ...(issuedAt === undefined ? {} : { 'aws:TokenIssueTime': issuedAt }),
    ...(mfa && issuedAt !== undefined
      ? { 'aws:MultiFactorAuthAge': Math.floor((now.getTime() - Date.parse(issuedAt)) / 1000) }
      : {}),
    ...texts({ 'aws:SourceIdentity': sourceIdentity }),
  }
}

const prefixed = (prefix: string, tags: readonly { key: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(tags.map(({ key, value }) => [prefix + key, value]))

const texts = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))

function member(input: object, name: string): string | undefined {
  const value: unknown = Reflect.get(input, name)
  return typeof value === 'string' ? value : undefined
}

function requestTagsOf(input: object): { key: string; value: string }[] {
  const tags: unknown = Reflect.get(input, 'Tags') ?? Reflect.get(input, 'TagList')
  const keys: unknown = Reflect.get(input, 'TagKeys') ?? Reflect.get(input, 'TagKeyList')
  if (Array.isArray(keys)) return keys.map((key) => ({ key: String(key), value: '' }))
  if (!Array.isArray(tags)) return []
  return tags.flatMap((tag: unknown) => {
    if (typeof tag !== 'object' || tag === null) return []
    return [{ key: member(tag, 'Key') ?? '', value: member(tag, 'Value') ?? '' }]
  })
}
