import type { DecidedProposal } from '@rolewright/aws-sync'
import { type ReviewDecision, titleOfProposal, visibleText } from '@rolewright/core'

/** One decision for a person, with what it takes the place of. */
export function decisionLine({ proposal, decision, entry, before }: DecidedProposal): string {
  const title = `${visibleText(titleOfProposal(proposal))} (${proposal.id.slice(0, 12)})`
  const line = `${entry === null ? 'already ' : ''}${wordOf(decision)}: ${title}: ${visibleText(decision.reason)}`
  if (entry === null || before === undefined) return line
  return `${line}\n  instead of ${wordOf(before)} by ${visibleText(before.by)} on ${before.at.slice(0, 10)}: ${visibleText(before.reason)}`
}

function wordOf({ decision, until }: Pick<ReviewDecision, 'decision' | 'until'>): string {
  const date = until === undefined ? '' : ` until ${until}`
  return { accept: 'accepted', keep: `kept${date}`, defer: `deferred${date}` }[decision]
}
