import { cloudHsmAdministrators, compile } from '@rolewright/core'
import type { Command } from 'commander'
import { withHistory } from '../account/with-history.ts'
import { compileOptions } from '../config/workspace.ts'
import type { Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { suggestSubcommand } from '../frame/suggest-subcommand.ts'
import { cloudHsmText } from '../text/cloudhsm-text.ts'
import { type CloudHsmOptions, openCloudHsm, withRegions } from './cloudhsm-account.ts'
import { addDisable } from './cloudhsm-disable.ts'
import { addEnable } from './cloudhsm-enable.ts'

/** `rolewright cloudhsm` and its parts. */
export function addCloudHsm(program: Command, start: Start): void {
  const group = program
    .command('cloudhsm')
    .summary('look after CloudHSM and its service-linked role')
    .description('Looks after CloudHSM and its service-linked role. Without a command of its own: `cloudhsm status`.')
  const status = withRegions(withAccountSource(withCommonOptions(group.command('status', { isDefault: true }))))
    .summary('show clusters, administrators and the role')
    .description(
      'Shows the clusters and HSMs of every given region, the service-linked role with its last use, and who may administer CloudHSM by the model, with what each lacks for these commands. Exits 1 when a region can’t be read.',
    )
    .addHelpText('after', '\nExample:\n  rolewright cloudhsm status --region eu-west-1 us-west-2 --account dev')
    .action(async (options: CloudHsmOptions) => start(options, (context) => runStatus(options, context)))
  suggestSubcommand(group, status)
  addEnable(group, start)
  addDisable(group, start)
}

async function runStatus(options: CloudHsmOptions, context: Context): Promise<Outcome> {
  const { workspace, connection, regions } = await openCloudHsm(options, context)
  const { account, now, clients, label } = connection
  const { readCloudHsm } = await import('@rolewright/aws-sync')
  const status = await readCloudHsm(clients, { regions, now })
  const { state } = compile(workspace.model, account, compileOptions(workspace, now()))
  const administrators = cloudHsmAdministrators(state)
  const { paint } = context
  context.say(paint.bold(`CloudHSM in ${account.id} (${account.accountId}), ${label}`))
  context.say()
  for (const line of cloudHsmText(status, administrators, paint)) context.say(line)
  // A region that is silent is no region without clusters.
  for (const { region, code, message } of status.failures) {
    context.note(
      `${context.io.paint.err.red(`error ${code}:`)} ${region} can’t be read, so nothing is known of it: ${message}`,
    )
  }
  await withHistory({ command: 'cloudhsm status', workspace, connection, context }, async (history) => {
    await history.append('cloudhsm', { did: 'status', status })
  })
  return { code: status.failures.length > 0 ? 1 : 0, json: { status, administrators } }
}
