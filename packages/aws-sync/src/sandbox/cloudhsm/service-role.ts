import { createEvaluator, parsePolicy } from '@rolewright/core/policy'
import { actingPrincipal } from '../acting-principal.ts'
import { AwsError } from '../aws-error.ts'
import { callContext } from '../call-context.ts'
import { callerArn } from '../caller.ts'
import type { Call } from '../operation.ts'
import { createServiceRole, findServiceRole, serviceRoles } from '../service-roles.ts'
import type { Account } from '../state/account.ts'

const SERVICE = 'cloudhsm.amazonaws.com'

/**
 * Makes the service-linked role with the first cluster, as CloudHSM does for whoever may `iam:CreateServiceLinkedRole`.
 *
 * @throws {AwsError} `CloudHsmAccessDeniedException` for whoever may not.
 */
export function requireServiceRole(account: Account, call: Call): void {
  if (findServiceRole(account, SERVICE) !== undefined) return
  const principal = actingPrincipal(account, call.caller)
  const { name } = serviceRoles[SERVICE]
  if (principal !== undefined) {
    const input = { AWSServiceName: SERVICE }
    const resource = `arn:aws:iam::${call.accountId}:role/aws-service-role/${SERVICE}/${name}`
    const action = 'iam:CreateServiceLinkedRole'
    const { effect } = createEvaluator(
      principal.documents.map((text) => parsePolicy(text)),
      { boundary: principal.boundary === undefined ? undefined : parsePolicy(principal.boundary) },
    ).decide({
      action,
      resource,
      context: callContext({ account, principal, resource: { tags: [], permissionsBoundary: undefined }, input, call }),
    })
    if (effect !== 'allow') {
      const who = callerArn(account, call.caller)
      throw new AwsError(
        'CloudHsmAccessDeniedException',
        `User: ${who} is not authorized to perform: ${action} on resource: ${resource}`,
      )
    }
  }
  createServiceRole(account, SERVICE, call)
}

/** CloudHSM logs what happens to its clusters by its role: the role's last use shows it. */
export function useServiceRole(account: Account, { now, region }: Call): void {
  const role = findServiceRole(account, SERVICE)
  if (role === undefined) return
  const attempt = {
    entity: role.id,
    action: 'logs:PutLogEvents',
    resource: `arn:aws:logs:${region}:*:*`,
    at: now.toISOString(),
    region,
  }
  account.attempts.set([...account.attempts.get(), attempt])
}
