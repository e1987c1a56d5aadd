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
    .argument('<proposals...>', 'the ids of patched proposals, or their beginnings: all are put back, or none')
    .summary('put back what accepted proposals took away')
    .description(
      'Edits the TypeScript source back to what it was before proposals were patched, and keeps the proposals from now on. Nothing reaches the account before `rolewright apply`. Where the source has changed since, it writes nothing, shows what to put back, and exits 1.',
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
    .action(async (proposals: readonly string[], options: RestoreCommandOptions) =>
      start(options, (context) => runRestore(proposals, options, context)),
    )
}

async function runRestore(
  proposals: readonly string[],
  options: RestoreCommandOptions,
  context: Context,
): Promise<Outcome> {
  const { workspace, connection } = await openForReview(options, context)
  const { restoreSource } = await import('@rolewright/aws-sync')
  const dir = sourceFolder(workspace, options.source, context.io.cwd)
  const result = await withHistory({ command: 'review restore', workspace, connection, context }, (history) =>
    restoreSource({ dir, proposals, reason: options.reason ?? '', history, dryRun: options.dryRun === true }),
  )
  const byHand = result.proposals.filter(({ outcome }) => outcome === 'by-hand')
  const [first] = byHand
  if (first !== undefined) {
    throw new RolewrightError({
      code: 'restore-by-hand',
      message: byHand
        .map(({ policyName, file, reason }) => `${policyName ?? file} can't be put back by itself: ${reason ?? ''}`)
        .join('; '),
      path: first.file,
      hint: byHand.map(({ statement }) => mendOf(statement)).join('; '),
    })
  }
  for (const { outcome, file } of result.proposals) if (outcome === 'already') context.say(`${file} says it already.`)
  for (const { path, before, after } of result.files) {
    context.say(context.paint.bold(relative(context.io.cwd, path)))
    for (const line of lineDiff(before.split('\n'), after.split('\n'), context.paint)) context.say(`  ${line}`)
  }
  if (result.files.length > 0 && options.dryRun !== true) {
    context.say('\n`rolewright plan` shows what it changes in the account.')
  }
  return { code: 0, json: result }
}

function mendOf(statement: string | null | undefined): string {
  if (statement === null || statement === undefined) return 'take out what the patch added'
  return `put this back: ${statement.replaceAll(/\s+/g, ' ')}`
}
