import type { AccountState, GroupState, PolicyState } from '../account/account-state.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'

/** Tells what of an account belongs to the model that `desired` was compiled from; everything else is foreign. */
export interface Owned {
  readonly group: (group: GroupState) => boolean
  readonly policy: (policy: PolicyState) => boolean
}

/** Groups and customer policies under the owned path or adopted, but for what is named as foreign; without an `ownership`, only those that `desired` names. */
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
  const [foreign, adopted] = [new Set(ownership.foreign), new Set(ownership.adopted)]
  const isOwned = ({ arn, path }: GroupState | PolicyState): boolean =>
    !foreign.has(arn) && (path.startsWith(ownership.path) || adopted.has(arn))
  return { group: isOwned, policy: (policy) => isOwned(policy) && !isAwsManaged(policy.arn) }
}
