import { join, relative } from 'node:path'
import type { ManualPatch, PatchResult } from '@rolewright/aws-sync'
import { compile, decisionOn, isStatementProposal, type Proposal, titleOfProposal } from '@rolewright/core'
import type { Command } from 'commander'
import { openConnection, type SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { sourceFolder } from '../config/source-folder.ts'
import { compileOptions, openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { lineDiff } from '../text/line-diff.ts'
import { count } from '../text/words.ts'

interface PatchCommandOptions extends CommonOptions, SourceOptions {
  readonly source?: string
  readonly dryRun?: boolean
}

/** `rolewright review patch` */
export function addReviewPatch(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('patch')))
    .summary('write accepted proposals into the TypeScript source')
    .description(
      'Edits the statements of accepted proposals of the newest review in the TypeScript source, and leaves everything else there byte for byte. Nothing reaches the account before `rolewright apply`. What has to be edited by hand is shown, and exits 1.',
    )
    .option(
      '--source <folder>',
      'the folder of the roles (default: `roles` beside the config, else the config’s folder)',
    )
    .option('--dry-run', 'show the edit, and write nothing')
    .addHelpText('after', '\nExample:\n  rolewright review patch --account dev')
    .action(async (options: PatchCommandOptions) => start(options, (context) => runPatch(options, context)))
}

async function runPatch(options: PatchCommandOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const connection = await openConnection(account, options, context)
  const { patchSource, readDecisions, readReviews } = await import('@rolewright/aws-sync')
  const newest = (await readReviews(workspace.reviews, { accountId: account.accountId })).at(-1)
  const decisions = await readDecisions(workspace.audit, account.accountId)
  const accepted = (newest?.review.proposals ?? []).filter(
    (proposal) => decisionOn(proposal.id, decisions, connection.now())?.decision === 'accept',
  )
  const dir = sourceFolder(workspace, options.source, context.io.cwd)
  const { sources } = compile(workspace.model, account, compileOptions(workspace, connection.now()))
  const result = await withHistory({ command: 'review patch', workspace, connection, context }, async (history) => {
    const done = patchedBefore(history.earlier)
    const proposals = accepted.filter(isStatementProposal).filter((proposal) => !done.has(proposal.id))
    return patchSource({ dir, proposals, sources, history, ...(options.dryRun === true ? { dryRun: true } : {}) })
  })
  for (const proposal of accepted.filter((one) => !isStatementProposal(one))) {
    context.note(`note: written by hand: ${titleOfProposal(proposal)}`)
  }
  show({ result, accepted, dir, dryRun: options.dryRun === true }, context)
  return { code: result.manual.length > 0 ? 1 : 0, json: { dir, dryRun: options.dryRun === true, ...result } }
}

/** Ids of proposals that a `patched` entry names: they are in the source already. */
function patchedBefore(entries: readonly { readonly kind: string; readonly data: unknown }[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ kind, data }) => {
      if (kind !== 'patched' || typeof data !== 'object' || data === null || !('proposals' in data)) return []
      if (!Array.isArray(data.proposals)) return []
      return data.proposals.flatMap((one: unknown) =>
        typeof one === 'object' && one !== null && 'proposal' in one && typeof one.proposal === 'string'
          ? [one.proposal]
          : [],
      )
    }),
  )
}

function show(
  given: {
    readonly result: PatchResult
    readonly accepted: readonly Proposal[]
    readonly dir: string
    readonly dryRun: boolean
  },
  context: Context,
): void {
  const { result, accepted, dir, dryRun } = given
  const place = (file: string): string => relative(context.io.cwd, join(dir, file))
  for (const { file, before, after } of result.files) {
    context.say(context.paint.bold(place(file)))
    for (const line of lineDiff(before.split('\n'), after.split('\n'), context.paint)) context.say(`  ${line}`)
    context.say()
  }
  for (const manual of result.manual) context.note(manualText(manual, place))
  if (accepted.length === 0) {
    context.say('No proposal of the newest review is accepted.')
  } else if (result.patched.length + result.manual.length === 0) {
    context.say('All accepted proposals are in the source already.')
  } else {
    const verb = dryRun ? 'would be written' : 'written'
    context.say(`${count(result.patched.length, 'proposal')} ${verb} into ${count(result.files.length, 'file')}.`)
    if (result.patched.length > 0 && !dryRun) context.say('`rolewright plan` shows what it changes in the account.')
  }
}

function manualText(manual: ManualPatch, place: (file: string) => string): string {
  const lines = [`error patch-by-hand: ${manual.policyName} can't be edited by itself: ${manual.reason}`]
  if (manual.file !== undefined) {
    lines.push(`  where: ${place(manual.file)}${manual.line === undefined ? '' : `:${manual.line}`}`)
  }
  if (manual.statement === null) lines.push('  mend:  take the statement out')
  else
    lines.push(
      '  mend:  write this statement in its place',
      ...manual.statement.split('\n').map((line) => `    ${line}`),
    )
  return lines.join('\n')
}
