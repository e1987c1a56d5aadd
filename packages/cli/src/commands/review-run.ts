import { join, relative, resolve } from 'node:path'
import type { ReviewTrailOptions } from '@rolewright/aws-sync'
import { compile, type DueRole, reviewedModel } from '@rolewright/core'
import type { Command } from 'commander'
import { showProgress } from '../account/show-progress.ts'
import type { SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { compileOptions, openWorkspace, ownedPath } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { openProposals, showReview } from '../text/review-text.ts'
import { trailNotes } from '../text/trail-notes.ts'
import { count } from '../text/words.ts'
import { openForReview } from './review-context.ts'
import { daysOf } from './review-days.ts'
import { dueInAccount, sayNothingDue } from './review-due.ts'

interface RunOptions extends CommonOptions, SourceOptions {
  readonly window: string
  readonly splitServices?: boolean
  readonly trail?: string | boolean
  readonly region?: readonly string[]
  readonly deadline: string
  readonly due?: boolean
  readonly exitCode?: boolean
}

interface Days {
  readonly windowDays: number
  readonly deadlineDays: number
}

/** `rolewright review run`, which is `rolewright review` too. */
export function addReviewRun(group: Command, start: Start): Command {
  return withAccountSource(withCommonOptions(group.command('run', { isDefault: true })))
    .summary('hold usage against the policies, and propose to narrow them')
    .description(
      'Reads when each service and action was last used and proposes to take away what was not used in the window. Changes nothing: each proposal waits for somebody to decide. The review is stored and goes into the history.',
    )
    .option('--window <days>', 'what was used in this many days stays; AWS looks back 400', '90')
    .option('--split-services', 'also take single unused actions out of whole services')
    .option('--trail <path>', 'a CloudTrail export, a file or a folder of them, besides the event history')
    .option('--no-trail', 'go by last-accessed reports alone')
    .option('--region <regions...>', 'regions whose events are read besides all that are known')
    .option('--deadline <days>', 'how many days there are to decide', '30')
    .option('--due', 'review only the roles whose `reviewEveryDays` have passed, and nothing when none is due')
    .option('--exit-code', 'exit 2 when proposals wait for a decision')
    .addHelpText('after', '\nExample:\n  rolewright review --account dev --window 90')
    .action(async (options: RunOptions) => start(options, (context) => runReviewCommand(options, context)))
}

/** What stays as it is where AWS does not show the evidence. */
const NOT_JUDGED = {
  events: 'resources and what AWS does not track by action are not judged',
  regions: 'resources and what AWS does not track by action are not judged',
  credentials: 'passwords and access keys are not judged',
} as const

async function runReviewCommand(options: RunOptions, context: Context): Promise<Outcome> {
  const days = { windowDays: daysOf(options.window, 'window'), deadlineDays: daysOf(options.deadline, 'deadline') }
  const review = (roles?: readonly DueRole[]): Promise<Outcome> => runNow({ ...options, ...days }, context, roles)
  if (options.due === true) {
    const roles = await dueInAccount(options, context)
    if (roles.every(({ isDue }) => !isDue)) return nothingDue(roles, context)
  }
  const workspace = await openWorkspace(options, context)
  const { accountId } = chooseAccount(workspace.model, options.account)
  const { oneReviewAtATime } = await import('@rolewright/aws-sync')
  return oneReviewAtATime({ dir: workspace.reviews, accountId }, async () => {
    if (options.due !== true) return review()
    // Looked at again: another run may have reviewed them since.
    const roles = await dueInAccount(options, context)
    return roles.some(({ isDue }) => isDue) ? review(roles) : nothingDue(roles, context)
  })
}

function nothingDue(roles: readonly DueRole[], context: Context): Outcome {
  sayNothingDue(roles, context)
  return { code: 0, json: { due: [], roles } }
}

/** Runs a review of all roles, or of those that are due. */
async function runNow(options: RunOptions & Days, context: Context, roles?: readonly DueRole[]): Promise<Outcome> {
  const due = roles?.filter(({ isDue }) => isDue)
  const { workspace, connection } = await openForReview(options, context)
  const { windowDays, deadlineDays } = options
  const { model } = workspace
  const { account } = connection
  const compiled = compile(model, account, compileOptions(workspace, connection.now()))
  const { readDecisions, runReview } = await import('@rolewright/aws-sync')
  const progress = showProgress(context.io, 'report')
  const events = showProgress(context.io, 'day')
  const notes: string[] = []
  const ran = await withHistory({ command: 'review', workspace, connection, context }, (history) =>
    runReview(connection.clients, {
      windowDays,
      dir: workspace.reviews,
      history,
      accountId: account.accountId,
      campaign: {
        model,
        account,
        groups: compiled.sources.groups,
        deadlineDays,
        ...(due === undefined ? {} : { roles: due.map(({ role }) => role) }),
      },
      ownedPath: ownedPath(workspace),
      credentials: true,
      model: reviewedModel(model, account, compiled),
      journal: join(workspace.reviews, `.jobs-${account.accountId}.jsonl`),
      onProgress: ({ done, total, arn, calls }) =>
        progress.onProgress({ done, total, subject: `${arn}, ${count(calls, 'call')}` }),
      onTrailProgress: ({ done, total, region, events: number }) =>
        events.onProgress({ done, total, subject: `${region}, ${count(number, 'event')}` }),
      ...trailOptions(options, context),
      onRefused: (evidence, { message }) => notes.push(`note: ${NOT_JUDGED[evidence]}: ${message}`),
      now: connection.now,
      ...(options.splitServices === true ? { splitServices: true } : {}),
    }).finally(() => {
      progress.end()
      events.end()
    }),
  )
  const decisions = await readDecisions(workspace.audit, connection.account.accountId)
  const { review, calls } = ran
  for (const note of [...notes, ...trailNotes(review)]) context.note(note)
  const file = ran.file === undefined ? undefined : `${relative(context.io.cwd, workspace.reviews)}/${ran.file}`
  const shown = { review, decisions, now: connection.now() }
  showReview(shown, context)
  const waiting = openProposals(shown)
  context.say(`${count(ran.usage.entities.length, 'last-accessed report')}, read with ${count(calls, 'call')} to AWS.`)
  context.say(`${count(review.proposals.length, 'proposal')}, ${waiting} open. Written to ${file ?? 'nowhere'}.`)
  if (waiting > 0) context.say('Decide with `rolewright review decide <id> accept|keep|defer --reason "…"`.')
  return {
    code: options.exitCode === true && waiting > 0 ? 2 : 0,
    json: { file, review, decisions, calls, ...(due === undefined ? {} : { due, roles }) },
  }
}

/** The event history is read unless `--no-trail` says otherwise; only AWS itself has to be asked slowly. */
function trailOptions(options: RunOptions, context: Context): ReviewTrailOptions {
  return {
    eventHistory: options.trail === false ? 'never' : 'auto',
    ...(typeof options.trail === 'string' ? { trailExport: resolve(context.io.cwd, options.trail) } : {}),
    ...(options.region === undefined ? {} : { regions: options.region }),
    ...(options.sandbox === undefined ? {} : { perSecond: Infinity }),
  }
}
