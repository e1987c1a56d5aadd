import type { Proposal } from './proposal.ts'

/**
 * What a proposal proposes, in one line for a person.
 *
 * @example
 * ```ts
 * review.proposals.map(titleOfProposal)
 * ```
 */
export function titleOfProposal(proposal: Proposal): string {
  switch (proposal.kind) {
    case 'narrow-statement':
      return `Narrow statement ${proposal.statementIndex + 1} of ${proposal.policyName}`
    case 'remove-statement':
      return `Remove statement ${proposal.statementIndex + 1} of ${proposal.policyName}`
    case 'narrow-resources':
      return `Narrow the resources of statement ${proposal.statementIndex + 1} of ${proposal.policyName}`
    case 'split-task':
      return `Give ${proposal.groups.join(', ')} a narrower ${proposal.policyName} than ${proposal.usedBy.join(', ')}`
    case 'drop-task':
      return `Drop the task ${proposal.task} from ${proposal.role}`
    case 'split-role':
      return `Split ${proposal.role}: ${proposal.newRole} for ${proposal.moved.join(', ')}`
    case 'unused-key':
      return `Access key ${proposal.keyNumber ?? ''} of ${proposal.userName} is not used`
    case 'unused-password':
      return `The password of ${proposal.userName} is not used`
    case 'unused-person':
      return `${proposal.userName} uses nothing`
    case 'grant-missing':
      return `Add ${proposal.action}, which ${proposal.groups.join(', ')} was denied, to ${proposal.policyName}`
    default:
      return proposal satisfies never
  }
}
