import {
  campaignStatus,
  type CampaignStatus,
  type ChangedLine,
  changedLines,
  decisionOn,
  decisionsIn,
  type AuditEntry,
  type Kept,
  type MissedAccess,
  type NeededAction,
  type NotEnoughHistory,
  type PersonLoss,
  type Proposal,
  type Removal,
  type ReviewDecision,
  type Risk,
  titleOfProposal,
} from '@rolewright/core'
import type { StoredReview } from '../stored-reviews.ts'

/** One document of a proposal, line by line. */
export interface ReportedChange {
  readonly policyName: string
  readonly groups: readonly string[]
  readonly lines: readonly ChangedLine[]
}

/** One proposal as a report shows it. */
export interface ReportedProposal {
  readonly id: string
  readonly kind: Proposal['kind']
  readonly title: string
  readonly groups: readonly string[]
  /** Who has to decide. */
  readonly owners: readonly string[]
  /** What accepting it does, in a sentence. */
  readonly effect: string
  readonly risk: Risk
  readonly removed: readonly Removal[]
  readonly kept: readonly Kept[]
  readonly lossByPerson: readonly PersonLoss[]
  readonly needed: readonly NeededAction[]
  readonly changes: readonly ReportedChange[]
  /** What holds, if somebody has decided. */
  readonly decision?: ReviewDecision
}

/** A review as every form of report tells it; the JSON form is just this. */
export interface ReviewReport {
  readonly file: string
  readonly accountId: string
  readonly at: string
  readonly windowDays: number
  readonly status: CampaignStatus
  /** What an earlier review took away, and somebody was denied soon after. */
  readonly missed: readonly MissedAccess[]
  readonly proposals: readonly ReportedProposal[]
  readonly notEnoughHistory: readonly NotEnoughHistory[]
}

/**
 * What a report of a stored review tells at a moment: its proposals with their evidence, what was decided, and where the review stands.
 *
 * @example
 * ```ts
 * const report = reviewReport(stored, { entries: history.entries, now: new Date() })
 * ```
 */
export function reviewReport(
  { file, review }: StoredReview,
  given: { readonly entries: readonly AuditEntry[]; readonly now: Date },
): ReviewReport {
  const decisions = decisionsIn(given.entries)
  const status = campaignStatus({ file, review, decisions, ...given })
  return {
    file,
    accountId: review.accountId,
    at: review.at,
    windowDays: review.windowDays,
    status,
    missed: review.missed ?? [],
    proposals: review.proposals.map((proposal): ReportedProposal => {
      const decision = decisionOn(proposal.id, decisions, status.signOff?.at ?? given.now)
      return {
        id: proposal.id,
        kind: proposal.kind,
        title: titleOfProposal(proposal),
        groups: proposal.groups,
        owners: status.reviewers.filter(({ proposals }) => proposals.includes(proposal.id)).map(({ owner }) => owner),
        effect: effectOf(proposal),
        risk: proposal.risk,
        removed: proposal.removed,
        kept: proposal.kept,
        lossByPerson: proposal.lossByPerson,
        needed: proposal.needed,
        changes: changesOf(proposal),
        ...(decision === undefined ? {} : { decision }),
      }
    }),
    notEnoughHistory: review.notEnoughHistory,
  }
}

function effectOf(proposal: Proposal): string {
  const actions = `${proposal.actionsRemoved.toLocaleString('en')} ${proposal.actionsRemoved === 1 ? 'action' : 'actions'}`
  switch (proposal.proof) {
    case 'none':
      return 'Changes no policy'
    case 'wider':
      return 'Allows more than before'
    case 'narrower':
      return proposal.actionsRemoved === 0
        ? 'Takes no action away by itself; proved to be narrower'
        : `Takes away ${actions}; proved to be narrower`
    default:
      return proposal satisfies never
  }
}

function changesOf(proposal: Proposal): readonly ReportedChange[] {
  return proposal.documents.map(({ policyName, groups, before, after }) => ({
    policyName,
    groups,
    lines: changedLines(linesOf(before), linesOf(after)),
  }))
}

function linesOf(document: unknown): readonly string[] {
  return document === null ? [] : JSON.stringify(document, null, 2).split('\n')
}
