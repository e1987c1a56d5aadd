import type { AccountState } from '../account/account-state.ts'
import { quotas } from '../account/quotas.ts'
import { quotaUse } from '../account/quota-use.ts'
import type { Finding } from '../diagnostic/finding.ts'

/**
 * An error for every quota of IAM that a state exceeds, with what to change. What stands in the account already, outside the model's path, has
 * passed IAM's own quotas, which AWS may have raised.
 */
export function quotaFindings(state: AccountState): Finding[] {
  return quotaUse(withoutStanding(state))
    .filter((use) => use.used > use.limit)
    .map((use) => ({
      code: 'RW-QUOTA',
      severity: 'error',
      message: `${use.subject} would have ${use.used} ${use.quota}; IAM takes at most ${use.limit}`,
      path: use.subject,
      hint: mend(use.limit),
    }))
}

function withoutStanding(state: AccountState): AccountState {
  const standing = new Set([...(state.ownership?.foreign ?? []), ...(state.ownership?.adopted ?? [])])
  if (standing.size === 0) return state
  const groups = state.groups.filter(({ arn }) => !standing.has(arn))
  const names = new Set(groups.map(({ name }) => name))
  return {
    ...state,
    groups,
    policies: state.policies.filter(({ arn }) => !standing.has(arn)),
    users: state.users.map((user) => ({ ...user, groups: user.groups.filter((name) => names.has(name)) })),
  }
}

function mend(limit: number): string {
  if (limit === quotas.policyCharacters) return 'split the policy in two, one for each service or kind of resource'
  if (limit === quotas.policiesPerGroup)
    return 'join policies of one service, or split the role in two jobs; a required MFA takes one place'
  return 'give fewer, or put the roles into several accounts'
}
