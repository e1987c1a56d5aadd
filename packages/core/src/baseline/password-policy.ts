import type { PasswordPolicy } from './account-facts.ts'

/** What `baseline --mend password-policy` asks for at least. */
export const defaultPasswordPolicy: Required<Omit<PasswordPolicy, 'hardExpiry'>> = {
  minimumLength: 14,
  symbols: true,
  numbers: true,
  uppercase: true,
  lowercase: true,
  usersMayChange: true,
  maxAge: 90,
  reusePrevention: 24,
}

/** What a policy lacks of {@link defaultPasswordPolicy}, each as the end of a sentence about it. */
export function passwordPolicyGaps(policy: PasswordPolicy): readonly string[] {
  const wanted = defaultPasswordPolicy
  return [
    ...(policy.minimumLength < wanted.minimumLength
      ? [`asks for ${policy.minimumLength} characters, not ${wanted.minimumLength}`]
      : []),
    ...(['uppercase', 'lowercase', 'numbers', 'symbols'] as const)
      .filter((kind) => !policy[kind])
      .map((kind) => `asks for no ${LETTERS[kind]}`),
    ...(policy.usersMayChange ? [] : ['does not let people change their own password']),
    ...(policy.maxAge === undefined || policy.maxAge > wanted.maxAge
      ? [
          `lets a password stand ${policy.maxAge === undefined ? 'for ever' : `${policy.maxAge} days`}, not ${wanted.maxAge}`,
        ]
      : []),
    ...(policy.reusePrevention === undefined || policy.reusePrevention < wanted.reusePrevention
      ? [`remembers ${policy.reusePrevention ?? 0} earlier passwords, not ${wanted.reusePrevention}`]
      : []),
  ]
}

const LETTERS = {
  uppercase: 'capital letter',
  lowercase: 'small letter',
  numbers: 'digit',
  symbols: 'symbol',
} as const

/**
 * The policy that has all of {@link defaultPasswordPolicy} and keeps whatever is stricter already.
 *
 * With hard expiry an old password can be set anew by an administrator only, so that a shorter age could lock everybody out at once: then
 * the age stays as it is, and a person has to decide.
 */
export function strengthenedPasswordPolicy(policy: PasswordPolicy | null): PasswordPolicy {
  if (policy === null) return defaultPasswordPolicy
  const wanted = defaultPasswordPolicy
  const { maxAge, hardExpiry } = policy
  const age = hardExpiry === true ? maxAge : Math.min(maxAge ?? wanted.maxAge, wanted.maxAge)
  return {
    minimumLength: Math.max(policy.minimumLength, wanted.minimumLength),
    symbols: true,
    numbers: true,
    uppercase: true,
    lowercase: true,
    usersMayChange: true,
    ...(age === undefined ? {} : { maxAge: age }),
    reusePrevention: Math.max(policy.reusePrevention ?? 0, wanted.reusePrevention),
    ...(hardExpiry === undefined ? {} : { hardExpiry }),
  }
}
