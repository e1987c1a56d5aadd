import { quotaUse } from '../account/quota-use.ts'
import type { Rule } from './rule.ts'

/** From this share of a quota on, the next task may not fit any more. */
const pressure = 0.8

export const quotaPressure: Rule = {
  code: 'RW-QUOTA-NEAR',
  severity: 'warning',
  title: "four fifths or more of one of IAM's quotas are used",
  explanation:
    "Ten policies a group and 6,144 characters a policy can't be raised; the next addition may change how things are packed.",
  mend: 'split it before the next addition makes you',
  find: ({ accounts }) =>
    accounts.flatMap(({ account, state }) =>
      quotaUse(state)
        .filter((use) => use.used >= use.limit * pressure && use.used <= use.limit)
        .map((use) => ({
          message: `${use.subject} uses ${use.used} of ${use.limit} ${use.quota} in \`${account.id}\``,
          path: use.subject,
          account: account.id,
        })),
    ),
}
