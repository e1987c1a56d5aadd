import type { AccountState } from '../account/account-state.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import type { CredentialReport } from '../people/credential-report.ts'
import { isLasting } from '../people/own-paths.ts'
import { layGround, type ReviewedModel } from './ground.ts'
import type { HeldDecisions } from './held-decisions.ts'
import { notEnoughHistory } from './not-enough-history.ts'
import { type AccessDates, observe } from './observed-since.ts'
import { proposeCredentials } from './propose-credentials.ts'
import { proposeForPolicy } from './propose-for-policy.ts'
import { proposeForRoles } from './propose-for-roles.ts'
import { proposeMissing } from './propose-missing.ts'
import type { Proposal } from './proposal.ts'
import { refuseMisshapen } from './refuse-misshapen.ts'
import { requireDates } from './require-dates.ts'
import type { Review } from './review.ts'
import { reviewedPolicies } from './reviewed-policies.ts'
import type { Trail } from './trail.ts'
import type { Usage } from './usage.ts'

/** How usage is held against policies. */
export interface ReviewOptions {
  /** The moment of the review; a string is an ISO date. */
  readonly now: Date | string
  /** What was used in this many days counts as used; 1 to 400, since AWS looks back no further. */
  readonly windowDays: number
  /** Only policies under this path; all customer managed policies on a group unless given. */
  readonly ownedPath?: string
  /** Since when attachments and memberships hold, where a history or CloudTrail knows. */
  readonly dates?: AccessDates
  /** Also take single tracked actions out of `service:*`, `*` and NotAction, which are otherwise narrowed by whole services. */
  readonly splitServices?: boolean
  /** CloudTrail as a second source: what it shows counts as use; what it misses counts only where it covers the whole window. */
  readonly trail?: Trail
  /** The model behind the account: without it, nothing is proposed of tasks and business roles. */
  readonly model?: ReviewedModel
  /** Keys and passwords. */
  readonly credentials?: CredentialReport
  /** ISO dates by service prefix since when AWS tracks its use, where that is known to be recent. */
  readonly trackedSince?: Readonly<Record<string, string>>
  /** What earlier decisions keep: it is proposed again only as the very same proposal, which shows the decision. */
  readonly held?: HeldDecisions
}

/** What a review finds: proposals by policy name and statement, then by role, group and person; and what can't be judged yet. */
export type ReviewFindings = Pick<Review, 'proposals' | 'notEnoughHistory' | 'unmapped' | 'evidence'>

const AWS_LOOKS_BACK_DAYS = 400

/**
 * Holds the evidence of use against the customer managed policies that groups hold, and against roles and credentials where those are given.
 *
 * Every narrowing is proved to be narrower; what widens (`grant-missing`) stands alone and says so. What can't be observed stays,
 * `iam:PassRole` always. What is younger than the window, a statement, its place on a group, all of its holders, or its report, is not judged but named. AWS
 * managed policies can't be narrowed and are left out. The same input gives the same bytes.
 *
 * @throws RolewrightError `invalid-window`, `invalid-date`, `wrong-account`, `wrong-type`, or `usage-incomplete` when a policy has no report.
 *
 * @example
 * ```ts
 * const { proposals, notEnoughHistory } = reviewState(state, usage, { now: '2026-11-22', windowDays: 90 })
 * ```
 */
export function reviewState(state: AccountState, usage: Usage, options: ReviewOptions): ReviewFindings {
  return refuseMisshapen({ state, usage, options }, () => review(state, usage, options))
}

function review(state: AccountState, usage: Usage, options: ReviewOptions): ReviewFindings {
  requireSound(state, usage, options)
  const now = new Date(options.now).toISOString()
  const ground = layGround({
    state,
    usage,
    now,
    windowDays: options.windowDays,
    trail: options.trail,
    model: options.model,
    splitServices: options.splitServices === true,
    trackedSince: options.trackedSince ?? {},
    held: options.held,
  })
  const observation = observe(state, options.dates ?? {})
  const policies = reviewedPolicies(state, options.ownedPath)
  const groups = state.groups.filter(
    ({ path }) => options.ownedPath === undefined || isLasting(path, options.ownedPath),
  )
  const found = policies.map((policy) => proposeForPolicy(policy, ground, observation))
  const proposals: Proposal[] = found.flatMap((one) => one.proposals)
  proposals.push(...proposeForRoles(ground, observation))
  for (const group of groups) proposals.push(...proposeMissing(group, ground))
  if (options.credentials !== undefined) {
    proposals.push(...proposeCredentials(options.credentials, new Set(groups.map(({ name }) => name)), ground))
  }
  const { trail } = ground
  return {
    proposals,
    notEnoughHistory: [
      ...found.flatMap((one) => one.notEnoughHistory),
      ...notEnoughHistory({ ground, observation, groups, trackedSince: options.trackedSince ?? {} }),
    ],
    unmapped: trail?.unmapped ?? [],
    evidence:
      trail === undefined
        ? []
        : [
            {
              origin: 'cloudtrail',
              from: trail.trail.from,
              to: trail.trail.to,
              regions: trail.trail.regions,
              events: trail.trail.events.length,
            },
          ],
  }
}

/**
 * The proposals of {@link reviewState} alone.
 *
 * @example
 * ```ts
 * const proposals = proposeNarrowing(state, usage, { now: new Date(), windowDays: 90 })
 * ```
 */
export function proposeNarrowing(state: AccountState, usage: Usage, options: ReviewOptions): readonly Proposal[] {
  return reviewState(state, usage, options).proposals
}

function requireSound(state: AccountState, usage: Usage, options: ReviewOptions): void {
  if (state.accountId !== usage.accountId) {
    throw new RolewrightError({
      code: 'wrong-account',
      message: `the usage is of account \`${usage.accountId}\`, the policies of \`${state.accountId}\``,
      hint: 'read both from the same account',
    })
  }
  if (!(options.windowDays >= 1 && options.windowDays <= AWS_LOOKS_BACK_DAYS)) {
    throw new RolewrightError({
      code: 'invalid-window',
      message: `a window of \`${String(options.windowDays)}\` days can't be reviewed`,
      hint: `give 1 to ${AWS_LOOKS_BACK_DAYS}: AWS looks back no further`,
    })
  }
  if (options.now instanceof Date && Number.isNaN(options.now.getTime())) {
    throw new RolewrightError({
      code: 'invalid-date',
      message: '`now` is not a date',
      hint: 'give a date, or write it like `2026-11-22T09:30:00Z`',
    })
  }
  requireDates(state, usage, options)
}
