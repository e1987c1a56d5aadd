export type { Campaign, Population, Reviewer, SignOff } from './campaign.ts'
export { campaignsIn, campaignStatus, type CampaignStatus, type Progress, signOffsIn } from './campaign-status.ts'
export { type CampaignInput, NO_OWNER, openCampaign, populationOf, rolesTouched } from './open-campaign.ts'
export { type CameAndWent, populationChanges, type PopulationChanges } from './population-changes.ts'
export { type DueRole, dueRoles } from './due-roles.ts'
export { type HeldDecisions, heldDecisions } from './held-decisions.ts'
export { type Attempt, couldAllow } from './could-allow.ts'
export { type Removed, removedProposals } from './removed-proposals.ts'
export { takenAway } from './taken-away.ts'
export { graceWatch, type MissedAccess } from './grace-watch.ts'
export { applyProposals } from './apply-proposals.ts'
export { agreedRemovals } from './agreed-removals.ts'
export { type CameBack, cameBack } from './came-back.ts'
export { type DecidedApart, decidedApart } from './decided-apart.ts'
export { type AgreedData, agreedData, type GivenUp, givenUp } from './given-up.ts'
export { decisionOn, decisionsIn } from './decisions.ts'
export type {
  EvidenceOrigin,
  EvidenceSource,
  Kept,
  KeptBecause,
  NeededAction,
  PersonLoss,
  Removal,
  Risk,
  UseEvidence,
} from './evidence.ts'
export type {
  DeniedAttempt,
  DocumentChange,
  DropTaskProposal,
  GrantMissingProposal,
  Proposal,
  ProposalBase,
  ResourceProposal,
  SplitRoleProposal,
  SplitTaskProposal,
  StatementProposal,
  UnusedCredentialProposal,
} from './proposal.ts'
export type { NotEnoughHistory, Review, ReviewDecision, UnmappedEvent } from './review.ts'
export { actionsOfEvent, type EventMeaning, serviceOfSource } from './actions-of-event.ts'
export type { Elsewhere, ReviewedModel } from './ground.ts'
export { reviewedModel } from './reviewed-model.ts'
export { type AccessDates, placeKey } from './observed-since.ts'
export type { Trail } from './trail.ts'
export { isStatementProposal } from './is-statement-proposal.ts'
export { proposeNarrowing, reviewState } from './review-state.ts'
export type { ReviewFindings, ReviewOptions } from './review-state.ts'
export { type Restored, restoredBy } from './restored.ts'
export { requireUnmixed } from './require-unmixed.ts'
export { reviewSchema } from './review-schema.ts'
export { reviewedPolicies } from './reviewed-policies.ts'
export { titleOfProposal } from './title-of-proposal.ts'
export type { TrailActor, TrailEvent } from './trail-event.ts'
export type { ActionUsage, EntityLastAccess, EntityUsage, ServiceUsage, Usage } from './usage.ts'
