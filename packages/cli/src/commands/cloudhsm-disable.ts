import { type DisablePlan, missingCloudHsmRights } from '@rolewright/core'
import type { Command } from 'commander'
import { withHistory } from '../account/with-history.ts'
import { requireConfirmation } from '../frame/confirm.ts'
import type { Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { count } from '../text/words.ts'
import { type CloudHsmOptions, openCloudHsm, stateForRights, withRegions } from './cloudhsm-account.ts'

interface DisableOptions extends CloudHsmOptions {
  readonly deleteClusters?: readonly string[] | true
}

/** `rolewright cloudhsm disable` */
export function addDisable(group: Command, start: Start): void {
  withRegions(withAccountSource(withCommonOptions(group.command('disable'))))
    .summary('delete the service-linked role, once nothing uses it')
    .description(
      'Deletes the service-linked role, in the order of CloudHSM’s user guide: HSMs, then clusters, then the role. Without more it lists what stands in the way and stops. With --delete-clusters and the ids of clusters typed in, it deletes their HSMs and them for good; a cluster behind a key store of KMS, or without a backup that is ready, is refused, and nothing is deleted that was not named.',
    )
    .option('--delete-clusters [ids...]', 'delete these clusters for good; on a terminal their ids are asked for')
    .addHelpText(
      'after',
      '\nExample:\n  rolewright cloudhsm disable --region eu-west-1 --delete-clusters cluster-igklspoyj5v --account dev',
    )
    .action(async (options: DisableOptions) => start(options, (context) => runDisable(options, context)))
}

async function runDisable(options: DisableOptions, context: Context): Promise<Outcome> {
  const { workspace, connection, regions } = await openCloudHsm(options, context)
  const { account, clients, now, caller, label } = connection
  const { disableCloudHsm, planDisable, RoleStillUsed } = await import('@rolewright/aws-sync')
  const { paint } = context
  context.say(
    paint.bold(`Disable CloudHSM in ${account.id} (${account.accountId}), ${label}; asked: ${regions.join(', ')}`),
  )
  const missing = missingCloudHsmRights(await stateForRights(workspace, connection), caller.arn, [
    'disable',
    ...(options.deleteClusters === undefined ? [] : (['disable --delete-clusters'] as const)),
  ])
  if (missing !== undefined && missing.length > 0)
    context.say(`${paint.yellow('warning')} you (${caller.arn}) may not ${missing.join(', ')}`)
  return withHistory({ command: 'cloudhsm disable', workspace, connection, context }, async (history) => {
    const looked = await planDisable(clients, { regions, now, history })
    for (const line of obstacleLines(looked.plan)) context.say(line)
    const named = await namedClusters(options, looked.plan, context)
    const { plan, status } = await planDisable(clients, { regions, now, history, clusters: named })
    const base = { account: account.id, status, missing: missing ?? [] }
    if (status.role === null && plan.obstacles.length === 0 && named.length === 0) {
      context.say('There is neither a cluster in these regions nor the role: nothing to do.')
      return { code: 0, json: { ...base, hsms: [], clusters: [], role: true } }
    }
    // What is refused, or in the way, is said by the work itself before its first call.
    const works = plan.refusals.length === 0 && (named.length > 0 || plan.unnamed.length === 0)
    const question = `Delete ${[...(plan.named.length === 0 ? [] : [`${plan.named.map(({ id }) => id).join(', ')} with all HSMs, for good`]), ...(plan.unnamed.length === 0 && status.role !== null ? ['the role'] : [])].join(', and ')}?`
    if (works && !(await requireConfirmation(question, options, context))) {
      context.note('Nothing was changed.')
      return { code: 1, json: { ...base, hsms: [], clusters: [], role: false } }
    }
    try {
      const done = await context.io.stoppable((signal) =>
        disableCloudHsm(clients, {
          regions,
          clusters: named,
          history,
          now,
          signal,
          onProgress: (line) => context.note(line),
        }),
      )
      context.say(
        paint.green(
          `Deleted ${count(done.hsms.length, 'HSM')} and ${count(done.clusters.length, 'cluster')}${done.role ? '; the role is gone' : ''}.`,
        ),
      )
      if (!done.role) context.say(`The role stays: nobody named ${done.plan.unnamed.map(({ id }) => id).join(', ')}.`)
      return { code: done.role ? 0 : 1, json: { ...base, hsms: done.hsms, clusters: done.clusters, role: done.role } }
    } catch (error) {
      if (error instanceof RoleStillUsed) {
        for (const { region, resources } of error.usage) context.note(`  used in ${region}: ${resources.join(', ')}`)
      }
      throw error
    }
  })
}

function obstacleLines({ obstacles }: DisablePlan): readonly string[] {
  if (obstacles.length === 0) return ['Nothing stands in the way.']
  return [
    'In the way, in the order in which they have to go:',
    ...obstacles.map(({ kind, id, region, cluster, state }) =>
      kind === 'hsm' ? `  HSM ${id} of ${cluster} in ${region}, ${state}` : `  cluster ${id} in ${region}, ${state}`,
    ),
  ]
}

/** The ids typed in, on the command line or, on a terminal, when asked. */
async function namedClusters(options: DisableOptions, plan: DisablePlan, { io }: Context): Promise<readonly string[]> {
  const { deleteClusters: given } = options
  if (given === undefined) return []
  if (given !== true) return given
  if (io.ask === undefined || plan.obstacles.length === 0) return []
  const text = await io.ask.write('Type the ids of the clusters to delete for good', (typed) =>
    typed.trim() === '' ? 'type at least one id, or stop with Ctrl-C' : undefined,
  )
  return text.split(/[\s,]+/).filter((id) => id !== '')
}
