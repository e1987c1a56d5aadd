import { compile, diff, type Finding } from '@rolewright/core'
import { chooseAccount } from '../config/choose-account.ts'
import { compileOptions, type Workspace } from '../config/workspace.ts'
import type { Context } from '../frame/context.ts'
import { openSource } from './open-source.ts'
import type { ExplainOptions } from './state-to-explain.ts'

/** A finding for each AWS managed policy whose pinned document is not the account's any more; none where no account is named. */
export async function changedByAws(
  workspace: Workspace,
  options: ExplainOptions,
  context: Context,
): Promise<readonly Finding[]> {
  if (options.live !== true && options.sandbox === undefined && options.fromFile === undefined) return []
  const account = chooseAccount(workspace.model, options.account)
  const source = await openSource(account, options, context)
  const { state } = compile(workspace.model, account, compileOptions(workspace, source.now()))
  return diff(await source.read(), state)
    .notes.filter((note) => note.kind === 'aws-changed')
    .map((note) => ({
      code: 'RW-AWS-MANAGED-CHANGED',
      severity: 'warning',
      message: note.message,
      path: note.subject,
      hint: 'look at what AWS changed, then run `rolewright import aws-managed`',
    }))
}
