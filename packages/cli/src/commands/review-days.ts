import { RolewrightError } from '@rolewright/core'

/** A number of days that an option gives, 1 to 400. */
export function daysOf(text: string, option: 'window' | 'deadline'): number {
  const days = Number(text)
  if (/^\d+$/.test(text) && days >= 1 && days <= 400) return days
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `\`${text}\` is not a ${option}`,
    hint: `give a number of days from 1 to 400, such as \`--${option} ${option === 'window' ? 90 : 30}\``,
  })
}
