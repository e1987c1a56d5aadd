import { campaignStatus, type CampaignStatus, decisionsIn, visibleText } from '@rolewright/core'
import type { Command } from 'commander'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import { clockOf } from '../account/clock.ts'
import type { SourceOptions } from '../account/open-source.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { count } from '../text/words.ts'
import { storedReviews } from './review-context.ts'

interface StatusOptions extends CommonOptions, SourceOptions {
  readonly all?: boolean
}

/** `rolewright review status` */
export function addReviewStatus(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('status')))
    .summary('show how far each reviewer is, and who signed')
    .description(
      'Shows how much of a review is decided, by when it should be, what it covers, what waits for which owner, and who signed it. Asks AWS nothing.',
    )
    .option('--all', 'show every stored review, not only the newest')
    .addHelpText('after', '\nExample:\n  rolewright review status --account dev')
    .action(async (options: StatusOptions) => start(options, (context) => runStatus(options, context)))
}

async function runStatus(options: StatusOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const reviews = await storedReviews(workspace, account.accountId)
  const { readHistory } = await import('@rolewright/aws-sync')
  const histories = await readHistory(workspace.audit, { accountId: account.accountId })
  const entries = histories.flatMap((history) => history.entries)
  const now = (await clockOf(options, context))()
  const decisions = decisionsIn(entries)
  const shown = (options.all === true ? reviews : reviews.slice(-1)).map((stored) => ({
    file: stored.file,
    status: campaignStatus({ ...stored, entries, decisions, now }),
  }))
  for (const one of shown) for (const line of statusLines(one, context)) context.say(line)
  return { code: 0, json: shown.map(({ file, status }) => ({ file, ...status })) }
}

function statusLines(
  { file, status }: { readonly file: string; readonly status: CampaignStatus },
  { paint }: Context,
): readonly string[] {
  const { campaign, signOff } = status
  const state = status.state === 'overdue' ? paint.red('overdue') : status.state
  const deadline = campaign === undefined ? '' : `, to be decided by ${campaign.deadline.slice(0, 10)}`
  return [
    `${paint.bold(file)}  ${state}${deadline}: ${status.decided} of ${status.of} decided (${status.percent} %)`,
    ...(campaign === undefined
      ? []
      : [
          `  covers ${count(campaign.population.roles.length, 'role')}, ${people(campaign.population.people.length)}, ${count(campaign.population.policies.length, 'policy')}  sha256 ${campaign.population.sha256}`,
        ]),
    ...status.reviewers.map(
      ({ owner, decided, of, roles }) =>
        `  ${visibleText(owner)}: ${of === 0 ? 'nothing to decide' : `${decided} of ${of} decided`}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`,
    ),
    ...(signOff === undefined
      ? []
      : [`  signed by ${visibleText(signOff.by)} on ${signOff.at.slice(0, 10)}: ${visibleText(signOff.text)}`]),
    ...(signOff?.reason === undefined ? [] : [`  ${signOff.open.length} left open: ${visibleText(signOff.reason)}`]),
  ]
}

function people(number: number): string {
  return number === 1 ? '1 person' : `${number.toLocaleString('en-US')} people`
}
