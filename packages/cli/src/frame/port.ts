import { RolewrightError } from '@rolewright/core'

/** The port that an option names. */
export function portOf(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `\`${text}\` is not a port`,
    hint: 'give a number from 0 to 65535; 0 takes any free one',
  })
}
