import { join, relative } from 'node:path'
import type { PatchResult } from '@rolewright/aws-sync'
import { compile, decisionOn, decisionsIn, type Proposal, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import type { SourceOptions } from '../account/open-source.ts'
import { verifyEdit } from '../account/verify-edit.ts'
import { withHistory } from '../account/with-history.ts'
import { sourceFolder } from '../config/source-folder.ts'
import { compileOptions } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { acceptedText } from '../text/accepted-text.ts'
import { lineDiff } from '../text/line-diff.ts'
import { manualPatchText } from '../text/manual-patch-text.ts'
import { patchMessage } from '../text/patch-message.ts'
import { count } from '../text/words.ts'
import { openForReview } from './review-context.ts'

interface PatchCommandOptions extends CommonOptions, SourceOptions {
  readonly source?: string
  readonly dryRun?: boolean
  readonly branch?: string
  readonly grants?: boolean
}

/** `rolewright review patch` */
export function addReviewPatch(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('patch')))
    .summary('write accepted proposals into the TypeScript source')
    .description(
      'Edits the TypeScript source as the accepted proposals of the newest review say, and leaves everything else there byte for byte. Nothing reaches the account before `rolewright apply`. What has to be edited by hand is shown, and exits 2: all else is written. With `--branch` the edit is a commit on a new branch, with the evidence in its message; what is checked out stays as it is.',
    )
    .option(
      '--source <folder>',
      'the folder of the roles (default: `roles` beside the config, else the config’s folder)',
    )
    .option('--dry-run', 'show the edit, and write nothing')
    .option('--branch <name>', 'commit the edit on a new branch instead of writing it here')
    .option('--grants', 'write accepted grants of missing actions instead, which are never mixed with what takes away')
    .addHelpText('after', '\nExample:\n  rolewright review patch --branch review-2026-11 --account dev')
    .action(async (options: PatchCommandOptions) => start(options, (context) => runPatch(options, context)))
}

async function runPatch(options: PatchCommandOptions, context: Context): Promise<Outcome> {
  const { workspace, connection } = await openForReview(options, context)
  const { account } = connection
  const { commitOnBranch, patchedInHistory, patchSource, readReviews, unwrittenPatches } =
    await import('@rolewright/aws-sync')
  const dir = sourceFolder(workspace, options.source, context.io.cwd)
  const { state, sources } = compile(workspace.model, account, compileOptions(workspace, connection.now()))
  const dryRun = options.dryRun === true
  /** Patches a checkout: the one that is here, or that of a branch. */
  const patch = async (at: (path: string) => string): Promise<Patched> => {
    const here = { ...workspace, audit: at(workspace.audit), reviews: at(workspace.reviews) }
    return withHistory({ command: 'review patch', workspace: here, connection, context }, async (history) => {
      const newest = (await readReviews(here.reviews, { accountId: account.accountId, entries: history.earlier })).at(
        -1,
      )
      if (newest === undefined && here.reviews !== workspace.reviews) {
        throw new RolewrightError({
          code: 'no-review',
          message: 'no review of this account is committed',
          path: workspace.reviews,
          hint: 'commit the folders of the reviews and of the history, or patch without `--branch`',
        })
      }
      const decisions = decisionsIn(history.earlier)
      const all = (newest?.review.proposals ?? []).filter(
        ({ id }) => decisionOn(id, decisions, connection.now())?.decision === 'accept',
      )
      const accepted = all.filter(({ proof }) => (proof === 'wider') === (options.grants === true))
      const done = patchedInHistory(history.earlier)
      const again = await unwrittenPatches(at(dir), history.earlier)
      const proposals = accepted.filter(({ id }) => !done.has(id) || again.has(id))
      const verify = verifyEdit({
        workspace,
        now: connection.now(),
        here: (path) => join(dir, relative(at(dir), path)),
        context,
      })
      const result = await patchSource({ dir: at(dir), proposals, sources, state, history, dryRun, verify })
      return { result, accepted, others: all.filter((one) => !accepted.includes(one)), decisions }
    })
  }
  const branch = dryRun ? undefined : options.branch
  const done =
    branch === undefined
      ? { result: await patch((path) => path), commit: null }
      : await commitOnBranch({
          folder: workspace.folder,
          branch,
          work: ({ at }) => patch(at),
          message: ({ result, accepted, decisions }) =>
            result.patched.length === 0
              ? null
              : patchMessage({ patched: result.patched, proposals: accepted, decisions }),
        })
  const { result, accepted, others } = done.result
  show({ result, accepted, dir, dryRun, grants: options.grants === true }, context)
  for (const line of acceptedText(others)) context.say(`Accepted too: ${line}`)
  if (done.commit !== null) context.say(`Committed on the branch ${branch ?? ''} as ${done.commit.slice(0, 12)}.`)
  return {
    code: result.manual.length > 0 ? 2 : 0,
    json: { dir, dryRun, ...result, ...(done.commit === null ? {} : { branch, commit: done.commit }) },
  }
}

interface Patched {
  readonly result: PatchResult
  readonly accepted: readonly Proposal[]
  /** Accepted, and not a matter of this patch: what gives more where it takes away, and the other way round. */
  readonly others: readonly Proposal[]
  readonly decisions: ReturnType<typeof decisionsIn>
}

function show(
  given: {
    readonly result: PatchResult
    readonly accepted: readonly Proposal[]
    readonly dir: string
    readonly dryRun: boolean
    readonly grants: boolean
  },
  context: Context,
): void {
  const { result, accepted, dir, dryRun, grants } = given
  const place = (file: string): string => relative(context.io.cwd, join(dir, file))
  for (const { file, before, after } of result.files) {
    context.say(context.paint.bold(place(file)))
    for (const line of lineDiff(before.split('\n'), after.split('\n'), context.paint)) context.say(`  ${line}`)
    context.say()
  }
  for (const { file, name, line } of result.unused) {
    context.note(`note: nothing in ${place(file)}:${line} uses \`${name}\` any more; delete it, unless it is to stay`)
  }
  for (const manual of result.manual) context.note(manualPatchText(manual, place))
  if (accepted.length === 0) {
    context.say(`No proposal of the newest review that ${grants ? 'gives more' : 'takes away'} is accepted.`)
  } else if (result.patched.length + result.manual.length === 0) {
    context.say('All accepted proposals are in the source already.')
  } else {
    const verb = dryRun ? 'would be written' : 'written'
    context.say(`${count(result.patched.length, 'proposal')} ${verb} into ${count(result.files.length, 'file')}.`)
    if (result.patched.length > 0 && !dryRun) context.say('`rolewright plan` shows what it changes in the account.')
  }
}
