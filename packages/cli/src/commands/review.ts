import { decisionsIn, signOffsIn } from '@rolewright/core'
import type { Command } from 'commander'
import { clockOf } from '../account/clock.ts'
import type { SourceOptions } from '../account/open-source.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { suggestSubcommand } from '../frame/suggest-subcommand.ts'
import { openProposals, showReview } from '../text/review-text.ts'
import { count } from '../text/words.ts'
import { addReviewAdd } from './review-add.ts'
import { addReviewClose } from './review-close.ts'
import { chosenReview } from './review-context.ts'
import { addReviewDecide } from './review-decide.ts'
import { addReviewPatch } from './review-patch.ts'
import { addReviewReport } from './review-report.ts'
import { addReviewRestore } from './review-restore.ts'
import { addReviewRun } from './review-run.ts'
import { addReviewStatus } from './review-status.ts'

/** `rolewright review` and its parts. */
export function addReview(program: Command, start: Start): void {
  const group = program
    .command('review')
    .summary('ask whether each permission is still used')
    .description('Asks whether each permission is still used. Without a command of its own: `review run`.')
  const run = addReviewRun(group, start)
  suggestSubcommand(group, run)
  withAccountSource(withCommonOptions(group.command('list')))
    .summary('show the newest review and what was decided')
    .description('Shows the proposals of the newest stored review, with the decisions about them.')
    .action(async (options: CommonOptions & SourceOptions) => start(options, (context) => runList(options, context)))
  addReviewDecide(group, start)
  addReviewReport(group, start)
  addReviewStatus(group, start)
  addReviewAdd(group, start)
  addReviewClose(group, start)
  addReviewPatch(group, start)
  addReviewRestore(group, start)
}

async function runList(options: CommonOptions & SourceOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const { readHistory } = await import('@rolewright/aws-sync')
  const newest = await chosenReview(workspace, account.accountId, undefined)
  const histories = await readHistory(workspace.audit, { accountId: account.accountId })
  const entries = histories.flatMap((history) => history.entries)
  const decisions = decisionsIn(entries)
  // What was signed stays as it was then.
  const signed = signOffsIn(entries).find(({ review }) => review === newest.file)
  const shown = { ...newest, decisions, now: signed?.at ?? (await clockOf(options, context))() }
  showReview(shown, context)
  context.say(`${count(newest.review.proposals.length, 'proposal')}, ${openProposals(shown)} open.`)
  return { code: 0, json: { file: newest.file, review: newest.review, decisions } }
}
