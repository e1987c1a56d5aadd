import type { AccountState, PolicyState } from '../account/account-state.ts'
import { byName } from '../account/by-name.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import { isLasting } from '../people/own-paths.ts'

/**
 * The policies that a review looks at, sorted by name: the customer's own that a group holds, under `ownedPath` if given. What is there for a
 * time only, such as temporary access, ends by itself.
 *
 * @example
 * ```ts
 * const arns = reviewedPolicies(state, '/rolewright/example/').map((policy) => policy.arn)
 * ```
 */
export function reviewedPolicies(state: AccountState, ownedPath?: string): readonly PolicyState[] {
  const held = new Set(state.groups.flatMap((group) => group.attachedPolicies))
  return state.policies
    .filter((policy) => held.has(policy.arn) && !isAwsManaged(policy.arn))
    .filter((policy) => ownedPath === undefined || isLasting(policy.path, ownedPath))
    .toSorted(byName)
}

/** Names of the groups that hold a policy, sorted. */
export function holdersOf(state: AccountState, policyArn: string): readonly string[] {
  return state.groups
    .filter((group) => group.attachedPolicies.includes(policyArn))
    .map((group) => group.name)
    .toSorted()
}
