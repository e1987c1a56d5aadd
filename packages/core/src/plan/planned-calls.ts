import { quotas } from '../account/quotas.ts'
import { subjectOf } from './order.ts'
import type { Change, PlannedCall } from './plan.ts'

/** The IAM calls that applying makes, in order; each operation is also the name of the permission that it needs. */
export function plannedCalls(changes: readonly Change[]): readonly PlannedCall[] {
  return changes.flatMap((change) =>
    operations(change).map((operation): PlannedCall => ({ service: 'iam', operation, subject: subjectOf(change) })),
  )
}

function operations(change: Change): readonly string[] {
  switch (change.kind) {
    case 'create-policy':
      return ['CreatePolicy']
    case 'update-policy':
      return change.before.versions.length >= quotas.versionsPerPolicy
        ? ['DeletePolicyVersion', 'CreatePolicyVersion']
        : ['CreatePolicyVersion']
    case 'set-default-version':
      return ['SetDefaultPolicyVersion']
    case 'delete-policy':
      return [...change.before.versions.slice(1).map(() => 'DeletePolicyVersion'), 'DeletePolicy']
    case 'create-group':
      return ['CreateGroup']
    case 'delete-group':
      return ['DeleteGroup']
    case 'create-user':
      return ['CreateUser']
    case 'attach-policy':
      return ['AttachGroupPolicy']
    case 'detach-policy':
      return ['DetachGroupPolicy']
    case 'delete-inline-policy':
      return ['DeleteGroupPolicy']
    case 'add-member':
      return ['AddUserToGroup']
    case 'remove-member':
      return ['RemoveUserFromGroup']
    default:
      return change satisfies never
  }
}
