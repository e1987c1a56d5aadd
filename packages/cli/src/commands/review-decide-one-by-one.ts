import type { DecideOn } from '@rolewright/aws-sync'
import {
  campaignStatus,
  decisionOn,
  decisionsIn,
  type ReviewDecision,
  RolewrightError,
  titleOfProposal,
  visibleText,
} from '@rolewright/core'
import type { SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import type { CommonOptions, Context, Outcome } from '../frame/context.ts'
import { acceptedText } from '../text/accepted-text.ts'
import { decisionLine } from '../text/decision-line.ts'
import { proposalText } from '../text/proposal-text.ts'
import { count } from '../text/words.ts'
import { openForReview, storedReviews } from './review-context.ts'

type Answer = ReviewDecision['decision'] | 'skip' | 'stop'

const CHOICES: readonly { readonly value: Answer; readonly label: string; readonly hint: string }[] = [
  { value: 'accept', label: 'accept', hint: 'do what it proposes' },
  { value: 'keep', label: 'keep', hint: 'leave it as it is' },
  { value: 'defer', label: 'defer', hint: 'decide at a later date' },
  { value: 'skip', label: 'skip', hint: 'leave it open for now' },
  { value: 'stop', label: 'stop', hint: 'what is decided stays' },
]

/** Asks about the open proposals of the newest review, one after the other; each answer is recorded before the next question. */
export async function decideOneByOne(options: CommonOptions & SourceOptions, context: Context): Promise<Outcome> {
  const { ask } = context.io
  if (ask === undefined) {
    throw new RolewrightError({
      code: 'invalid-argument',
      message: 'no proposal is named, and nobody is there to be asked',
      hint: 'name a proposal and a decision, or give `--from` with a report whose boxes are ticked',
    })
  }
  const { workspace, connection } = await openForReview(options, context)
  const reviews = await storedReviews(workspace, connection.account.accountId)
  const newest = reviews.at(-1)
  if (newest === undefined) return { code: 0, json: [] }
  const { checkDecision, decideAll, readHistory } = await import('@rolewright/aws-sync')
  const done = await withHistory({ command: 'review decide', workspace, connection, context }, async (history) => {
    /** Others may decide or sign while somebody thinks about an answer. */
    const asOfNow = async (): Promise<DecideOn> => {
      const histories = await readHistory(workspace.audit, { accountId: connection.account.accountId })
      const earlier = histories.flatMap(({ entries: written }) => written)
      return { history: { ...history, earlier }, reviews, now: connection.now() }
    }
    const { now } = await asOfNow()
    const status = campaignStatus({
      ...newest,
      entries: history.earlier,
      decisions: decisionsIn(history.earlier),
      now,
    })
    const open = status.state === 'closed' ? [] : newest.review.proposals.filter(({ id }) => status.open.includes(id))
    if (open.length === 0) context.say(`Nothing of ${newest.file} waits for a decision.`)
    const entries = []
    for (const [index, proposal] of open.entries()) {
      const on = await asOfNow()
      const meanwhile = decisionOn(proposal.id, decisionsIn(on.history.earlier), on.now)
      if (meanwhile !== undefined) {
        context.say(`Decided meanwhile: ${visibleText(titleOfProposal(proposal))}, by ${visibleText(meanwhile.by)}.`)
        continue
      }
      context.note(`\n${proposalText(proposal, undefined, context.io.paint.err)}\n`)
      const answer = await ask.choose(`${index + 1} of ${open.length}: what about it?`, CHOICES)
      if (answer === 'stop') break
      if (answer === 'skip') continue
      /** What is wrong with a decision, in the words that the command would refuse it with. */
      const problem = (more: { readonly reason: string; readonly until?: string }): string | undefined => {
        try {
          checkDecision(on, { proposal: proposal.id, decision: answer, ...more })
          return undefined
        } catch (error) {
          return error instanceof RolewrightError ? error.message : String(error)
        }
      }
      const dated =
        answer === 'accept'
          ? ''
          : await ask.write(
              answer === 'defer'
                ? 'Until which date? (2027-01-31)'
                : 'Until which date? (empty: until somebody decides anew)',
              (text) => problem({ reason: 'x', ...(text.trim() === '' ? {} : { until: text.trim() }) }),
            )
      const until = dated.trim() === '' ? {} : { until: dated.trim() }
      const reason = await ask.write('Why?', (text) => problem({ reason: text, ...until }))
      const decision = { proposal: proposal.id, decision: answer, reason, ...until }
      for (const decided of await decideAll(await asOfNow(), [decision])) {
        context.say(decisionLine(decided))
        entries.push({ ...decision, entry: decided.entry })
      }
    }
    return entries
  })
  context.say(`${count(done.length, 'decision')} made.`)
  const accepted = new Set(done.flatMap(({ proposal, decision }) => (decision === 'accept' ? [proposal] : [])))
  for (const line of acceptedText(newest.review.proposals.filter(({ id }) => accepted.has(id)))) context.say(line)
  return { code: 0, json: done }
}
