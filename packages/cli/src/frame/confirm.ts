import { RolewrightError } from '@rolewright/core'
import type { CommonOptions, Context } from './context.ts'

/**
 * Whether the user wants it: `--yes` says so, else a question on the terminal.
 *
 * @throws {RolewrightError} `needs-yes` where there is neither.
 */
export async function requireConfirmation(
  question: string,
  options: CommonOptions,
  context: Context,
): Promise<boolean> {
  if (options.yes === true) return true
  if (context.io.confirm !== undefined) return context.io.confirm(question)
  throw new RolewrightError({
    code: 'needs-yes',
    message: 'nobody is there to confirm, so nothing was changed',
    hint: 'look at the plan, then add `--yes`',
  })
}
