import type { Decision } from '@rolewright/aws-sync'
import { type Proposal, titleOfProposal, visibleText } from '@rolewright/core'

/** One decision for a person. */
export function decisionLine({
  proposal,
  decision,
}: {
  readonly proposal: Proposal
  readonly decision: Decision
}): string {
  const until = decision.until === undefined ? '' : ` until ${decision.until}`
  const words = { accept: 'accepted', keep: `kept${until}`, defer: `deferred${until}` }
  return `${words[decision.decision]}: ${visibleText(titleOfProposal(proposal))} (${proposal.id.slice(0, 12)}): ${visibleText(decision.reason)}`
}
