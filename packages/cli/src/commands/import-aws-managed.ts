import { relative } from 'node:path'
import {
  allowedDifference,
  type AllowedDifference,
  type AwsManagedDocuments,
  inPartition,
  partitionOf,
  policiesEqual,
} from '@rolewright/core'
import type { Command } from 'commander'
import { openConnection, type SourceOptions } from '../account/open-source.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace, type Workspace } from '../config/workspace.ts'
import { writeLock } from '../config/write-lock.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { count, some } from '../text/words.ts'

type ImportOptions = CommonOptions & SourceOptions

const SHOWN = 20

/** `rolewright import aws-managed` */
export function addImportAwsManaged(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('aws-managed')))
    .summary('pin the AWS managed policies in use')
    .description(
      'Reads the AWS managed policies that the roles use, and writes their documents and versions to `aws-managed.lock.json`, so that checks work offline and a change made by AWS shows up as a difference in version control.',
    )
    .addHelpText('after', '\nExample:\n  rolewright import aws-managed --account dev')
    .action(async (options: ImportOptions) => start(options, (context) => runImport(options, context)))
}

async function runImport(options: ImportOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const connection = await openConnection(account, options, context)
  const { readAwsManaged } = await import('@rolewright/aws-sync')
  const { partition = 'aws' } = account
  const read = await readAwsManaged(connection.clients, managedIn(workspace, partition))
  const pinned = Object.fromEntries(
    Object.entries({ ...pinsElsewhere(workspace, partition), ...read }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
  const changes = changesOf(workspace.awsManaged, pinned)
  await writeLock(workspace.lock, pinned)
  for (const change of changes) context.say(`  ${change.text}`)
  const file = relative(context.io.cwd, workspace.lock)
  context.say(
    `${count(Object.keys(pinned).length, 'AWS managed policy')} pinned in ${file}, ${count(changes.length, 'change')}.`,
  )
  return {
    code: 0,
    json: {
      lock: workspace.lock,
      policies: Object.entries(pinned).map(([arn, { versionId }]) => ({ arn, versionId })),
      changes: changes.map(({ change }) => change),
    },
  }
}

function managedIn(workspace: Workspace, partition: string): readonly string[] {
  return workspace.model.policies.flatMap((policy) =>
    policy.kind === 'aws-managed' ? [inPartition(policy.arn, partition)] : [],
  )
}

/** What is pinned for accounts of the model in other partitions, which this one can't read. */
function pinsElsewhere({ model, awsManaged }: Workspace, partition: string): AwsManagedDocuments {
  const others = new Set(model.accounts.map((one) => one.partition ?? 'aws').filter((one) => one !== partition))
  return Object.fromEntries(Object.entries(awsManaged).filter(([arn]) => others.has(partitionOf(arn))))
}

interface LockChange {
  readonly change: { readonly arn: string; readonly kind: 'added' | 'changed' | 'removed' } & Partial<AllowedDifference>
  /** For a person. */
  readonly text: string
}

function changesOf(before: AwsManagedDocuments, after: AwsManagedDocuments): readonly LockChange[] {
  const arns = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  return arns.flatMap((arn): LockChange[] => {
    const old = before[arn]
    const fresh = after[arn]
    if (fresh === undefined)
      return [{ change: { arn, kind: 'removed' }, text: `- ${arn}, which no role uses any more` }]
    if (old === undefined) return [{ change: { arn, kind: 'added' }, text: `+ ${arn} ${fresh.versionId}` }]
    if (old.versionId === fresh.versionId && policiesEqual(old.document, fresh.document)) return []
    const { gained, lost } = allowedDifference(old.document, fresh.document)
    const text = [
      `~ ${arn} ${old.versionId} to ${fresh.versionId}`,
      ...(gained.length === 0 ? [] : [`    allows in addition: ${some(gained, SHOWN)}`]),
      ...(lost.length === 0 ? [] : [`    does not allow any more: ${some(lost, SHOWN)}`]),
    ].join('\n')
    return [{ change: { arn, kind: 'changed', gained, lost }, text }]
  })
}
