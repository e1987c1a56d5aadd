import { resolve } from 'node:path'
import { compile } from '@rolewright/core'
import type { Command } from 'commander'
import type { SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import { compileOptions, ownedPath } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { readText } from '../frame/read-text.ts'
import { count } from '../text/words.ts'
import { openForReview } from './review-context.ts'
import { daysOf } from './review-days.ts'

interface AddOptions extends CommonOptions, SourceOptions {
  readonly deadline: string
}

/** `rolewright review add` */
export function addReviewAdd(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('add')))
    .argument('<file>', 'the JSON of a review')
    .summary('take in a review that ran elsewhere')
    .description(
      'Takes a review that a function in AWS Lambda wrote among the stored ones, so that it can be decided and patched here. The same review again is not added twice.',
    )
    .option('--deadline <days>', 'how many days there are to decide, from the review on', '30')
    .addHelpText('after', '\nExample:\n  rolewright review add 2026-11-22-111122223333.json --account dev')
    .action(async (file: string, options: AddOptions) => start(options, (context) => runAdd(file, options, context)))
}

async function runAdd(file: string, options: AddOptions, context: Context): Promise<Outcome> {
  const deadlineDays = daysOf(options.deadline, 'deadline')
  const text = await readText(resolve(context.io.cwd, file))
  const { workspace, connection } = await openForReview(options, context)
  const { account } = connection
  const { model } = workspace
  const { state, sources } = compile(model, account, compileOptions(workspace, connection.now()))
  const { addReview } = await import('@rolewright/aws-sync')
  const added = await withHistory({ command: 'review add', workspace, connection, context }, (history) =>
    addReview({
      text,
      file,
      dir: workspace.reviews,
      history,
      campaign: { model, account, state, groups: sources.groups, ownedPath: ownedPath(workspace), deadlineDays },
    }),
  )
  context.say(
    added.added
      ? `${count(added.review.proposals.length, 'proposal')} to decide, in ${added.file}.`
      : `It is there already, as ${added.file}.`,
  )
  return { code: 0, json: { file: added.file, added: added.added, proposals: added.review.proposals.length } }
}
