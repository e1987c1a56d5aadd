import { RolewrightError } from '@rolewright/core'

/** How far to put the clock on: any of these, added up. A month is a calendar month. */
export interface Advance {
  readonly months?: number
  readonly days?: number
  readonly ms?: number
}

const day = 86_400_000

/**
 * The date that lies `by` after `from`, in UTC; a day that the month does not have becomes its last.
 *
 * @throws {RolewrightError} `sandbox-clock` for what is not a whole, positive number: an account's clock only goes forward.
 */
export function addTime(from: Date, by: Advance): Date {
  const { months = 0, days = 0, ms = 0 } = by
  for (const [unit, amount] of Object.entries({ months, days, ms })) {
    if (Number.isSafeInteger(amount) && amount >= 0) continue
    throw new RolewrightError({
      code: 'sandbox-clock',
      message: `the clock can't be put on by \`${amount}\` ${unit}`,
      hint: 'give whole numbers that are not negative; to go back, make a new account',
    })
  }
  const date = new Date(from)
  const dayOfMonth = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(dayOfMonth, lastDay))
  return new Date(date.getTime() + days * day + ms)
}
