import type { AccountState, GroupState, PolicyState } from '../account/account-state.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'

/** Tells what of an account belongs to the model that `desired` was compiled from; everything else is foreign. */
export interface Owned {
  readonly group: (group: GroupState) => boolean
  readonly policy: (policy: PolicyState) => boolean
}

/** Groups and customer policies under the owned path; without an `ownership`, only those that `desired` names. */
export function ownedBy(desired: AccountState): Owned {
  const { ownership } = desired
  if (ownership === undefined) {
    const groups = new Set(desired.groups.map((group) => group.arn))
    const policies = new Set(desired.policies.map((policy) => policy.arn))
    return {
      group: (group) => groups.has(group.arn),
      policy: (policy) => policies.has(policy.arn) && !isAwsManaged(policy.arn),
    }
  }
  return {
    group: (group) => group.path.startsWith(ownership.path),
    policy: (policy) => policy.path.startsWith(ownership.path) && !isAwsManaged(policy.arn),
  }
}
