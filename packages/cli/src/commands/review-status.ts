import {
  type AccountDefinition,
  type Campaign,
  campaignStatus,
  type CampaignStatus,
  compile,
  type DecidedApart,
  decidedApart,
  decisionsIn,
  populationChanges,
  type PopulationChanges,
  populationOf,
  visibleText,
} from '@rolewright/core'
import type { Command } from 'commander'
import { chooseAccount } from '../config/choose-account.ts'
import { compileOptions, openWorkspace, ownedPath, type Workspace } from '../config/workspace.ts'
import { clockOf } from '../account/clock.ts'
import type { SourceOptions } from '../account/open-source.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { count, some } from '../text/words.ts'
import { storedReviews } from './review-context.ts'

interface StatusOptions extends CommonOptions, SourceOptions {
  readonly all?: boolean
}

/** `rolewright review status` */
export function addReviewStatus(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('status')))
    .summary('show how far each reviewer is, and who signed')
    .description(
      'Shows how much of a review is decided, by when it should be, what it covers, what waits for which owner, what two people decided differently, who signed it, and what the model has changed since in what it covers. Asks AWS nothing.',
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
  const today = modelToday({ workspace, account, now })
  const apart = decidedApart(entries)
  const shown = (options.all === true ? reviews : reviews.slice(-1))
    .map(({ file, review }) => ({
      file,
      status: campaignStatus({ file, review, entries, decisions, now }),
      apart: apart.filter(({ proposal }) => review.proposals.some(({ id }) => id === proposal)),
    }))
    .map((one) => ({ ...one, changes: changesSince(one.status, today), notCovered: notCovered(one.status, today) }))
  for (const one of shown) for (const line of statusLines(one, context)) context.say(line)
  return {
    code: 0,
    json: shown.map(({ status, ...rest }) => ({ ...status, ...rest })),
  }
}

/** What the model says today. */
interface Today {
  /** Ids of the roles that go to the account, sorted. */
  readonly roles: readonly string[]
  /** What the roles of a campaign cover. */
  readonly populationOf: (campaign: Campaign) => ReturnType<typeof populationOf>
}

function modelToday(given: {
  readonly workspace: Workspace
  readonly account: AccountDefinition
  readonly now: Date
}): Today {
  const { workspace, account, now } = given
  const { model } = workspace
  const { state, sources } = compile(model, account, compileOptions(workspace, now))
  const review = { at: now.toISOString() }
  const input = { model, account, state, groups: sources.groups, ownedPath: ownedPath(workspace), review }
  const roles = [...new Set(Object.values(sources.groups))].toSorted()
  return {
    roles,
    populationOf: ({ population }) =>
      populationOf(
        model.roles.filter(({ id }) => population.roles.includes(id) && roles.includes(id)),
        input,
      ),
  }
}

/** Of a review that was signed nothing changes any more. */
function changesSince({ campaign, state }: CampaignStatus, today: Today): PopulationChanges | null {
  if (campaign === undefined || state === 'closed') return null
  return populationChanges(campaign.population, today.populationOf(campaign))
}

/** Roles that go to the account and that an open review does not cover: they came later, or were not due. */
function notCovered({ campaign, state }: CampaignStatus, { roles }: Today): readonly string[] {
  if (campaign === undefined || state === 'closed') return []
  return roles.filter((id) => !campaign.population.roles.includes(id))
}

function statusLines(
  {
    file,
    status,
    changes,
    apart,
    notCovered: others,
  }: {
    readonly file: string
    readonly status: CampaignStatus
    readonly changes: PopulationChanges | null
    readonly apart: readonly DecidedApart[]
    readonly notCovered: readonly string[]
  },
  { paint }: Context,
): readonly string[] {
  const { campaign, signOff } = status
  const state = status.state === 'overdue' ? paint.red('overdue') : status.state
  const isLate =
    signOff !== undefined && campaign !== undefined && Date.parse(signOff.at) > Date.parse(campaign.deadline)
  const deadline = campaign === undefined ? '' : `, to be decided by ${campaign.deadline.slice(0, 10)}`
  return [
    `${paint.bold(file)}  ${state}${deadline}: ${status.decided} of ${status.of} decided (${status.percent} %)${status.deferred.length === 0 ? '' : `, ${status.deferred.length} of them deferred`}`,
    ...(campaign === undefined
      ? []
      : [
          `  covers ${count(campaign.population.roles.length, 'role')}, ${count(campaign.population.people.length, 'person')}, ${count(campaign.population.policies.length, 'policy')}  sha256 ${campaign.population.sha256}`,
        ]),
    ...(others.length === 0 ? [] : [`  does not cover ${others.length === 1 ? 'role' : 'roles'} ${named(others)}`]),
    ...(changes === null ? [] : [`  changed since: ${changesText(changes)}`]),
    ...status.reviewers.map(
      ({ owner, decided, of, roles }) =>
        `  ${visibleText(owner)}: ${of === 0 ? 'nothing to decide' : `${decided} of ${of} decided`}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`,
    ),
    ...apart.map(
      ({ proposal, earlier, later }) =>
        `  ${proposal.slice(0, 12)} was decided twice by people who did not know of each other: ${later.decision} by ${visibleText(later.by)} holds, and not ${earlier.decision} by ${visibleText(earlier.by)}; decide it anew to settle it`,
    ),
    ...(signOff === undefined
      ? []
      : [
          `  signed by ${visibleText(signOff.by)} on ${signOff.at.slice(0, 10)}${isLate ? ', after the deadline' : ''}: ${visibleText(signOff.text)}`,
        ]),
    ...(signOff?.reason === undefined ? [] : [`  ${signOff.open.length} left open: ${visibleText(signOff.reason)}`]),
  ]
}

function changesText({ roles, people, policies }: PopulationChanges): string {
  const parts = (
    [
      ['role', roles],
      ['person', people],
      ['policy', policies],
    ] as const
  ).flatMap(([noun, { added, removed }]) => [
    ...(removed.length === 0 ? [] : [`no longer ${noun} ${named(removed)}`]),
    ...(added.length === 0 ? [] : [`now ${noun} ${named(added)} too`]),
  ])
  return parts.length === 0 ? 'owners, tasks, memberships or policies of the model' : parts.join('; ')
}

function named(ids: readonly string[]): string {
  return visibleText(
    some(
      ids.map((id) => id.slice(id.lastIndexOf('/') + 1)),
      4,
    ),
  )
}
