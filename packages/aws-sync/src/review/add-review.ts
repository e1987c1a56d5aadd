import { isDeepStrictEqual } from 'node:util'
import {
  campaignsIn,
  type CampaignInput,
  openCampaign,
  type Review,
  reviewSchema,
  RolewrightError,
  sha256Hex,
} from '@rolewright/core'
import type { History } from '../audit/open-history.ts'
import { readReviews, storedText, storeReview } from './stored-reviews.ts'

/** A review that was run elsewhere, and where it goes. */
export interface AddReviewOptions {
  /** The review's JSON, and the file that it was read from. */
  readonly text: string
  readonly file: string
  /** The folder of stored reviews. */
  readonly dir: string
  readonly history: History
  readonly campaign: Omit<CampaignInput, 'file' | 'review'>
}

/**
 * Takes a review that ran elsewhere (in Lambda) among the stored ones, and opens its campaign. The same review again is not added twice; where a
 * run was killed after it had stored it, what is missing in the history is written.
 *
 * @throws {RolewrightError} `unreadable-review`, or `wrong-account` for a review of another account; nothing is written then
 *
 * @example
 * ```ts
 * const { file } = await addReview({ text, file: 'review.json', dir: 'reviews', history, campaign })
 * ```
 */
export async function addReview(
  options: AddReviewOptions,
): Promise<{ readonly file: string; readonly review: Review; readonly added: boolean }> {
  const { dir, history, campaign } = options
  const review = parse(options)
  if (review.accountId !== campaign.account.accountId) {
    throw new RolewrightError({
      code: 'wrong-account',
      message: `the review is of account \`${review.accountId}\`, not of \`${campaign.account.accountId}\``,
      hint: 'name the account with `--account`',
      path: options.file,
    })
  }
  const there = await readReviews(dir, { accountId: review.accountId, entries: history.earlier })
  const same = there.find((stored) => isDeepStrictEqual(stored.review, review))
  // A run that was killed has stored a review of which the history does not know yet.
  if (same !== undefined && campaignsIn(history.earlier).some((campaign) => campaign.review === same.file))
    return { file: same.file, review, added: false }
  const { file } = same ?? (await storeReview(dir, review))
  await history.append('review', {
    file,
    sha256: sha256Hex(await storedText(dir, file)),
    windowDays: review.windowDays,
    proposals: review.proposals.map((proposal) => proposal.id),
    notEnoughHistory: review.notEnoughHistory.map(({ arn, name }) => arn ?? name),
  })
  await history.append('campaign', openCampaign({ ...campaign, file, review }))
  return { file, review, added: true }
}

function parse({ text, file }: AddReviewOptions): Review {
  const fail = (reason: string, cause?: unknown): RolewrightError =>
    new RolewrightError({
      code: 'unreadable-review',
      message: `\`${file}\` is not a review: ${reason}`,
      hint: 'give the file that the function wrote, as it is',
      path: file,
      cause,
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw fail(error instanceof Error ? error.message : String(error), error)
  }
  const parsed = reviewSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw fail(`${(issue?.path ?? []).join('.')}: ${issue?.message ?? ''}`)
}
