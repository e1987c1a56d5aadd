import {
  AssumeRole$,
  GetSessionToken$,
  type AssumeRoleRequest,
  type AssumeRoleResponse,
  type Credentials,
  type GetSessionTokenRequest,
  type GetSessionTokenResponse,
} from '@aws-sdk/client-sts'
import { AwsError } from '../aws-error.ts'
import { callerArn, callerId } from '../caller.ts'
import { arnOf, newId, newSecret } from '../identifiers.ts'
import { changing, type Call, type QueryOperation } from '../operation.ts'
import { accountIdOf } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { Session } from '../state/settings.ts'
import { newTags } from '../tag-list.ts'
import { sessionPolicies } from '../session-policies.ts'
import { isMfaSignIn } from '../mfa-sign-in.ts'
import { trustForRole } from '../trust-for-call.ts'

const assumeRole = changing<AssumeRoleRequest, AssumeRoleResponse>(AssumeRole$, (account, input, call) => {
  const { RoleArn: arn = '', RoleSessionName: name = '', DurationSeconds: seconds = 3600 } = input
  const role = account.roles.get(arn.slice(arn.lastIndexOf('/') + 1))
  const asked = [
    'sts:AssumeRole',
    ...((input.Tags ?? []).length > 0 ? ['sts:TagSession'] : []),
    ...(input.SourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ]
  for (const action of asked) {
    // A role that is not there is refused in the words of one that may not be taken: nobody learns which.
    if (role !== undefined && arnOf(accountIdOf(account), 'role', role) === arn) {
      if (trustForRole({ account, role, action, input, call }) !== 'closed') continue
    }
    const caller = callerArn(account, call.caller)
    throw new AwsError('AccessDenied', `User: ${caller} is not authorized to perform: ${action} on resource: ${arn}`)
  }
  if (role === undefined) throw new AwsError('AccessDenied', `There is no ${arn}`)
  const chained = call.caller.kind === 'session' && call.caller.session.name !== undefined
  if (chained && seconds > 3600) {
    const message = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
    throw new AwsError('ValidationError', message)
  }
  if (seconds < 900 || seconds > role.maxSessionDuration) {
    const message = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
    throw new AwsError('ValidationError', message)
  }
  const policies = sessionPolicies(account, input)
  return {
    Credentials: openSession(account, call, {
      principal: role.id,
      name,
      seconds,
      policies,
      tags: newTags([], input.Tags),
      sourceIdentity: input.SourceIdentity,
      mfa: isMfaSignIn(account, input, call),
    }),
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${name}`,
      Arn: `arn:aws:sts::${accountIdOf(account)}:assumed-role/${role.name}/${name}`,
    },
  }
})

const getSessionToken = changing<GetSessionTokenRequest, GetSessionTokenResponse>(
  GetSessionToken$,
  (account, input, call) => {
    if (call.caller.kind === 'session') {
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials')
    }
    const { DurationSeconds: seconds = 43_200 } = input
    const mfa = isMfaSignIn(account, input, call)
    return { Credentials: openSession(account, call, { principal: callerId(call.caller), seconds, mfa }) }
  },
)

/** Gives out temporary credentials, and forgets those that have ended. */
export function openSession(
  account: Account,
  { now }: Pick<Call, 'now'>,
  wanted: Pick<Session, 'principal' | 'name' | 'policies' | 'tags' | 'sourceIdentity'> & {
    readonly seconds: number
    readonly mfa: boolean
  },
): Credentials {
  const { principal, name, seconds, mfa, policies = [], tags = [], sourceIdentity } = wanted
  const expires = new Date(now.getTime() + seconds * 1000)
  const accessKeyId = newId('session')
  const session: Session = {
    accessKeyId,
    principal,
    ...(name === undefined ? {} : { name }),
    ...(mfa ? { mfa } : {}),
    ...(policies.length === 0 ? {} : { policies }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    issuedAt: now.toISOString(),
    expiresAt: expires.toISOString(),
  }
  const settings = account.settings.get()
  const isAlive = ({ expiresAt }: Session): boolean => new Date(expiresAt) > now
  const expired = settings.sessions.filter((each) => !isAlive(each)).map((each) => each.accessKeyId)
  account.settings.set({
    ...settings,
    sessions: [...settings.sessions.filter(isAlive), session],
    retiredKeys: [...settings.retiredKeys, ...expired],
  })
  return { AccessKeyId: accessKeyId, SecretAccessKey: newSecret(), SessionToken: newSecret(), Expiration: expires }
}

export const sessionOperations: readonly QueryOperation[] = [assumeRole, getSessionToken]
