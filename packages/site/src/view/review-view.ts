import type { MissedAccess, ReviewDecision } from '@rolewright/core'
import { accountName, reviewIds, type ViewContext } from './context.ts'
import { showMoment, type ShownDate } from './format-date.ts'
import type { Link } from './links.ts'
import { type CampaignView, campaignView } from './campaign-view.ts'
import { type ProposalView, proposalView } from './proposal-view.ts'
import { type UnobservedView, unobservedView } from './unobserved.ts'

/** Something that a review took away and that was missed. */
export interface MissedView {
  readonly action: string
  readonly who: readonly string[]
  readonly attempts: number
  readonly last: ShownDate
  readonly title: string
  readonly restore: string
}

/** The page of one review. */
export interface ReviewView {
  readonly id: string
  readonly slug: string
  readonly href: string
  readonly account: Link
  readonly at: ShownDate
  readonly windowDays: number
  readonly campaign: CampaignView
  /** What an earlier review took away, and somebody was denied soon after. */
  readonly missed: readonly MissedView[]
  readonly proposals: readonly ProposalView[]
  readonly notEnoughHistory: readonly UnobservedView[]
  readonly open: number
}

/** The pages of all reviews, newest first. */
export function reviewViews(context: ViewContext): readonly ReviewView[] {
  const { input, links } = context
  const ids = reviewIds(input)
  const decisions = new Map<string, ReviewDecision[]>()
  for (const decision of (input.decisions ?? []).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const known = decisions.get(decision.proposal)
    if (known === undefined) decisions.set(decision.proposal, [decision])
    else known.push(decision)
  }
  return (input.reviews ?? [])
    .map((review, index) => {
      const id = ids[index] ?? ''
      const account = accountName(input, review.accountId)
      const title = input.model.accounts.find((one) => one.id === account)?.title ?? account
      const proposals = review.proposals.map((proposal, number) =>
        proposalView({ proposal, number, decisions: decisions.get(proposal.id) ?? [], context }),
      )
      return {
        at: review.at,
        view: {
          id,
          slug: links.slug('reviews', id),
          href: links.to('reviews', id) ?? '',
          account: links.link('accounts', account, title),
          at: showMoment(review.at),
          windowDays: review.windowDays,
          campaign: campaignView(review, input),
          missed: (review.missed ?? []).map(missedView),
          proposals,
          notEnoughHistory: review.notEnoughHistory.map((one) => unobservedView(one, context)),
          open: proposals.filter((proposal) => proposal.status === 'open').length,
        },
      }
    })
    .toSorted((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0))
    .map(({ view }) => view)
}

function missedView({ action, who, attempts, lastAt, title, restore }: MissedAccess): MissedView {
  return { action, who, attempts, last: showMoment(lastAt), title, restore: restore.join(' ') }
}
