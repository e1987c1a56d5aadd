import {
  agreedData,
  type AuditEntry,
  decisionOn,
  decisionsIn,
  type Proposal,
  type ReviewDecision,
  RolewrightError,
  signOffsIn,
  toJsonValue,
} from '@rolewright/core'
import type { History } from '../audit/open-history.ts'
import { type AccountHistory, readHistory } from '../audit/read-history.ts'
import type { StoredReview } from './stored-reviews.ts'
import { findProposal } from './find-proposal.ts'

/** What somebody decides about one proposal. */
export interface Decision {
  /** The proposal's id, or its first characters when no other begins with them. */
  readonly proposal: string
  readonly decision: ReviewDecision['decision']
  readonly reason: string
  /** ISO date at which the proposal is open again: a deferral needs one, a keep may have one. */
  readonly until?: string
}

/** What came of a decision. */
export interface DecidedProposal {
  readonly proposal: Proposal
  readonly decision: Decision
  /** What was written; null where just that holds already. */
  readonly entry: AuditEntry | null
  /** What held until now, if anything did. */
  readonly before?: ReviewDecision
}

/** Where decisions are made. */
export interface DecideOn {
  readonly history: History
  /** The stored reviews of the account; what only reviews have that were signed can't be decided any more. */
  readonly reviews: readonly StoredReview[]
  readonly now: Date
}

/**
 * Records a decision in the history, the only place where decisions live. Gives null when just that is what holds already.
 *
 * @throws {RolewrightError} `unknown-proposal`, `ambiguous-proposal`, `reason-missing`, `invalid-date`, `review-closed`; nothing is written then
 *
 * @example
 * ```ts
 * await decide({ history, reviews, now }, { proposal: '9f86d081', decision: 'keep', reason: 'needed at year end', until: '2027-01-31' })
 * ```
 */
export async function decide(on: DecideOn, decision: Decision): Promise<AuditEntry | null> {
  return (await write(on, checkDecision(on, decision))).entry
}

/**
 * Records several decisions: all of them, or, when one can't be made, none.
 *
 * @throws {RolewrightError} as {@link decide} does, for the first that can't be made; nothing is written then
 *
 * @example
 * ```ts
 * await decideAll({ history, reviews, now }, decisions)
 * ```
 */
export async function decideAll(on: DecideOn, decisions: readonly Decision[]): Promise<readonly DecidedProposal[]> {
  const checked = decisions.map((decision) => checkDecision(on, decision))
  const written: DecidedProposal[] = []
  for (const one of checked) written.push(await write(on, one))
  return written
}

interface Checked {
  readonly proposal: Proposal
  readonly decision: Decision
}

/** The proposal that a decision is about, or a {@link RolewrightError} that says why the decision can't be made. */
export function checkDecision(
  on: Pick<DecideOn, 'reviews' | 'now'> & { readonly history: Pick<History, 'earlier'> },
  decision: Decision,
): Checked {
  const proposal = findProposal(
    on.reviews.flatMap(({ review }) => review.proposals),
    decision.proposal,
  )
  requireOpenReview(on, proposal)
  const reason = decision.reason.trim()
  if (reason === '') {
    throw new RolewrightError({
      code: 'reason-missing',
      message: `the decision about \`${proposal.id}\` has no reason`,
      hint: 'say in a sentence why, for whoever reads the history later',
    })
  }
  requireFittingDate(decision, on.now)
  const { until } = decision
  return {
    proposal,
    decision: {
      proposal: proposal.id,
      decision: decision.decision,
      reason,
      ...(until === undefined ? {} : { until: until.trim() }),
    },
  }
}

async function write(on: DecideOn, { proposal, decision }: Checked): Promise<DecidedProposal> {
  const before = decisionOn(proposal.id, decisionsIn(on.history.earlier), on.now)
  const decided = { proposal, decision, ...(before === undefined ? {} : { before }) }
  if (
    before?.decision === decision.decision &&
    before.reason === decision.reason &&
    (before.until ?? '') === (decision.until ?? '')
  )
    return { ...decided, entry: null }
  const data = {
    ...decision,
    kind: proposal.kind,
    ...('statementIndex' in proposal ? { statement: proposal.statementIndex } : {}),
    ...agreedData(proposal),
    removed: proposal.removed.map((part) => part.what),
  }
  const entry = await on.history.append('decision', toJsonValue(data))
  return { ...decided, entry }
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

function requireOpenReview(
  on: { readonly reviews: readonly StoredReview[]; readonly history: Pick<History, 'earlier'> },
  proposal: Proposal,
): void {
  const signOffs = signOffsIn(on.history.earlier)
  const signed = on.reviews
    .filter(({ review }) => review.proposals.some(({ id }) => id === proposal.id))
    .map(({ file }) => signOffs.find((signOff) => signOff.review === file))
  const last = signed.at(-1)
  if (last === undefined || signed.includes(undefined)) return
  throw new RolewrightError({
    code: 'review-closed',
    message: `the review \`${last.review}\` was signed by \`${last.by}\` on ${last.at.slice(0, 10)}, so nothing of it is decided any more`,
    hint: 'run `rolewright review` for a new one; `rolewright review restore` takes back what it removed',
  })
}

function requireFittingDate({ decision, until }: Decision, now: Date): void {
  if (until === undefined) {
    if (decision === 'defer') throw badDate('a deferred proposal needs a date until when')
    return
  }
  if (decision === 'accept') throw badDate('what is accepted has no date until when')
  if (!isIsoDate(until.trim())) throw badDate(`\`${until}\` is not an ISO date`)
  if (Date.parse(until.trim()) <= now.getTime()) throw badDate(`\`${until}\` is over already`)
}

function badDate(message: string): RolewrightError {
  return new RolewrightError({
    code: 'invalid-date',
    message,
    hint: 'give a date like `--until 2027-01-31` with a deferral, and with a keep that ends',
  })
}

/** A day that the calendar has, with or without a time. */
function isIsoDate(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text)
  const day = match?.[1]
  if (day === undefined || Number.isNaN(Date.parse(text))) return false
  // JavaScript takes 31 February for 3 March.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}
