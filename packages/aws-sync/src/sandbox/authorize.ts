import { createEvaluator, parsePolicy, type PolicyDocument } from '@rolewright/core/policy'
import type { ActingPrincipal } from './acting-principal.ts'
import { AwsError } from './aws-error.ts'
import { callContext } from './call-context.ts'
import { callerArn } from './caller.ts'
import type { Call } from './operation.ts'
import type { RequestedResource } from './requested-resource.ts'
import { sessionLimit } from './session-policies.ts'
import { shownResource } from './shown-resource.ts'
import type { Account } from './state/account.ts'
import { trustForCall } from './trust-for-call.ts'

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
  const session = sessionLimit(principal.sessionPolicies)
  const limits = [
    ...(principal.boundary === undefined ? [] : [parsePolicy(principal.boundary)]),
    ...(session === undefined ? [] : [session]),
  ]
  const documents = principal.documents.map((text) => parsePolicy(text))
  const evaluator = createEvaluator(documents, { boundary: limits })
  const decision = evaluator.decide({ action, resource: resource.arn, context: callContext(weighed) })
  if (decision.effect === 'allow') return
  if (decision.effect === 'implicit-deny' && isOwnPassword(weighed)) return
  // A role that names the caller needs no right of the caller's own; a denial stands all the same.
  if (action === 'sts:AssumeRole' && decision.effect === 'implicit-deny' && trustForCall(weighed) === 'named') return
  const reason =
    decision.effect === 'explicit-deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no ${kindToBlame(weighed, documents, session)} allows the ${action} action`
  const shown = shownResource(account, { action, arn: resource.arn, input: weighed.input })
  const message = `User: ${arn} is not authorized to perform: ${action} on resource: ${shown} ${reason}`
  throw new AwsError('AccessDenied', message)
}

/** Which kind of policy lacks an Allow, where none denies. */
function kindToBlame(
  weighed: WeighedCall,
  documents: readonly PolicyDocument[],
  session: PolicyDocument | undefined,
): string {
  const asked = { action: weighed.action, resource: weighed.resource.arn, context: callContext(weighed) }
  const allowed = (by: PolicyDocument | readonly PolicyDocument[]): boolean =>
    createEvaluator(by).decide(asked).effect === 'allow'
  if (!allowed(documents)) return 'identity-based policy'
  return session === undefined || allowed(session) ? 'permissions boundary' : 'session policy'
}

/** What the account's password policy gives to every user: a password of one's own. */
function isOwnPassword({ account, action, principal }: WeighedCall): boolean {
  const { passwordPolicy } = account.settings.get()
  const own = action === 'iam:ChangePassword' || action === 'iam:GetAccountPasswordPolicy'
  return own && principal.kind === 'user' && passwordPolicy?.allowUsersToChangePassword === true
}
