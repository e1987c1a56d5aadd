import type { FindingView } from './findings-view.ts'
import type { ProposalView } from './proposal-view.ts'
import type { ReviewView } from './review-view.ts'

/** A proposal, where it is read, and what came of it. */
export interface ProposalLink {
  readonly href: string
  readonly review: string
  readonly policy: string
  readonly statement: string
  readonly unused: number
  readonly status: ProposalView['status']
  readonly statusWord: string
}

/** What checks and reviews say about things, by what they are about. */
export interface About {
  /** By `role <id>`, `task <id>`, `policy <id>` or `person <id>`. */
  readonly findings: ReadonlyMap<string, readonly FindingView[]>
  /** By `group <name>` or `policy <name>`, newest review first. */
  readonly proposals: ReadonlyMap<string, readonly ProposalLink[]>
}

/** Sorts the proposals of all reviews by the policies and groups that they are about. */
export function proposalsByThing(reviews: readonly ReviewView[]): About['proposals'] {
  const found = new Map<string, ProposalLink[]>()
  for (const review of reviews) {
    for (const proposal of review.proposals) {
      const link: ProposalLink = {
        href: `${review.href}#${proposal.anchor}`,
        review: review.at.text,
        policy: proposal.policy.text,
        statement: proposal.statement,
        unused: proposal.removed.length,
        status: proposal.status,
        statusWord: proposal.statusWord,
      }
      for (const thing of [`policy ${proposal.policy.text}`, ...proposal.groups.map((name) => `group ${name}`)]) {
        const known = found.get(thing)
        if (known === undefined) found.set(thing, [link])
        else known.push(link)
      }
    }
  }
  return found
}
