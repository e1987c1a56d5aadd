import type { AccountState } from '../account/account-state.ts'
import { quotas } from '../account/quotas.ts'
import { quotaUse } from '../account/quota-use.ts'
import type { Finding } from '../diagnostic/finding.ts'

/** An error for every quota of IAM that a state exceeds, with what to change. */
export function quotaFindings(state: AccountState): Finding[] {
  return quotaUse(state)
    .filter((use) => use.used > use.limit)
    .map((use) => ({
      code: 'RW-QUOTA',
      severity: 'error',
      message: `${use.subject} would have ${use.used} ${use.quota}; IAM takes at most ${use.limit}`,
      path: use.subject,
      hint: mend(use.limit),
    }))
}

function mend(limit: number): string {
  if (limit === quotas.policyCharacters) return 'split the policy in two, one for each service or kind of resource'
  if (limit === quotas.policiesPerGroup)
    return 'join policies of one service, or split the role in two jobs; a required MFA takes one place'
  return 'give fewer, or put the roles into several accounts'
}
