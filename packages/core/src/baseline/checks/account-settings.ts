import { BEST_PRACTICES, type BaselineCheck, verdictOf } from '../baseline-check.ts'
import { defaultPasswordPolicy, passwordPolicyGaps } from '../password-policy.ts'

export const accountAlias: BaselineCheck = {
  id: 'account-alias',
  code: 'RW-BASE-ALIAS',
  severity: 'warning',
  title: 'people sign in at an address with a name',
  explanation: 'An alias hides the account’s number and gives people an address that they can remember.',
  source: { document: BEST_PRACTICES, section: 'Before granting users the access they need, step 2' },
  unseen: '',
  mend: {
    by: 'baseline',
    does: 'gives the account the alias that `--alias` names; it must be free in all of AWS, and an alias that is there is kept',
  },
  judge: ({ alias, accountId }) =>
    verdictOf(
      alias === null
        ? [{ message: 'the account has no alias, so people sign in by its number', path: `account ${accountId}` }]
        : [],
      `People sign in at https://${alias ?? accountId}.signin.aws.amazon.com/console.`,
    ),
}

const words = `at least ${defaultPasswordPolicy.minimumLength} characters of all four kinds, changed every ${defaultPasswordPolicy.maxAge} days, none of the last ${defaultPasswordPolicy.reusePrevention}, and people may change their own`

export const passwordPolicy: BaselineCheck = {
  id: 'password-policy',
  code: 'RW-BASE-PASSWORD-POLICY',
  severity: 'warning',
  title: 'a password policy is set',
  explanation: `Without one IAM takes eight characters of three kinds, for ever. Held against ${words}.`,
  source: { document: BEST_PRACTICES, section: 'Before granting users the access they need, step 3' },
  unseen: 'How long the passwords are that were chosen before.',
  mend: {
    by: 'baseline',
    does: `sets a policy of ${words}; what is stricter already stays`,
  },
  judge: ({ passwordPolicy: policy, accountId }) => {
    const path = `account ${accountId}`
    if (policy === null) return verdictOf([{ message: 'the account has no password policy', path }], '')
    return verdictOf(
      passwordPolicyGaps(policy).map((message) => ({ message: `the password policy ${message}`, path })),
      `At least ${policy.minimumLength} characters of all four kinds.`,
    )
  },
}
