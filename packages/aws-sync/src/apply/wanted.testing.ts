import type { AccountState } from '@rolewright/core'
import { allowing, desiredState } from './desired.testing.ts'

/** What the company wants: about 60 calls for an empty account. */
export const wanted: AccountState = desiredState({
  policies: Object.fromEntries(range(12).map((n) => [`Policy${n}`, allowing(`s3:Get*`, `sqs:${'ABCDEFGHIJKL'[n]}*`)])),
  groups: Object.fromEntries(
    range(6).map((n) => [`Group${n}`, [`Policy${n}`, `Policy${n + 6}`, `Policy${(n + 3) % 12}`]]),
  ),
  users: Object.fromEntries(range(6).map((n) => [`user${n}`, [`Group${n}`, `Group${(n + 1) % 6}`]])),
})

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index)
}
