import { relative } from 'node:path'
import { compile, decisionOn, type Review, type ReviewDecision, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import type { SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { compileOptions, openWorkspace, ownedPath } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { suggestSubcommand } from '../frame/suggest-subcommand.ts'
import { proposalText } from '../text/proposal-text.ts'
import { count } from '../text/words.ts'
import { addReviewClose } from './review-close.ts'
import { chosenReview, openForReview } from './review-context.ts'
import { addReviewDecide } from './review-decide.ts'
import { addReviewPatch } from './review-patch.ts'
import { addReviewReport } from './review-report.ts'
import { addReviewRestore } from './review-restore.ts'
import { addReviewStatus } from './review-status.ts'

interface RunOptions extends CommonOptions, SourceOptions {
  readonly window: string
  readonly splitServices?: boolean
  readonly deadline: string
  readonly exitCode?: boolean
}

/** `rolewright review` and its parts. */
export function addReview(program: Command, start: Start): void {
  const group = program
    .command('review')
    .summary('ask whether each permission is still used')
    .description('Asks whether each permission is still used. Without a command of its own: `review run`.')
  const run = withAccountSource(withCommonOptions(group.command('run', { isDefault: true })))
    .summary('hold usage against the policies, and propose to narrow them')
    .description(
      'Reads when each service and action was last used and proposes to take away what was not used in the window. Changes nothing: each proposal waits for somebody to decide. The review is stored and goes into the history.',
    )
    .option('--window <days>', 'what was used in this many days stays; AWS looks back 400', '90')
    .option('--split-services', 'also take single unused actions out of whole services')
    .option('--deadline <days>', 'how many days there are to decide', '30')
    .option('--exit-code', 'exit 2 when proposals wait for a decision')
    .addHelpText('after', '\nExample:\n  rolewright review --account dev --window 90')
    .action(async (options: RunOptions) => start(options, (context) => runReviewCommand(options, context)))
  suggestSubcommand(group, run)
  withAccountSource(withCommonOptions(group.command('list')))
    .summary('show the newest review and what was decided')
    .description('Shows the proposals of the newest stored review, with the decisions about them.')
    .action(async (options: CommonOptions & SourceOptions) => start(options, (context) => runList(options, context)))
  addReviewDecide(group, start)
  addReviewReport(group, start)
  addReviewStatus(group, start)
  addReviewClose(group, start)
  addReviewPatch(group, start)
  addReviewRestore(group, start)
}

async function runReviewCommand(options: RunOptions, context: Context): Promise<Outcome> {
  const { workspace, connection } = await openForReview(options, context)
  const windowDays = daysOf(options.window, 'window')
  const deadlineDays = daysOf(options.deadline, 'deadline')
  const { model } = workspace
  const { account } = connection
  const { sources } = compile(model, account, compileOptions(workspace, connection.now()))
  const { readDecisions, runReview } = await import('@rolewright/aws-sync')
  const ran = await withHistory({ command: 'review', workspace, connection, context }, (history) =>
    runReview(connection.clients, {
      windowDays,
      dir: workspace.reviews,
      history,
      accountId: account.accountId,
      campaign: { model, account, groups: sources.groups, deadlineDays },
      ownedPath: ownedPath(workspace),
      entities: true,
      now: connection.now,
      ...(options.splitServices === true ? { splitServices: true } : {}),
    }),
  )
  const decisions = await readDecisions(workspace.audit, connection.account.accountId)
  const { review } = ran
  const file = ran.file === undefined ? undefined : `${relative(context.io.cwd, workspace.reviews)}/${ran.file}`
  showReview(review, decisions, context)
  const waiting = openProposals(review, decisions)
  context.say(`${count(review.proposals.length, 'proposal')}, ${waiting} open. Written to ${file ?? 'nowhere'}.`)
  if (waiting > 0) context.say('Decide with `rolewright review decide <id> accept|keep|defer --reason "…"`.')
  return {
    code: options.exitCode === true && waiting > 0 ? 2 : 0,
    json: { file, review, decisions },
  }
}

async function runList(options: CommonOptions & SourceOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const { readDecisions } = await import('@rolewright/aws-sync')
  const newest = await chosenReview(workspace, account.accountId, undefined)
  const decisions = await readDecisions(workspace.audit, account.accountId)
  showReview(newest.review, decisions, context)
  context.say(`${count(newest.review.proposals.length, 'proposal')}, ${openProposals(newest.review, decisions)} open.`)
  return { code: 0, json: { file: newest.file, review: newest.review, decisions } }
}

function showReview(review: Review, decisions: readonly ReviewDecision[], context: Context): void {
  const { paint } = context
  context.say(
    paint.bold(`Review of ${review.accountId} on ${review.at.slice(0, 10)}: not used for ${review.windowDays} days`),
  )
  context.say()
  for (const proposal of review.proposals) {
    context.say(`${proposalText(proposal, decisionOn(proposal.id, decisions, review.at), paint)}\n`)
  }
  for (const one of review.notEnoughHistory) {
    context.say(`  ${one.name} can't be judged before ${one.from.slice(0, 10)}: ${one.reason}`)
  }
  if (review.notEnoughHistory.length > 0) context.say()
}

function openProposals(review: Review, decisions: readonly ReviewDecision[]): number {
  return review.proposals.filter((proposal) => decisionOn(proposal.id, decisions, review.at) === undefined).length
}

function daysOf(text: string, option: 'window' | 'deadline'): number {
  const days = Number(text)
  if (/^\d+$/.test(text) && days >= 1 && days <= 400) return days
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `\`${text}\` is not a ${option}`,
    hint: `give a number of days from 1 to 400, such as \`--${option} ${option === 'window' ? 90 : 30}\``,
  })
}
