import { type ChangeByAws, compile, diff, ModelError } from '@rolewright/core'
import { chooseAccount } from '../config/choose-account.ts'
import { compileOptions, type Workspace } from '../config/workspace.ts'
import type { Context } from '../frame/context.ts'
import { openSource } from './open-source.ts'
import type { ExplainOptions } from './state-to-explain.ts'

/** The AWS managed policies whose pinned document is not the account's any more; none where no account is named, or the model does not compile. */
export async function changedByAws(
  workspace: Workspace,
  options: ExplainOptions,
  context: Context,
): Promise<readonly ChangeByAws[]> {
  if (options.live !== true && options.sandbox === undefined && options.fromFile === undefined) return []
  const account = chooseAccount(workspace.model, options.account)
  const source = await openSource(account, options, context)
  try {
    const { state } = compile(workspace.model, account, compileOptions(workspace, source.now()))
    return diff(await source.read(), state).notes.filter((note) => note.kind === 'aws-changed')
  } catch (error) {
    if (error instanceof ModelError) return []
    throw error
  }
}
