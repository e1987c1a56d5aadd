import { AwsError } from './aws-error.ts'
import type { Account } from './state/account.ts'

/**
 * Refuses a password that the account's password policy, or IAM's own rule where there is none, does not allow.
 * See "Set an account password policy for IAM users" in the IAM User Guide.
 */
export function checkPassword(account: Account, userName: string, password: string): void {
  const policy = account.settings.get().passwordPolicy
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[!@#$%^&*()_+\-=[\]{}|']/]
  if (policy === undefined) {
    const different = kinds.filter((kind) => kind.test(password)).length
    if (password.length < 8 || different < 3 || password.toLowerCase() === userName.toLowerCase())
      throw refusedPassword()
    return
  }
  const [upper = true, lower = true, digit = true, symbol = true] = kinds.map((kind) => kind.test(password))
  const fits =
    password.length >= policy.minimumPasswordLength &&
    (upper || !policy.requireUppercaseCharacters) &&
    (lower || !policy.requireLowercaseCharacters) &&
    (digit || !policy.requireNumbers) &&
    (symbol || !policy.requireSymbols)
  if (!fits) throw refusedPassword()
}

export const refusedPassword = (): AwsError =>
  new AwsError('PasswordPolicyViolation', 'Password does not conform to the account password policy.')
