import { actingPrincipal } from './acting-principal.ts'
import { callContext } from './call-context.ts'
import { callerArn } from './caller.ts'
import { arnOf } from './identifiers.ts'
import { isMfaSignIn } from './mfa-sign-in.ts'
import type { Call } from './operation.ts'
import { accountIdOf } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { StoredRole } from './state/entities.ts'
import { trustOf } from './trust.ts'

/** What the trust policy of one role says to a call that asks for it. */
export function trustForRole(asked: {
  readonly account: Account
  readonly role: StoredRole
  readonly action: string
  readonly input: object
  readonly call: Call
}): ReturnType<typeof trustOf> {
  const { account, role, action, input, call } = asked
  const accountId = accountIdOf(account)
  const principal = actingPrincipal(account, call.caller)
  const context = callContext({
    account,
    principal,
    resource: { tags: role.tags, permissionsBoundary: undefined },
    input,
    call,
  })
  const own = account.roles.all().find(({ id }) => id === principal?.id)
  return trustOf({
    role,
    action,
    accountId,
    callerArns: [callerArn(account, call.caller), ...(own === undefined ? [] : [arnOf(accountId, 'role', own)])],
    // Asked with a code, the caller counts as signed in with MFA, as `sts:AssumeRole` takes it.
    context: isMfaSignIn(account, input, call) ? { ...context, 'aws:MultiFactorAuthPresent': true } : context,
  })
}

/** The same for whichever role a call of `sts:AssumeRole` names. */
export function trustForCall(asked: {
  readonly account: Account
  readonly action: string
  readonly resource: { readonly arn: string }
  readonly input: object
  readonly call: Call
}): ReturnType<typeof trustOf> {
  const { account, resource } = asked
  const role = account.roles.get(resource.arn.slice(resource.arn.lastIndexOf('/') + 1))
  if (role === undefined || arnOf(accountIdOf(account), 'role', role) !== resource.arn) return 'closed'
  return trustForRole({ ...asked, role })
}
