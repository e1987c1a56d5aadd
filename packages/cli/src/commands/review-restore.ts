import { relative } from 'node:path'
import { RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import type { SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import { sourceFolder } from '../config/source-folder.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { lineDiff } from '../text/line-diff.ts'
import { openForReview } from './review-context.ts'

interface RestoreCommandOptions extends CommonOptions, SourceOptions {
  readonly source?: string
  readonly reason?: string
  readonly dryRun?: boolean
}

/** `rolewright review restore` */
export function addReviewRestore(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('restore')))
    .argument('<proposal>', 'the id of a patched proposal, or its beginning')
    .summary('put back what an accepted proposal took away')
    .description(
      'Edits the TypeScript source back to what it was before a proposal was patched, and keeps the proposal from now on. Nothing reaches the account before `rolewright apply`. Where the source has changed since, it shows what to put back, and exits 1.',
    )
    .option('--reason <text>', 'why, for whoever reads the history later', 'it was needed after all')
    .option(
      '--source <folder>',
      'the folder of the roles (default: `roles` beside the config, else the config’s folder)',
    )
    .option('--dry-run', 'show the edit, and write nothing')
    .addHelpText(
      'after',
      '\nExample:\n  rolewright review restore 3f9a12 --reason "the nightly job needs it" --account dev',
    )
    .action(async (proposal: string, options: RestoreCommandOptions) =>
      start(options, (context) => runRestore(proposal, options, context)),
    )
}

async function runRestore(proposal: string, options: RestoreCommandOptions, context: Context): Promise<Outcome> {
  const { workspace, connection } = await openForReview(options, context)
  const { restoreSource } = await import('@rolewright/aws-sync')
  const dir = sourceFolder(workspace, options.source, context.io.cwd)
  const result = await withHistory({ command: 'review restore', workspace, connection, context }, (history) =>
    restoreSource({ dir, proposal, reason: options.reason ?? '', history, dryRun: options.dryRun === true }),
  )
  if (result.outcome === 'by-hand') {
    throw new RolewrightError({
      code: 'restore-by-hand',
      message: `${result.policyName ?? result.file} can't be put back by itself: ${result.reason ?? ''}`,
      path: result.file,
      hint:
        result.statement === null || result.statement === undefined
          ? 'take out what the patch added'
          : `put this back: ${result.statement.replaceAll(/\s+/g, ' ')}`,
    })
  }
  if (result.outcome === 'already') {
    context.say(`${result.file} says it already.`)
  } else {
    context.say(context.paint.bold(relative(context.io.cwd, result.path ?? result.file)))
    const [before, after] = [result.before ?? '', result.after ?? '']
    for (const line of lineDiff(before.split('\n'), after.split('\n'), context.paint)) context.say(`  ${line}`)
    if (options.dryRun !== true) context.say('\n`rolewright plan` shows what it changes in the account.')
  }
  return { code: 0, json: result }
}
