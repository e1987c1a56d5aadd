import { decisionOn, type Review, type ReviewDecision, visibleText } from '@rolewright/core'
import type { Context } from '../frame/context.ts'
import { proposalText } from './proposal-text.ts'
import { count, some } from './words.ts'

/** A review, and what of it is decided at a moment. */
interface Shown {
  readonly review: Review
  readonly decisions: readonly ReviewDecision[]
  readonly now: Date | string
}

/** Shows a review: every proposal with what was decided, what can't be judged yet, and which events nobody could read. */
export function showReview({ review, decisions, now }: Shown, context: Context): void {
  const { paint } = context
  context.say(
    paint.bold(`Review of ${review.accountId} on ${review.at.slice(0, 10)}: not used for ${review.windowDays} days`),
  )
  context.say()
  for (const missed of review.missed ?? []) {
    context.say(
      `${paint.red('missed')}  ${visibleText(missed.action)} was denied ${count(missed.attempts, 'time')} since ${missed.removedAt.slice(0, 10)}, last on ${missed.lastAt.slice(0, 10)}, to ${visibleText(some(missed.who, 3))}`,
    )
    context.say(`  taken away by: ${visibleText(missed.title)}`)
    context.say(`  put it back with \`${missed.restore.join(' ')}\`\n`)
  }
  for (const proposal of review.proposals) {
    context.say(`${proposalText(proposal, decisionOn(proposal.id, decisions, now), paint)}\n`)
  }
  for (const one of review.notEnoughHistory) {
    context.say(`  ${visibleText(one.name)} can't be judged before ${one.from.slice(0, 10)}: ${one.reason}`)
  }
  if (review.notEnoughHistory.length > 0) context.say()
  if (review.unmapped.length === 0) return
  const names = review.unmapped.map(({ source, name }) => `${source.split('.')[0] ?? source} ${name}`)
  context.say(
    `  CloudTrail events that no known action stands for count as use of their whole service: ${visibleText(some(names, 6))}\n`,
  )
}

/** How many proposals wait for a decision. */
export function openProposals({ review, decisions, now }: Shown): number {
  return review.proposals.filter((proposal) => decisionOn(proposal.id, decisions, now) === undefined).length
}
