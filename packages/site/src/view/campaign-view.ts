import { campaignStatus, type CampaignStatus, type Review } from '@rolewright/core'
import type { SiteInput } from '../site-input.ts'
import { showDay, showMoment, type ShownDate } from './format-date.ts'
import { historiesOf } from './runs.ts'

/** How far one reviewer is. */
export interface ReviewerView {
  readonly owner: string
  /** Titles of the roles. */
  readonly roles: readonly string[]
  readonly decided: number
  readonly of: number
}

/** Whom a review covers, how far it is, and who signed it. */
export interface CampaignView {
  readonly state: CampaignStatus['state']
  readonly stateWord: string
  readonly decided: number
  readonly of: number
  readonly percent: number
  readonly deadline: ShownDate | null
  readonly population: {
    readonly roles: number
    readonly people: number
    readonly policies: number
    readonly sha256: string
  } | null
  readonly reviewers: readonly ReviewerView[]
  readonly signOff: {
    readonly text: string
    readonly by: string
    readonly at: ShownDate
    readonly reason: string
    readonly open: number
  } | null
}

const STATES = { open: 'Open', overdue: 'Overdue', closed: 'Signed' } as const

/** The campaign of one review, by the history; a review of before there were campaigns has neither deadline nor reviewers. */
export function campaignView(review: Review, input: SiteInput): CampaignView {
  const entries = historiesOf(input).flatMap((history) => history.entries)
  const file = fileOf(review, input.reviews ?? [])
  const status = campaignStatus({ file, review, entries, decisions: input.decisions ?? [], now: input.now })
  const { campaign, signOff } = status
  return {
    state: status.state,
    stateWord: STATES[status.state],
    decided: status.decided,
    of: status.of,
    percent: status.percent,
    deadline: campaign === undefined ? null : showDay(campaign.deadline),
    population:
      campaign === undefined
        ? null
        : {
            roles: campaign.population.roles.length,
            people: campaign.population.people.length,
            policies: campaign.population.policies.length,
            sha256: campaign.population.sha256,
          },
    reviewers: status.reviewers.map(({ owner, roles, decided, of }) => ({
      owner,
      roles: roles.map((id) => input.model.roles.find((role) => role.id === id)?.title ?? id),
      decided,
      of,
    })),
    signOff:
      signOff === undefined
        ? null
        : {
            text: signOff.text,
            by: signOff.by,
            at: showMoment(signOff.at),
            reason: signOff.reason ?? '',
            open: signOff.open.length,
          },
  }
}

/** Its date and account. */
function stem(review: Review): string {
  return `${review.at.slice(0, 10)}-${review.accountId}`
}

/** The name under which a review is stored: its date and account, and a number from the second of a day on. */
function fileOf(review: Review, reviews: readonly Review[]): string {
  const sameDay = reviews
    .filter((one) => stem(one) === stem(review))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const number = sameDay.indexOf(review) + 1
  return number < 2 ? `${stem(review)}.json` : `${stem(review)}-${number}.json`
}
