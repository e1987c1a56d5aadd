import { accountCodes } from './account-codes.ts'
import type { CodeEntry } from './code-entry.ts'
import { commandCodes } from './command-codes.ts'
import { modelCodes } from './model-codes.ts'
import { peopleCodes } from './people-codes.ts'
import { policyCodes } from './policy-codes.ts'
import { syncCodes } from './sync-codes.ts'

/**
 * Every code that an error of Rolewright's packages carries, with what it means and how to mend it. The codes of findings stand with their
 * checks: `RW-…` in the rules of `check`, AWS's issue codes with `lintPolicy`.
 *
 * @example
 * ```ts
 * codes['stale-plan']?.mend // 'Make the plan again, look at it, and apply the new one.'
 * ```
 */
export const codes: Readonly<Record<string, CodeEntry>> = {
  ...policyCodes,
  ...modelCodes,
  ...syncCodes,
  ...accountCodes,
  ...peopleCodes,
  ...commandCodes,
}
