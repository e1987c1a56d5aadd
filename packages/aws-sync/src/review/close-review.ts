import { type AuditEntry, campaignStatus, decisionsIn, RolewrightError } from '@rolewright/core'
import type { History } from '../audit/open-history.ts'
import type { StoredReview } from './stored-reviews.ts'

/** How a review is signed. */
export interface CloseOptions {
  readonly history: History
  readonly stored: StoredReview
  readonly now: Date
  /** What is signed, in the reviewer's own words. */
  readonly text: string
  /** Why it is closed although proposals are open. */
  readonly reason?: string
}

/**
 * Signs a review: it is closed, stays as it is, and nothing of it is decided any more. Who signs is the history's author.
 *
 * @throws {RolewrightError} `review-closed`, `review-open` when proposals are open and no reason is given, `reason-missing`; nothing is
 * written then
 *
 * @example
 * ```ts
 * await closeReview({ history, stored, now: new Date(), text: 'I have looked at every proposal.' })
 * ```
 */
export async function closeReview(options: CloseOptions): Promise<AuditEntry> {
  const { history, stored, now } = options
  const [text, reason] = [options.text.trim(), (options.reason ?? '').trim()]
  const { open, signOff } = campaignStatus({
    ...stored,
    entries: history.earlier,
    decisions: decisionsIn(history.earlier),
    now,
  })
  if (signOff !== undefined) {
    throw new RolewrightError({
      code: 'review-closed',
      message: `the review \`${stored.file}\` was signed by \`${signOff.by}\` on ${signOff.at.slice(0, 10)}`,
      hint: 'run `rolewright review` for a new one',
    })
  }
  if (text === '') {
    throw new RolewrightError({
      code: 'reason-missing',
      message: `nothing is said to sign the review \`${stored.file}\` with`,
      hint: 'say in a sentence what you sign, for whoever audits the review',
    })
  }
  const [first] = open
  if (first !== undefined && reason === '') {
    throw new RolewrightError({
      code: 'review-open',
      message: `${open.length} of ${stored.review.proposals.length} proposals ${open.length === 1 ? 'is' : 'are'} not decided: \`${first}\`${open.length === 1 ? '' : ' and others'}`,
      hint: 'decide them with `rolewright review decide`, or close with `--reason` why they stay open',
    })
  }
  return history.append('sign-off', {
    review: stored.file,
    text,
    ...(first === undefined ? {} : { reason }),
    open,
  })
}
