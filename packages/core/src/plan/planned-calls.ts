import type { AccountState, PolicyState } from '../account/account-state.ts'
import { quotas } from '../account/quotas.ts'
import { subjectOf } from './order.ts'
import type { Change, PlannedCall } from './plan.ts'

/** The IAM calls that applying makes, in order; each operation is also the name of the permission that it needs. */
export function plannedCalls(changes: readonly Change[], actual: AccountState): readonly PlannedCall[] {
  const groupArns = new Map(actual.groups.map((group) => [group.name, group.arn]))
  for (const change of changes) {
    if (change.kind === 'create-group' || change.kind === 'move-group')
      groupArns.set(change.after.name, change.after.arn)
  }
  const onGroup = (operation: string, name: string): Called => ({ operation, resource: groupArns.get(name) ?? '*' })
  return changes.flatMap((change) =>
    callsOf(change, onGroup).map((call): PlannedCall => {
      const { operation, resource, ...more } = call
      return { service: 'iam', operation, subject: subjectOf(change), resource, ...more }
    }),
  )
}

type Called = Pick<PlannedCall, 'operation' | 'resource' | 'target' | 'policyArn'>

function callsOf(change: Change, onGroup: (operation: string, name: string) => Called): readonly Called[] {
  switch (change.kind) {
    case 'create-policy':
      return [{ operation: 'CreatePolicy', resource: change.after.arn }]
    case 'update-policy': {
      const resource = change.before.arn
      const create = { operation: 'CreatePolicyVersion', resource }
      return oldestSpare(change.before) === undefined
        ? [create]
        : [{ operation: 'DeletePolicyVersion', resource }, create]
    }
    case 'set-default-version':
      return [{ operation: 'SetDefaultPolicyVersion', resource: change.before.arn }]
    case 'delete-policy': {
      const resource = change.before.arn
      return [
        ...change.before.versions.slice(1).map(() => ({ operation: 'DeletePolicyVersion', resource })),
        { operation: 'DeletePolicy', resource },
      ]
    }
    case 'create-group':
      return [{ operation: 'CreateGroup', resource: change.after.arn }]
    case 'delete-group':
      return [{ operation: 'DeleteGroup', resource: change.before.arn }]
    case 'move-group':
      return [{ operation: 'UpdateGroup', resource: change.before.arn, target: change.after.arn }]
    case 'create-user':
      return [{ operation: 'CreateUser', resource: change.after.arn }]
    case 'attach-policy':
      return [{ ...onGroup('AttachGroupPolicy', change.after.group), policyArn: change.after.policyArn }]
    case 'detach-policy':
      return [{ ...onGroup('DetachGroupPolicy', change.before.group), policyArn: change.before.policyArn }]
    case 'delete-inline-policy':
      return [onGroup('DeleteGroupPolicy', change.before.group)]
    case 'add-member':
      return [onGroup('AddUserToGroup', change.after.group)]
    case 'remove-member':
      return [onGroup('RemoveUserFromGroup', change.before.group)]
    default:
      return change satisfies never
  }
}

/** The version that has to go before a policy of five can get a new one: the oldest that is not in force. */
export function oldestSpare(policy: PolicyState): string | undefined {
  if (policy.versions.length < quotas.versionsPerPolicy) return undefined
  return policy.versions
    .map((version) => version.versionId)
    .filter((versionId) => versionId !== policy.defaultVersionId)
    .toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)))[0]
}
