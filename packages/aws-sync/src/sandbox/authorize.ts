import { createEvaluator, parsePolicy, type RequestContext } from '@rolewright/core/policy'
import type { ActingPrincipal } from './acting-principal.ts'
import { AwsError } from './aws-error.ts'
import { callerArn, callerId } from './caller.ts'
import type { Call } from './operation.ts'
import type { RequestedResource } from './requested-resource.ts'
import { accountIdOf } from './shapes.ts'
import type { Account } from './state/account.ts'
import { trustsByName } from './trust.ts'

/** What AWS lets everybody do who has valid credentials. */
const always: ReadonlySet<string> = new Set(['sts:GetCallerIdentity', 'sts:GetSessionToken'])

/** A call about to be made by a user or role. */
export interface WeighedCall {
  readonly account: Account
  readonly principal: ActingPrincipal
  readonly action: string
  readonly resource: RequestedResource
  readonly input: object
  readonly call: Call
}

/**
 * Refuses what the caller's policies and boundary do not allow.
 *
 * @throws {AwsError} `AccessDenied`, saying which kind of policy is to blame.
 */
export function authorize(weighed: WeighedCall): void {
  const { account, principal, action, resource, call } = weighed
  if (always.has(action)) return
  const arn = callerArn(account, call.caller)
  if (action === 'sts:AssumeRole' && isTrustedByName(account, resource.arn, arn)) return
  const evaluator = createEvaluator(
    principal.documents.map((text) => parsePolicy(text)),
    {
      boundary: principal.boundary === undefined ? undefined : parsePolicy(principal.boundary),
    },
  )
  const decision = evaluator.decide({ action, resource: resource.arn, context: contextOf(weighed) })
  if (decision.effect === 'allow') return
  const bounded = decision.closest?.some(({ failed }) => failed === 'boundary') === true
  const reason =
    decision.effect === 'explicit-deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no ${bounded ? 'permissions boundary' : 'identity-based policy'} allows the ${action} action`
  const message = `User: ${arn} is not authorized to perform: ${action} on resource: ${resource.arn} ${reason}`
  throw new AwsError('AccessDenied', message)
}

function isTrustedByName(account: Account, roleArn: string, caller: string): boolean {
  const role = account.roles.get(roleArn.slice(roleArn.lastIndexOf('/') + 1))
  return role !== undefined && trustsByName(role, caller)
}

/** The condition keys that IAM fills for calls to itself. Long-lived keys have no `aws:MultiFactorAuthPresent` at all. */
function contextOf({ account, principal, resource, input, call }: WeighedCall): RequestContext {
  const { now, caller, region } = call
  const requestTags = requestTagsOf(input)
  return {
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': Math.floor(now.getTime() / 1000),
    'aws:PrincipalAccount': accountIdOf(account),
    'aws:PrincipalArn': callerArn(account, caller),
    'aws:PrincipalType': principal.kind === 'user' ? 'User' : 'AssumedRole',
    'aws:RequestedRegion': region,
    'aws:SecureTransport': true,
    'aws:userid': callerId(caller),
    ...(principal.kind === 'user' ? { 'aws:username': principal.name } : {}),
    ...(caller.kind === 'session' ? { 'aws:MultiFactorAuthPresent': caller.session.mfa === true } : {}),
    ...prefixed('aws:PrincipalTag/', principal.tags),
    ...prefixed('aws:ResourceTag/', resource.tags),
    ...prefixed('iam:ResourceTag/', resource.tags),
    ...prefixed('aws:RequestTag/', requestTags),
    ...(requestTags.length === 0 ? {} : { 'aws:TagKeys': requestTags.map(({ key }) => key) }),
    ...texts({
      'iam:PolicyARN': member(input, 'PolicyArn'),
      'iam:PermissionsBoundary': member(input, 'PermissionsBoundary') ?? resource.permissionsBoundary,
    }),
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
  const tags: unknown = Reflect.get(input, 'Tags')
  const keys: unknown = Reflect.get(input, 'TagKeys')
  if (Array.isArray(keys)) return keys.map((key) => ({ key: String(key), value: '' }))
  if (!Array.isArray(tags)) return []
  return tags.flatMap((tag: unknown) => {
    if (typeof tag !== 'object' || tag === null) return []
    return [{ key: member(tag, 'Key') ?? '', value: member(tag, 'Value') ?? '' }]
  })
}
