import type { AccountState, PolicyState } from '../account/account-state.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { completer } from './complete-proposal.ts'
import { observedSince } from './observed-since.ts'
import { proposeStatements } from './propose-statements.ts'
import type { Proposal } from './proposal.ts'
import type { NotEnoughHistory } from './review.ts'
import { reviewedPolicies } from './reviewed-policies.ts'
import type { Usage } from './usage.ts'

/** How usage is held against policies. */
export interface ReviewOptions {
  /** The moment of the review; a string is an ISO date. */
  readonly now: Date | string
  /** What was used in this many days counts as used; 1 to 400, since AWS looks back no further. */
  readonly windowDays: number
  /** Only policies under this path; all customer managed policies on a group unless given. */
  readonly ownedPath?: string
  /** ISO dates by policy ARN: since when a group holds it, where a history knows. */
  readonly attachedSince?: Readonly<Record<string, string>>
  /** Also take single tracked actions out of `service:*`, `*` and NotAction, which are otherwise narrowed by whole services. */
  readonly splitServices?: boolean
}

/** What a review finds: proposals by policy name and statement, and the policies that can't be judged yet. */
export interface ReviewFindings {
  readonly proposals: readonly Proposal[]
  readonly notEnoughHistory: readonly NotEnoughHistory[]
}

const AWS_LOOKS_BACK_DAYS = 400
const DAY_MS = 86_400_000

/**
 * Holds the evidence of use against the customer managed policies that groups hold, a proposal a statement.
 *
 * Every proposal is proved to be narrower. What can't be observed stays, `iam:PassRole` always. A policy whose version in force, or
 * whose place on a group, is younger than the window is not judged but named. AWS managed policies can't be narrowed and are left
 * out. The same input gives the same bytes.
 *
 * @throws RolewrightError `invalid-window`, `wrong-account`, or `usage-incomplete` when a policy has no report.
 *
 * @example
 * ```ts
 * const { proposals, notEnoughHistory } = reviewState(state, usage, { now: '2026-11-22', windowDays: 90 })
 * ```
 */
export function reviewState(state: AccountState, usage: Usage, options: ReviewOptions): ReviewFindings {
  requireSound(state, usage, options)
  const now = new Date(options.now).toISOString()
  const from = Date.parse(now) - options.windowDays * DAY_MS
  const complete = completer(state, { now, windowDays: options.windowDays })
  const proposals: Proposal[] = []
  const notEnoughHistory: NotEnoughHistory[] = []
  for (const policy of reviewedPolicies(state, options.ownedPath)) {
    const report = usage.entities.find((entity) => entity.kind === 'policy' && entity.arn === policy.arn)
    if (report === undefined) throw incomplete(policy)
    const observed = observedSince({ policy, state, attachedSince: options.attachedSince?.[policy.arn] })
    if (observed === null || Date.parse(observed.since) > from) {
      const since = observed?.since ?? now
      notEnoughHistory.push({
        about: 'policy',
        name: policy.name,
        arn: policy.arn,
        reason:
          observed === null
            ? 'nothing says since when its version is in force'
            : `${observed.reason} only since ${observed.since.slice(0, 10)}`,
        from: new Date(Date.parse(since) + options.windowDays * DAY_MS).toISOString(),
      })
      continue
    }
    proposals.push(...proposeStatements({ ...options, policy, report, state, now, complete }))
  }
  return { proposals, notEnoughHistory }
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
  if (Number.isNaN(new Date(options.now).getTime())) {
    throw new RolewrightError({
      code: 'invalid-date',
      message: `\`${String(options.now)}\` is not a date`,
      hint: 'write it like `2026-11-22T09:30:00Z`',
    })
  }
}

function incomplete(policy: PolicyState): RolewrightError {
  return new RolewrightError({
    code: 'usage-incomplete',
    message: `there is no last-accessed report of policy \`${policy.arn}\``,
    hint: 'collect the usage again: nothing is decided on a part of it',
  })
}
