import { decisionOn, type Proposal, type Removal, type ReviewDecision, titleOfProposal } from '@rolewright/core'
import { serviceName } from './access.ts'
import { accountName, reviewIds, type ViewContext } from './context.ts'
import { showDay, showMoment, type ShownDate } from './format-date.ts'
import { jsonDiff, type JsonLine } from './json-lines.ts'
import type { Link } from './links.ts'

/** One piece of evidence: what was or was not used, when and by whom. */
export interface EvidenceView {
  readonly what: string
  readonly name: string
  readonly lastUsed: ShownDate | null
  readonly by: string
}

/** What somebody decided. */
export interface DecisionView {
  readonly decision: 'accept' | 'keep' | 'defer'
  readonly word: string
  readonly reason: string
  readonly by: string
  readonly at: ShownDate
  readonly until: ShownDate | null
}

/** One proposal of a review. */
export interface ProposalView {
  readonly id: string
  readonly anchor: string
  readonly policy: Link
  readonly statement: string
  readonly kind: Proposal['kind']
  readonly groups: readonly string[]
  readonly removed: readonly EvidenceView[]
  readonly kept: readonly EvidenceView[]
  readonly actionsRemoved: number
  readonly charactersSaved: number
  readonly diff: readonly JsonLine[]
  /** Newest last; the last one counts. */
  readonly decisions: readonly DecisionView[]
  readonly status: 'open' | DecisionView['decision']
  readonly statusWord: string
}

/** The page of one review. */
export interface ReviewView {
  readonly id: string
  readonly slug: string
  readonly href: string
  readonly account: Link
  readonly at: ShownDate
  readonly windowDays: number
  readonly proposals: readonly ProposalView[]
  readonly notEnoughHistory: readonly { readonly policy: Link; readonly reason: string; readonly from: ShownDate }[]
  readonly open: number
}

const WORDS = { open: 'Open', accept: 'Accepted', keep: 'Kept', defer: 'Deferred' } as const

/** The pages of all reviews, newest first. */
export function reviewViews(context: ViewContext): readonly ReviewView[] {
  const { input, links } = context
  const ids = reviewIds(input)
  const decisions = new Map<string, ReviewDecision[]>()
  for (const decision of (input.decisions ?? []).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const known = decisions.get(decision.proposal)
    if (known === undefined) decisions.set(decision.proposal, [decision])
    else known.push(decision)
  }
  return (input.reviews ?? [])
    .map((review, index) => {
      const id = ids[index] ?? ''
      const account = accountName(input, review.accountId)
      const title = input.model.accounts.find((one) => one.id === account)?.title ?? account
      const proposals = review.proposals.map((proposal, number) =>
        proposalView({ proposal, number, decisions: decisions.get(proposal.id) ?? [], context }),
      )
      return {
        at: review.at,
        view: {
          id,
          slug: links.slug('reviews', id),
          href: links.to('reviews', id) ?? '',
          account: links.link('accounts', account, title),
          at: showMoment(review.at),
          windowDays: review.windowDays,
          proposals,
          notEnoughHistory: review.notEnoughHistory.map((one) => ({
            policy: links.link('policies', one.name, one.name),
            reason: one.reason,
            from: showDay(one.from),
          })),
          open: proposals.filter((proposal) => proposal.status === 'open').length,
        },
      }
    })
    .toSorted((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0))
    .map(({ view }) => view)
}

function proposalView(given: {
  proposal: Proposal
  number: number
  decisions: readonly ReviewDecision[]
  context: ViewContext
}): ProposalView {
  const { proposal, decisions, context } = given
  const status = decisionOn(proposal.id, decisions, context.input.now)?.decision ?? 'open'
  const policyName = proposal.documents[0]?.policyName ?? ''
  return {
    id: proposal.id,
    anchor: `proposal-${given.number + 1}`,
    policy: context.links.link('policies', policyName, policyName),
    statement: placeOf(proposal),
    kind: proposal.kind,
    groups: proposal.groups,
    removed: proposal.removed.map(evidence),
    kept: proposal.kept.map(evidence),
    actionsRemoved: proposal.actionsRemoved,
    charactersSaved: proposal.charactersSaved,
    diff: diffOf(proposal),
    decisions: decisions.map((one) => ({
      decision: one.decision,
      word: WORDS[one.decision],
      reason: one.reason,
      by: one.by,
      at: showMoment(one.at),
      until: one.until === undefined ? null : showDay(one.until),
    })),
    status,
    statusWord: WORDS[status],
  }
}

/** What of a policy a proposal is about; what it proposes, where it is not about one statement. */
function placeOf(proposal: Proposal): string {
  if (!('statementIndex' in proposal)) return titleOfProposal(proposal)
  return proposal.before.Sid ?? `statement ${proposal.statementIndex + 1}`
}

function diffOf(proposal: Proposal): readonly JsonLine[] {
  if ('before' in proposal) return jsonDiff(proposal.before, proposal.after)
  return proposal.documents.flatMap(({ before, after }) => jsonDiff(before, after))
}

function evidence(removal: Removal): EvidenceView {
  return {
    what: removal.what,
    name: removal.what.includes(':') ? '' : serviceName(removal.what),
    lastUsed: removal.lastUsed === null ? null : showDay(removal.lastUsed),
    by: removal.lastUsedBy ?? '',
  }
}
