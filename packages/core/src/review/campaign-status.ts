import type { AuditEntry } from '../audit/audit-entry.ts'
import { type Campaign, campaignData, type Reviewer, type SignOff, signOffData } from './campaign.ts'
import { authorOf, decisionOn } from './decisions.ts'
import type { Review, ReviewDecision } from './review.ts'

/** How far a reviewer, or a whole review, has come. */
export interface Progress {
  readonly decided: number
  readonly of: number
  /** 0 to 100, rounded down: 100 only when everything is decided. */
  readonly percent: number
}

/** Where a review stands. */
export interface CampaignStatus extends Progress {
  /** `overdue` is open past its deadline; what was reviewed before there were campaigns has no deadline. */
  readonly state: 'open' | 'overdue' | 'closed'
  readonly campaign?: Campaign
  readonly signOff?: SignOff
  readonly reviewers: readonly (Reviewer & Progress)[]
  /** Ids of the proposals that nobody has decided, in the review's order; for a closed review: that were open then. */
  readonly open: readonly string[]
  /** Ids of those that are decided only for now: deferred until a date that is still to come. */
  readonly deferred: readonly string[]
}

/** The campaigns of a history, oldest first. */
export function campaignsIn(entries: readonly AuditEntry[]): readonly Campaign[] {
  return entries.flatMap((entry) => {
    const parsed = entry.kind === 'campaign' ? campaignData.safeParse(entry.data) : undefined
    return parsed?.success === true ? [parsed.data] : []
  })
}

/** Who signed which review, oldest first. */
export function signOffsIn(entries: readonly AuditEntry[]): readonly SignOff[] {
  return entries.flatMap((entry) => {
    const parsed = entry.kind === 'sign-off' ? signOffData.safeParse(entry.data) : undefined
    return parsed?.success === true ? [{ ...parsed.data, by: authorOf(entry), at: entry.at }] : []
  })
}

/**
 * Where a stored review stands at a moment: how much of it is decided, by whom it waits, whether it was signed. A review that was signed
 * stays as it was then, whatever is decided later.
 *
 * @example
 * ```ts
 * const { percent, open, state } = campaignStatus({ file, review, entries: history.entries, decisions, now: new Date() })
 * ```
 */
export function campaignStatus(given: {
  /** The stored review's file name. */
  readonly file: string
  readonly review: Review
  readonly entries: readonly AuditEntry[]
  readonly decisions: readonly ReviewDecision[]
  readonly now: Date | string
}): CampaignStatus {
  const { file, review, entries, decisions } = given
  const campaign = campaignsIn(entries).findLast((one) => one.review === file)
  const signOff = signOffsIn(entries).find((one) => one.review === file)
  const now = signOff?.at ?? new Date(given.now).toISOString()
  const known = decisions.filter((decision) => Date.parse(decision.at) <= Date.parse(now))
  const holding = new Map(review.proposals.map(({ id }) => [id, decisionOn(id, known, now)?.decision]))
  const ids = [...holding.keys()]
  const open = ids.filter((id) => holding.get(id) === undefined)
  const overdue = campaign !== undefined && Date.parse(campaign.deadline) < Date.parse(now)
  return {
    state: signOff === undefined ? (overdue ? 'overdue' : 'open') : 'closed',
    ...(campaign === undefined ? {} : { campaign }),
    ...(signOff === undefined ? {} : { signOff }),
    ...progress(ids.length, open.length),
    reviewers: (campaign?.reviewers ?? []).map((reviewer) => ({
      ...reviewer,
      ...progress(reviewer.proposals.length, reviewer.proposals.filter((id) => open.includes(id)).length),
    })),
    open,
    deferred: ids.filter((id) => holding.get(id) === 'defer'),
  }
}

function progress(of: number, open: number): Progress {
  return { decided: of - open, of, percent: of === 0 ? 100 : Math.floor(((of - open) / of) * 100) }
}
