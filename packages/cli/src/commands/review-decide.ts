import { resolve } from 'node:path'
import { RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import type { SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { readText } from '../frame/read-text.ts'
import { acceptedText } from '../text/accepted-text.ts'
import { decisionLine } from '../text/decision-line.ts'
import { count } from '../text/words.ts'
import { openForReview, storedReviews } from './review-context.ts'
import { decideOneByOne } from './review-decide-one-by-one.ts'

interface DecideOptions extends CommonOptions, SourceOptions {
  readonly reason?: string
  readonly until?: string
  readonly from?: string
}

const DECISIONS = ['accept', 'keep', 'defer'] as const

/** `rolewright review decide` */
export function addReviewDecide(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('decide')))
    .argument('[proposal]', 'the id of a proposal, or its beginning')
    .argument('[decision]', 'accept, keep or defer')
    .summary('accept, keep or defer proposals')
    .description(
      'Records a decision about a proposal, with its reason and who made it, in the history. Without a proposal it asks about one open proposal of the newest review after the other. With `--from` it takes what is ticked in a report that `review report --as markdown` wrote: all of it, or, if a line is wrong, nothing.',
    )
    .option('--reason <text>', 'why, for whoever reads the history later')
    .option('--until <date>', 'with defer or keep: the date on which it is open again, such as 2027-01-31')
    .option('--from <file>', 'a report in Markdown whose boxes are ticked')
    .addHelpText(
      'after',
      '\nExamples:\n  rolewright review decide 3f9a12 keep --reason "needed at year end" --account dev\n  rolewright review decide --account dev\n  rolewright review decide --from review.md --account dev',
    )
    .action(async (proposal: string | undefined, decision: string | undefined, options: DecideOptions) =>
      start(options, (context) => {
        if (options.from !== undefined) return runFromFile({ file: options.from, proposal, options, context })
        if (proposal !== undefined) return runOne({ proposal, decision }, options, context)
        return decideOneByOne(options, context)
      }),
    )
}

async function runOne(
  given: { readonly proposal: string; readonly decision: string | undefined },
  options: DecideOptions,
  context: Context,
): Promise<Outcome> {
  const decision = DECISIONS.find((one) => one === given.decision)
  if (decision === undefined) {
    throw new RolewrightError({
      code: 'invalid-argument',
      message:
        given.decision === undefined
          ? `nothing is said about \`${given.proposal}\``
          : `\`${given.decision}\` is not a decision`,
      hint: 'decide `accept`, `keep` or `defer`',
    })
  }
  const { reason } = options
  if (reason === undefined) {
    throw new RolewrightError({
      code: 'missing-option',
      message: 'required option `--reason <text>` is not given',
      hint: 'say why, for whoever reads the history later: `--reason "needed at year end"`',
    })
  }
  const { workspace, connection } = await openForReview(options, context)
  const reviews = await storedReviews(workspace, connection.account.accountId)
  const { decideAll } = await import('@rolewright/aws-sync')
  const [taken] = await withHistory({ command: 'review decide', workspace, connection, context }, (history) =>
    decideAll({ history, reviews, now: connection.now() }, [
      {
        proposal: given.proposal,
        decision,
        reason,
        ...(options.until === undefined ? {} : { until: options.until }),
      },
    ]),
  )
  if (taken === undefined) return { code: 1, json: null }
  context.say(decisionLine(taken))
  if (decision === 'accept') for (const line of acceptedText([taken.proposal])) context.say(line)
  return { code: 0, json: { proposal: taken.proposal.id, decision, entry: taken.entry } }
}

async function runFromFile(given: {
  readonly file: string
  readonly proposal: string | undefined
  readonly options: DecideOptions
  readonly context: Context
}): Promise<Outcome> {
  const { file, proposal, options, context } = given
  if (proposal !== undefined || options.reason !== undefined || options.until !== undefined) {
    throw new RolewrightError({
      code: 'invalid-argument',
      message: '`--from` has the decisions, their reasons and dates in its file',
      hint: 'give either a proposal or `--from`',
    })
  }
  const text = await readText(resolve(context.io.cwd, file))
  const { workspace, connection } = await openForReview(options, context)
  const reviews = await storedReviews(workspace, connection.account.accountId)
  const { decideFromFile } = await import('@rolewright/aws-sync')
  const taken = await withHistory({ command: 'review decide', workspace, connection, context }, (history) =>
    decideFromFile({ history, reviews, now: connection.now() }, { file, text }),
  )
  const fresh = taken.filter(({ entry }) => entry !== null)
  for (const one of fresh) context.say(decisionLine(one))
  const before = taken.length - fresh.length
  context.say(
    `${count(fresh.length, 'decision')} taken from ${file}${before === 0 ? '' : `; ${before} ${before === 1 ? 'was' : 'were'} made before`}.`,
  )
  const accepted = taken.filter(({ decision }) => decision.decision === 'accept').map(({ proposal: of }) => of)
  for (const line of acceptedText(accepted)) context.say(line)
  return {
    code: 0,
    json: taken.map(({ proposal: of, decision, entry }) => ({ ...decision, proposal: of.id, entry })),
  }
}
