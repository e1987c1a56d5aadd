import {
  type AccountState,
  type CredentialReport,
  RolewrightError,
  type CampaignInput,
  graceWatch,
  heldDecisions,
  type MissedAccess,
  openCampaign,
  type Review,
  type ReviewedModel,
  reviewState,
  sha256Hex,
  type TrailEvent,
  type Usage,
} from '@rolewright/core'
import type { History } from '../audit/open-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { requireAccount } from '../read/caller.ts'
import { readCredentialReport } from '../read/credential-report.ts'
import { readAccount } from '../read/read-account.ts'
import { requireRegion } from '../read/regions.ts'
import { collectUsage, type UsageOptions } from '../read/read-usage.ts'
import { accessDates } from './access-dates.ts'
import { readReviewTrail, readSavedTrail, type ReviewTrailOptions } from './read-review-trail.ts'
import { readReviews, type StoredReview, storeReview } from './stored-reviews.ts'

/** How a review is run, and where it goes. */
export interface RunReviewOptions extends UsageOptions, ReviewTrailOptions {
  readonly windowDays: number
  /** The folder of stored reviews; the review is not stored unless given. */
  readonly dir?: string
  /** Gets an entry `review`, and tells since when policies are on groups. */
  readonly history?: History
  /** The account meant; the one that answers unless given. */
  readonly accountId?: string
  /** Also take single tracked actions out of whole services. */
  readonly splitServices?: boolean
  /** The model behind the account: without it, nothing is proposed of tasks and business roles. */
  readonly model?: ReviewedModel
  /** Also keys and passwords, from the credential report where these credentials may read it; false unless said otherwise. */
  readonly credentials?: boolean
  /** Makes a campaign of a stored review, in the history: who decides, until when, and what is covered. */
  readonly campaign?: Pick<CampaignInput, 'model' | 'account' | 'groups' | 'roles' | 'deadlineDays'>
}

/** A review that was run, and what it was made from. */
export interface RunReview {
  readonly review: Review
  /** Its file in `dir`, when it was stored. */
  readonly file?: string
  readonly state: AccountState
  readonly usage: Usage
  /** Calls that the reports took; what the SDK repeats by itself is not counted. */
  readonly calls: number
}

/**
 * Reads the account and its usage, holds one against the other, and stores the review. Decides and changes nothing.
 *
 * @throws {RolewrightError} `invalid-region`, and as {@link readAccount}, `readUsage` and `reviewState` do; nothing is stored then
 *
 * @example
 * ```ts
 * const { review, file } = await runReview(clients, { windowDays: 90, dir: 'reviews', history, ownedPath })
 * ```
 */
export async function runReview(clients: AwsClients, options: RunReviewOptions): Promise<RunReview> {
  const { windowDays, dir, history, ownedPath, splitServices, model, now = () => new Date() } = options
  for (const region of options.regions ?? []) requireRegion(region)
  if (options.accountId !== undefined) await requireAccount(clients, options.accountId)
  const state = await readAccount(clients)
  // What lies on the disk and can't be read is told before AWS is asked for minutes.
  const saved =
    options.trailExport === undefined ? undefined : await readSavedTrail(options.trailExport, state.accountId)
  const reviews =
    dir === undefined || history === undefined
      ? []
      : await readReviews(dir, { accountId: state.accountId, entries: history.earlier })
  const { usage, calls, kept } = await collectUsage(clients, state, options)
  const credentials = options.credentials === true ? await credentialsIfAllowed(clients, options) : undefined
  const moment = now()
  const at = moment.toISOString()
  const given = { usage, now: moment, windowDays, ...(saved === undefined ? {} : { saved }) }
  const trail = await readReviewTrail(clients, given, options)
  const { firstSeen, goneSince, ...dates } = accessDates({ entries: history?.earlier ?? [], state, trail, now: at })
  const findings = reviewState(state, usage, {
    now: at,
    windowDays,
    dates,
    ...(trail === undefined ? {} : { trail }),
    ...(model === undefined ? {} : { model }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(ownedPath === undefined ? {} : { ownedPath }),
    ...(splitServices === undefined ? {} : { splitServices }),
    ...(history === undefined ? {} : { held: heldDecisions(history.earlier, at) }),
  })
  const missed = trail === undefined ? [] : missedAccess({ reviews, history, state, events: trail.events })
  const covered = coveredGroups(options)
  const review: Review = {
    version: 2,
    accountId: state.accountId,
    at,
    windowDays,
    ...findings,
    proposals: findings.proposals.filter(
      ({ groups }) => covered === undefined || groups.length === 0 || groups.some((group) => covered.has(group)),
    ),
    ...(missed.length === 0 ? {} : { missed }),
  }
  const stored = dir === undefined ? undefined : await storeReview(dir, review)
  await history?.append('review', {
    ...(stored === undefined ? {} : { file: stored.file, sha256: sha256Hex(stored.text) }),
    windowDays,
    proposals: review.proposals.map((proposal) => proposal.id),
    notEnoughHistory: review.notEnoughHistory.map(({ arn, name }) => arn ?? name),
    firstSeen,
    ...(goneSince.length === 0 ? {} : { goneSince }),
  })
  if (stored !== undefined && options.campaign !== undefined) {
    const { campaign } = options
    const path = ownedPath === undefined ? {} : { ownedPath }
    await history?.append('campaign', openCampaign({ ...campaign, ...path, file: stored.file, review, state }))
  }
  // Only now: a run that is killed before its review is stored goes on with the same jobs.
  await kept()
  return { review, state, usage, calls, ...(stored === undefined ? {} : { file: stored.file }) }
}

/** What was denied soon after a review took it away; the stored reviews say what that was. */
function missedAccess(given: {
  readonly reviews: readonly StoredReview[]
  readonly history: History | undefined
  readonly state: AccountState
  readonly events: readonly TrailEvent[]
}): readonly MissedAccess[] {
  const { reviews, history, state, events } = given
  if (history === undefined) return []
  const proposals = new Map(reviews.flatMap(({ review }) => review.proposals.map((one) => [one.id, one] as const)))
  return graceWatch({ entries: history.earlier, proposals: [...proposals.values()], events, state })
}

/** The groups of the roles that are reviewed; undefined for all. */
function coveredGroups({ campaign }: RunReviewOptions): ReadonlySet<string> | undefined {
  if (campaign?.roles === undefined) return undefined
  const { groups, roles } = campaign
  return new Set(Object.keys(groups).filter((group) => roles.includes(groups[group] ?? '')))
}

async function credentialsIfAllowed(
  clients: AwsClients,
  options: RunReviewOptions,
): Promise<CredentialReport | undefined> {
  try {
    return await readCredentialReport(clients, options)
  } catch (error) {
    if (!(error instanceof RolewrightError && error.code === 'aws-access-denied')) throw error
    options.onRefused?.('credentials', error)
    return undefined
  }
}
