import { type AuditEntry, decisionsIn, type Proposal, type ReviewDecision, RolewrightError } from '@rolewright/core'
import type { History } from '../audit/open-history.ts'
import { type AccountHistory, readHistory } from '../audit/read-history.ts'

/** What somebody decides about one proposal. */
export interface Decision {
  /** The proposal's id, or its first characters when no other begins with them. */
  readonly proposal: string
  readonly decision: ReviewDecision['decision']
  readonly reason: string
  /** ISO date at which a deferred proposal is open again. */
  readonly until?: string
}

/**
 * Records a decision in the history, the only place where decisions live.
 *
 * @throws {RolewrightError} `unknown-proposal`, `ambiguous-proposal`, `reason-missing`, `invalid-date`; nothing is written then
 *
 * @example
 * ```ts
 * await decide({ history, proposals: review.proposals }, { proposal: '9f86d081', decision: 'keep', reason: 'needed at year end' })
 * ```
 */
export async function decide(
  on: { readonly history: History; readonly proposals: readonly Proposal[] },
  decision: Decision,
): Promise<AuditEntry> {
  const proposal = findProposal(on.proposals, decision.proposal)
  if (decision.reason.trim() === '') {
    throw new RolewrightError({
      code: 'reason-missing',
      message: `the decision about \`${proposal.id}\` has no reason`,
      hint: 'say in a sentence why, for whoever reads the history later',
    })
  }
  const until = decision.until === undefined ? undefined : dateOf(decision.until)
  if ((decision.decision === 'defer') !== (until !== undefined)) {
    throw new RolewrightError({
      code: 'invalid-date',
      message:
        until === undefined
          ? 'a deferred proposal needs a date until when'
          : 'only a deferred proposal has a date until when',
      hint: 'use `--until 2027-01-31` with a deferral, and with nothing else',
    })
  }
  return on.history.append('decision', {
    proposal: proposal.id,
    decision: decision.decision,
    reason: decision.reason.trim(),
    until,
    policy: proposal.policyArn,
    statement: proposal.statementIndex,
    removed: proposal.removed.map((part) => part.what),
  })
}

/**
 * The decisions in the history of one account, oldest first.
 *
 * @example
 * ```ts
 * const decisions = await readDecisions('audit', accountId)
 * ```
 */
export async function readDecisions(dir: string, accountId: string): Promise<readonly ReviewDecision[]> {
  const histories: readonly AccountHistory[] = await readHistory(dir, { accountId })
  return histories.flatMap((history) => decisionsIn(history.entries))
}

/** The proposal of an id, or of its first characters when only one begins with them. */
export function findProposal(proposals: readonly Proposal[], id: string): Proposal {
  const exact = proposals.find((proposal) => proposal.id === id)
  if (exact !== undefined) return exact
  const found = id === '' ? [] : proposals.filter((proposal) => proposal.id.startsWith(id))
  const [only, other] = [found[0], found.find((proposal) => proposal.id !== found[0]?.id)]
  if (only === undefined) {
    throw new RolewrightError({
      code: 'unknown-proposal',
      message: `no review has a proposal \`${id}\``,
      hint: 'list them with `rolewright review list`',
    })
  }
  if (other === undefined) return only
  throw new RolewrightError({
    code: 'ambiguous-proposal',
    message: `\`${id}\` begins the ids of several proposals`,
    hint: `give more of it: \`${only.id}\` or \`${other.id}\``,
  })
}

function dateOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw new RolewrightError({
    code: 'invalid-date',
    message: `\`${text}\` is not an ISO date`,
    hint: 'write it like `2027-01-31`',
  })
}
