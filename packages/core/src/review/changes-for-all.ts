import type { AccountState } from '../account/account-state.ts'
import type { DocumentChange } from './proposal.ts'

/** Whether a change is a new version of the policy, and not another policy for some of the groups that hold it. */
export function changesForAll(state: AccountState, { policyArn, before, after, groups }: DocumentChange): boolean {
  return (
    before !== null &&
    after !== null &&
    state.groups.every((group) => !group.attachedPolicies.includes(policyArn) || groups.includes(group.name))
  )
}
