import { changesOfApply, compile, groupName, rollbackPlan } from '@rolewright/core'
import { compileOptions, type Workspace } from '../config/workspace.ts'
import { foreignIn } from './foreign.ts'
import type { MadePlan } from './make-plan.ts'
import type { Source } from './open-source.ts'

/** A plan that sets an apply back, and the entry of the history that names it. */
export interface MadeRollback extends MadePlan {
  readonly entry: string
}

/** Finds what an apply changed in the history, and plans it the other way round on the account as it is now. */
export async function makeRollback(workspace: Workspace, source: Source, id: string): Promise<MadeRollback> {
  const { readHistory } = await import('@rolewright/aws-sync')
  const [history] = await readHistory(workspace.audit, { accountId: source.account.accountId })
  const { id: entry, changes } = changesOfApply(history?.entries ?? [], id)
  const { model } = workspace
  const { state: desired, sources } = compile(model, source.account, compileOptions(workspace, source.now()))
  const actual = await source.read()
  const sensitive = new Set(model.roles.filter((role) => role.sensitive === true).map(groupName))
  const plan = rollbackPlan(changes, actual, desired, { rules: model.rules, sensitive })
  return { entry, plan, actual, desired, sources, foreign: foreignIn(actual, desired), findings: [] }
}
