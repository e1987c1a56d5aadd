import type { PatchedProposal } from '@rolewright/aws-sync'
import { type Proposal, type ReviewDecision, titleOfProposal, visibleText } from '@rolewright/core'
import { count, some } from './words.ts'

const SHOWN = 12

/**
 * The message of a commit that patches the source: what changes, and for each proposal the evidence, who accepted it, and why. Text that
 * somebody wrote is indented, so that git takes no line of it for a trailer.
 */
export function patchMessage(given: {
  readonly patched: readonly PatchedProposal[]
  readonly proposals: readonly Proposal[]
  readonly decisions: readonly ReviewDecision[]
}): string {
  const ids = new Set(given.patched.map(({ proposal }) => proposal))
  const proposals = given.proposals.filter(({ id }) => ids.has(id))
  const wider = proposals.some(({ proof }) => proof === 'wider')
  const [only] = proposals
  const subject =
    proposals.length === 1 && only !== undefined
      ? titleOfProposal(only)
      : `${wider ? 'Add what roles were denied' : 'Take away what nobody used'}: ${count(proposals.length, 'proposal')}`
  return [
    visibleText(subject).slice(0, 120),
    ...proposals.flatMap((proposal) => {
      const decision = given.decisions.findLast((one) => one.proposal === proposal.id)
      const used = proposal.removed.filter(({ lastUsed }) => lastUsed !== null)
      const never = proposal.removed.filter(({ lastUsed }) => lastUsed === null)
      return [
        '',
        `${visibleText(titleOfProposal(proposal))} (${proposal.id})`,
        `  ${proposal.proof === 'narrower' ? `proved to be narrower; takes away ${count(proposal.actionsRemoved, 'action')}` : 'allows more than before'}, risk ${proposal.risk.level}`,
        ...(used.length === 0
          ? []
          : [
              `  not used for ${proposal.windowDays} days: ${some(
                used.map(({ what, lastUsed }) => `${visibleText(what)} (last ${(lastUsed ?? '').slice(0, 10)})`),
                SHOWN,
              )}`,
            ]),
        ...(never.length === 0
          ? []
          : [
              `  never used: ${some(
                never.map(({ what }) => visibleText(what)),
                SHOWN,
              )}`,
            ]),
        ...(decision === undefined
          ? []
          : [
              `  accepted by ${visibleText(decision.by)} on ${decision.at.slice(0, 10)}: ${visibleText(decision.reason)}`,
            ]),
      ]
    }),
  ].join('\n')
}
