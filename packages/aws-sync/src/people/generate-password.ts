import { randomInt } from 'node:crypto'
import type { PasswordPolicy } from '@aws-sdk/client-iam'

const KINDS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#$%^&*()_+-=[]{}|'] as const
const LENGTH = 24

/**
 * A new password from the system's random numbers, of letters of both cases, digits and symbols, so that it meets IAM's own rule and every
 * password policy: 24 characters, or as many as the policy asks for. Letters and digits that look alike are left out.
 *
 * See "Set an account password policy for IAM users" in the IAM User Guide for the symbols that count.
 */
export function generatePassword(policy: Pick<PasswordPolicy, 'MinimumPasswordLength'> = {}): string {
  const length = Math.max(LENGTH, policy.MinimumPasswordLength ?? 0)
  const all = KINDS.join('')
  const characters = [...KINDS.map(oneOf), ...Array.from({ length: length - KINDS.length }, () => oneOf(all))]
  // Where each kind stands is random too (Fisher and Yates).
  for (let place = characters.length - 1; place > 0; place--) {
    const other = randomInt(place + 1)
    const [a = '', b = ''] = [characters[place], characters[other]]
    characters[place] = b
    characters[other] = a
  }
  return characters.join('')
}

function oneOf(characters: string): string {
  return characters.charAt(randomInt(characters.length))
}
