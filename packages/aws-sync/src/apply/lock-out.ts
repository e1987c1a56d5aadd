import {
  type AccountState,
  applyToState,
  type Change,
  createEvaluator,
  documentFinder,
  type EffectiveDocuments,
  type Plan,
  RolewrightError,
} from '@rolewright/core'
import type { Caller } from '../read/caller.ts'

/**
 * Refuses a plan after which the caller could not go on managing this account, when it can now: throws code `lock-out`.
 *
 * Looks at reading the account and at changing the groups and policies that the plan touches; conditions on MFA count as met. A caller
 * whose policies the account does not show (the root user, a federated one) is not judged.
 */
export function requireNotLockedOut(plan: Plan, actual: AccountState, caller: Caller): void {
  const before = documentsOf(actual, caller)
  if (before === undefined) return
  const next = applyToState(actual, plan.changes)
  const after = documentsOf(next, caller)
  // A policy whose document the account does not show may still allow it.
  if (after === undefined || after.unknown.length > 0) return
  const [can, could] = [mayDo(after), mayDo(before)]
  for (const { action, resource } of neededCalls(plan, next)) {
    if (!could(action, resource) || can(action, resource)) continue
    throw new RolewrightError({
      code: 'lock-out',
      message: `after this plan, you (\`${caller.arn}\`) could no longer \`${action}\` on \`${resource}\``,
      hint: 'keep your own access in the model, or let somebody else apply it',
    })
  }
}

function documentsOf(state: AccountState, caller: Caller): EffectiveDocuments | undefined {
  const finder = documentFinder(state)
  const user = state.users.find(({ arn }) => arn === caller.arn)
  if (user !== undefined) return finder.ofUser(user)
  const roleName = /:assumed-role\/([^/]+)\//.exec(caller.arn)?.[1]
  const role = state.roles.find(({ name }) => name === roleName)
  return role === undefined ? undefined : finder.ofGroup(role)
}

function mayDo({ documents }: EffectiveDocuments): (action: string, resource: string) => boolean {
  const evaluator = createEvaluator(documents)
  const context = { 'aws:MultiFactorAuthPresent': true, 'aws:MultiFactorAuthAge': 0 }
  return (action, resource) => evaluator.decide({ action, resource, context }).effect === 'allow'
}

function neededCalls(
  plan: Plan,
  after: AccountState,
): readonly { readonly action: string; readonly resource: string }[] {
  const groups = new Set(plan.changes.flatMap(groupOf))
  const policies = new Set(plan.changes.flatMap(policyOf))
  return [
    { action: 'iam:GetAccountAuthorizationDetails', resource: '*' },
    ...after.policies
      .filter(({ arn }) => policies.has(arn))
      .map(({ arn }) => ({ action: 'iam:CreatePolicyVersion', resource: arn })),
    ...after.groups
      .filter(({ name }) => groups.has(name))
      .map(({ arn }) => ({ action: 'iam:AttachGroupPolicy', resource: arn })),
  ]
}

function groupOf(change: Change): string[] {
  const value = change.after ?? change.before
  if ('group' in value) return [value.group]
  return change.kind === 'create-group' ? [change.after.name] : []
}

function policyOf(change: Change): string[] {
  const value = change.after ?? change.before
  return 'versions' in value ? [value.arn] : []
}
