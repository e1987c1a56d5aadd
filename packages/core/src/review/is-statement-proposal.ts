import type { Proposal, StatementProposal } from './proposal.ts'

/**
 * Whether a proposal narrows or removes one statement, for every group that holds its policy.
 *
 * @example
 * ```ts
 * const edits = review.proposals.filter(isStatementProposal)
 * ```
 */
export function isStatementProposal(proposal: Proposal): proposal is StatementProposal {
  return proposal.kind === 'narrow-statement' || proposal.kind === 'remove-statement'
}
