import { visibleText } from '@rolewright/core'
import type { Command } from 'commander'
import type { SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { chosenReview, openForReview, type ReviewOption } from './review-context.ts'

interface CloseCommandOptions extends CommonOptions, SourceOptions, ReviewOption {
  readonly sign: string
  readonly reason?: string
}

/** `rolewright review close` */
export function addReviewClose(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('close')))
    .summary('sign a review')
    .description(
      'Signs the newest review, or the one that `--review` names: it stays as it is, and nothing of it is decided any more. Who signed, when and with which words goes to the history and onto the site.',
    )
    .requiredOption('--sign <text>', 'what you sign, in your own words')
    .option('--reason <text>', 'why it is closed, where proposals are still open')
    .option('--review <file>', 'the stored review, by its file name or its beginning (default: the newest)')
    .addHelpText(
      'after',
      '\nExample:\n  rolewright review close --sign "I have looked at every proposal." --account dev',
    )
    .action(async (options: CloseCommandOptions) => start(options, (context) => runClose(options, context)))
}

async function runClose(options: CloseCommandOptions, context: Context): Promise<Outcome> {
  const { workspace, connection } = await openForReview(options, context)
  const stored = await chosenReview(workspace, connection.account.accountId, options.review)
  const { closeReview } = await import('@rolewright/aws-sync')
  const entry = await withHistory({ command: 'review close', workspace, connection, context }, (history) =>
    closeReview({
      history,
      stored,
      now: connection.now(),
      text: options.sign,
      ...(options.reason === undefined ? {} : { reason: options.reason }),
    }),
  )
  context.say(`Signed: ${stored.file}: ${visibleText(options.sign)}`)
  return { code: 0, json: { file: stored.file, entry } }
}
