import { policySize } from '../policy/print/policy-size.ts'
import type { AccountState, PolicyState } from './account-state.ts'
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

/** Things that have quotas of their own. */
export type QuotaHolders = Pick<AccountState, 'policies' | 'groups' | 'users'>

/**
 * How much of each of IAM's quotas a state uses: the account's, and for each customer policy, group and user its own; with `holders`, for
 * those alone.
 */
export function quotaUse(state: AccountState, holders: QuotaHolders = state): readonly QuotaUse[] {
  return [
    { quota: 'groups', subject: 'the account', used: state.groups.length, limit: quotas.groupsPerAccount },
    {
      quota: 'customer managed policies',
      subject: 'the account',
      used: state.policies.filter(isCustomer).length,
      limit: quotas.policiesPerAccount,
    },
    { quota: 'users', subject: 'the account', used: state.users.length, limit: quotas.usersPerAccount },
    ...holders.policies.filter(isCustomer).flatMap((policy) => {
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
    ...holders.groups.map((group) => ({
      quota: 'attached policies',
      subject: `group ${group.name}`,
      used: group.attachedPolicies.length,
      limit: quotas.policiesPerGroup,
    })),
    ...holders.users.map((user) => ({
      quota: 'groups',
      subject: `user ${user.name}`,
      used: user.groups.length,
      limit: quotas.groupsPerUser,
    })),
  ]
}

function isCustomer({ arn }: PolicyState): boolean {
  return !isAwsManaged(arn)
}
