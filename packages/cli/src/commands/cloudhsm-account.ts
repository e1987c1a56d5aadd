import { type AccountState, compile, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import { type Connection, openConnection, type SourceOptions } from '../account/open-source.ts'
import { requireStandardPartition } from '../account/require-partition.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { compileOptions, openWorkspace, type Workspace } from '../config/workspace.ts'
import type { CommonOptions, Context } from '../frame/context.ts'

/** What every command about CloudHSM takes. */
export interface CloudHsmOptions extends CommonOptions, SourceOptions {
  readonly region?: readonly string[]
}

/** Which regions are asked: CloudHSM knows only its own. */
export function withRegions(command: Command): Command {
  return command.option(
    '--region <region...>',
    'the regions to ask; all in which there may be clusters (default: the region of the SDK’s configuration)',
  )
}

/** The account, and the regions that are meant. */
export async function openCloudHsm(
  options: CloudHsmOptions,
  context: Context,
): Promise<{
  readonly workspace: Workspace
  readonly connection: Connection
  readonly regions: readonly [string, ...string[]]
}> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  requireStandardPartition(account, 'cloudhsm')
  const { requireUsableHistory } = await import('@rolewright/aws-sync')
  await requireUsableHistory(workspace.audit, account.accountId)
  const connection = await openConnection(account, options, context)
  const [first, ...others] = options.region ?? []
  return {
    workspace,
    connection,
    regions: first === undefined ? [await connection.clients.sts.config.region()] : [first, ...others],
  }
}

/** The account as it is, or, where it may not be read as a whole, as the model makes it. */
export async function stateForRights(workspace: Workspace, connection: Connection): Promise<AccountState> {
  try {
    return await connection.read()
  } catch (error) {
    if (!(error instanceof RolewrightError) || error.code !== 'aws-access-denied') throw error
    return compile(workspace.model, connection.account, compileOptions(workspace, connection.now())).state
  }
}
