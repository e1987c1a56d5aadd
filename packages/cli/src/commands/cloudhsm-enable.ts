import { cloudHsmAdministrators, missingCloudHsmRights } from '@rolewright/core'
import type { Command } from 'commander'
import { withHistory } from '../account/with-history.ts'
import { requireConfirmation } from '../frame/confirm.ts'
import type { Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { type CloudHsmOptions, openCloudHsm, stateForRights } from './cloudhsm-account.ts'

interface EnableOptions extends CloudHsmOptions {
  readonly description?: string
}

/** `rolewright cloudhsm enable` */
export function addEnable(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('enable')))
    .summary('make the service-linked role, or edit its description')
    .description(
      'Makes the service-linked role of CloudHSM, with which it logs its events, unless it is there. The first cluster makes it too, for whoever may `iam:CreateServiceLinkedRole`; who administers without that is told.',
    )
    .option('--description <text>', 'the description of the role: beside its tags all that can be edited')
    .addHelpText('after', '\nExample:\n  rolewright cloudhsm enable --description "Logs of the HSMs" --account dev')
    .action(async (options: EnableOptions) => start(options, (context) => runEnable(options, context)))
}

async function runEnable(options: EnableOptions, context: Context): Promise<Outcome> {
  const { workspace, connection } = await openCloudHsm(options, context)
  const { account, clients, caller, label } = connection
  const { enableCloudHsm, readServiceRole } = await import('@rolewright/aws-sync')
  const { description } = options
  const { paint } = context
  const role = await readServiceRole(clients)
  const state = await stateForRights(workspace, connection)
  const without = cloudHsmAdministrators(state).filter(
    (one) => one.may.includes('cloudhsm:CreateCluster') && !one.mayCreateRole,
  )
  const missing = missingCloudHsmRights(state, caller.arn, ['enable']) ?? []
  const mayNot = missing.includes('iam:CreateServiceLinkedRole')
  const rights = { missing, administratorsWithout: without.map(({ kind, name }) => ({ kind, name })) }
  context.say(paint.bold(`Service-linked role of CloudHSM in ${account.id} (${account.accountId}), ${label}`))
  for (const { kind, name } of without)
    context.say(
      `${paint.yellow('warning')} ${kind} ${name} may create clusters but not \`iam:CreateServiceLinkedRole\`: its first cluster fails while there is no role`,
    )
  if (mayNot && role === undefined)
    context.say(
      `${paint.yellow('warning')} you (${caller.arn}) may not \`iam:CreateServiceLinkedRole\`, which making the role needs, here or with the first cluster`,
    )
  const edits = role !== undefined && description !== undefined && role.description !== description
  if (role !== undefined) {
    context.say(`${role.arn} exists. Its policy, its trust and its name can't be edited; its description and tags can.`)
    if (!edits) return { code: 0, json: { account: account.id, role, created: false, described: false, ...rights } }
  }
  const question = edits ? `Change the description to “${description}”?` : 'Make the role now?'
  if (!(await requireConfirmation(question, options, context))) {
    context.note(
      edits
        ? 'Nothing was changed.'
        : 'Nothing was changed: the first cluster makes the role, for whoever may `iam:CreateServiceLinkedRole`.',
    )
    return { code: 1, json: { account: account.id, role: role ?? null, created: false, described: false, ...rights } }
  }
  const enabled = await withHistory({ command: 'cloudhsm enable', workspace, connection, context }, (history) =>
    enableCloudHsm(clients, { history, ...(description === undefined ? {} : { description }) }),
  )
  if (enabled.created) context.say(paint.green(`Made ${enabled.role.arn}.`))
  if (enabled.described) context.say(paint.green('Changed its description.'))
  return { code: 0, json: { account: account.id, ...enabled, ...rights } }
}
