import { policySize } from '../policy/print/policy-size.ts'
import type { AccountState } from './account-state.ts'
import { isAwsManaged } from './is-aws-managed.ts'
import { defaultDocument } from './documents.ts'
import { quotas } from './quotas.ts'

/** One of IAM's limits, as it stands after the plan. */
export interface QuotaUse {
  readonly quota: string
  /** What the limit is on: a group, a policy, a user, or the account. */
  readonly subject: string
  readonly used: number
  readonly limit: number
}

/** How much of each of IAM's quotas a state uses: the account's, and for each customer policy, group and user its own. */
export function quotaUse(state: AccountState): readonly QuotaUse[] {
  const customer = state.policies.filter((policy) => !isAwsManaged(policy.arn))
  return [
    { quota: 'groups', subject: 'the account', used: state.groups.length, limit: quotas.groupsPerAccount },
    {
      quota: 'customer managed policies',
      subject: 'the account',
      used: customer.length,
      limit: quotas.policiesPerAccount,
    },
    { quota: 'users', subject: 'the account', used: state.users.length, limit: quotas.usersPerAccount },
    ...customer.flatMap((policy) => {
      const document = defaultDocument(policy)
      return document === undefined
        ? []
        : [
            {
              quota: 'characters',
              subject: `policy ${policy.name}`,
              used: policySize(document),
              limit: quotas.policyCharacters,
            },
          ]
    }),
    ...state.groups.map((group) => ({
      quota: 'attached policies',
      subject: `group ${group.name}`,
      used: group.attachedPolicies.length,
      limit: quotas.policiesPerGroup,
    })),
    ...state.users.map((user) => ({
      quota: 'groups',
      subject: `user ${user.name}`,
      used: user.groups.length,
      limit: quotas.groupsPerUser,
    })),
  ]
}
