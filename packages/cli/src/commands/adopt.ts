import { writeFile } from 'node:fs/promises'
import { visibleText } from '@rolewright/core'
import type { Command } from 'commander'
import { type Adoptable, findAdoptable, requireAdoptable, withAdopted } from '../account/adoption.ts'
import { editable, newIn, told } from '../account/adopting.ts'
import { openSource, type SourceOptions } from '../account/open-source.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { sourceFolder } from '../config/source-folder.ts'
import { openWorkspace, ownedPath } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withReadableSource } from '../frame/options.ts'
import { copyPolicy } from './adopt-copy.ts'

type AdoptOptions = CommonOptions & SourceOptions & { readonly source?: string; readonly as?: string }

/** `rolewright adopt` */
export function addAdopt(program: Command, start: Start): void {
  const group = program.command('adopt').summary('take over a group or policy that exists, in the source')
  withAdoptOptions(group.command('group'))
    .argument('<name>', 'the group’s name in IAM')
    .summary('take over a group: the next apply moves it into the model’s path')
    .description(
      'Writes into the account’s definition that the model owns a group outside its path, and shows what the next plan does for it: the move, whom and what it concerns, and what of the group is not as its role says. Changes nothing in the account.',
    )
    .addHelpText('after', '\nExample:\n  rolewright adopt group Developers --from-file account.json')
    .action(async (name: string, options: AdoptOptions) =>
      start(options, (context) => runAdopt('group', name, options, context)),
    )
  withAdoptOptions(group.command('policy'))
    .argument('<name>', 'the policy’s name in IAM')
    .option('--as <name>', 'leave it alone, and own a copy under this name instead')
    .summary('take over a policy where it lies, or a copy of it')
    .description(
      'Writes into the account’s definition that the model owns a policy outside its path, where it stays, since IAM can’t move it; with `--as`, the model has a copy under a new name instead, and what held the old one for the model gets the copy. Shows what the next plan does for it. Changes nothing in the account.',
    )
    .addHelpText('after', '\nExample:\n  rolewright adopt policy ReadBills --sandbox account.json')
    .action(async (name: string, options: AdoptOptions) =>
      start(options, (context) => runAdopt('policy', name, options, context)),
    )
}

function withAdoptOptions(command: Command): Command {
  return withReadableSource(withCommonOptions(command)).option(
    '--source <folder>',
    'where the roles and accounts are written (default: roles beside the config)',
  )
}

async function runAdopt(
  kind: Adoptable['kind'],
  name: string,
  options: AdoptOptions,
  context: Context,
): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const source = await openSource(account, options, context)
  const state = await source.read()
  const folder = sourceFolder(workspace, options.source, context.io.cwd)
  const adopting = { workspace, account, state, now: source.now(), folder }
  const found = findAdoptable(state, kind, name)
  if (options.as !== undefined) return copyPolicy(found, options.as, adopting, { options, context })
  requireAdoptable(workspace.model, ownedPath(workspace), found)
  if (found.path.startsWith(ownedPath(workspace)) || account.adopted?.includes(found.arn) === true) {
    context.say(`The ${kind} ${visibleText(found.name)} is the model's already.`)
    return { code: 0, json: { adopted: found, files: [], plan: null } }
  }
  const { editAccount } = await import('@rolewright/aws-sync')
  const next = withAdopted(workspace.model, account, found.arn, 'adopted')
  const plan = newIn(adopting, next)
  const edited = editable(await editAccount(folder, { account: account.id, arn: found.arn, to: 'adopted' }), {
    account,
    arn: found.arn,
  })
  await writeFile(edited.path, edited.text)
  context.say(
    context.paint.bold(`Adopted ${kind} ${visibleText(found.name)} (${visibleText(found.arn)}), in ${edited.file}`),
  )
  return told(found, [edited.file], plan, context)
}
