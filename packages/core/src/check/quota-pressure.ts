import { quotaUse } from '../account/quota-use.ts'
import { compile } from '../compile/compile.ts'
import { ModelError } from '../model/model-error.ts'
import type { Rule } from './rule.ts'

/** From this share of a quota on, the next task may not fit any more. */
const pressure = 0.8

/** RW-QUOTA-NEAR: four fifths or more of one of IAM's quotas are used. */
export const quotaPressure: Rule = (model, options) =>
  model.accounts.flatMap((account) => {
    try {
      return quotaUse(compile(model, account, options).state)
        .filter((use) => use.used >= use.limit * pressure && use.used <= use.limit)
        .map((use) => ({
          code: 'RW-QUOTA-NEAR',
          severity: 'warning' as const,
          message: `${use.subject} uses ${use.used} of ${use.limit} ${use.quota} in \`${account.id}\``,
          path: use.subject,
          hint: 'split it before the next addition makes you',
        }))
    } catch (error) {
      // What can't be compiled is told by the rule that compiles.
      if (error instanceof ModelError) return []
      throw error
    }
  })
