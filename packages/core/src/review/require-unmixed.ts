import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import type { Proposal } from './proposal.ts'

/**
 * Refuses a proposal that widens among others, so that what is narrowed stays proved.
 *
 * @throws RolewrightError `mixed-proposals`
 *
 * @example
 * ```ts
 * requireUnmixed(accepted)
 * ```
 */
export function requireUnmixed(proposals: readonly Proposal[]): void {
  const widening = proposals.filter(({ kind }) => kind === 'grant-missing')
  if (widening.length === 0 || widening.length === proposals.length) return
  throw new RolewrightError({
    code: 'mixed-proposals',
    message: `\`${widening[0]?.id ?? ''}\` allows more than before, and the others allow less`,
    hint: 'accept what widens by itself',
  })
}
