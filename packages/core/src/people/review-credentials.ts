import type { Finding, Severity } from '../diagnostic/finding.ts'
import { type CredentialContext, type CredentialRule, credentialFinding } from './credential-context.ts'
import { oldKey, twoKeys, unusedKey } from './key-rules.ts'
import { notInAccount, notInModel } from './model-rules.ts'
import { privilegedWithoutMfa, rootUse, unusedPassword } from './sign-in-rules.ts'

/** Every rule of a review of credentials, in the order of its findings. */
export const credentialRules: readonly CredentialRule[] = [
  privilegedWithoutMfa,
  rootUse,
  oldKey,
  unusedKey,
  twoKeys,
  unusedPassword,
  notInModel,
  notInAccount,
]

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/**
 * What is wrong with the credentials of an account, each with the command that mends it, the worst first.
 *
 * @example
 * ```ts
 * const findings = reviewCredentials({ state, credentials, people, now: new Date('2026-06-01'), days: 90 })
 * ```
 */
export function reviewCredentials(context: CredentialContext): readonly Finding[] {
  return credentialRules
    .flatMap((rule) => rule.find(context).map((found) => credentialFinding(rule, found)))
    .toSorted((a, b) => ranks[a.severity] - ranks[b.severity])
}
