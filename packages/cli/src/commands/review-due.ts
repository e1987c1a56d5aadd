import { type DueRole, dueRoles } from '@rolewright/core'
import { clockOf } from '../account/clock.ts'
import type { SourceOptions } from '../account/open-source.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context } from '../frame/context.ts'

/** When the roles that go to an account are due, by the history; asks AWS nothing. */
export async function dueInAccount(
  options: CommonOptions & SourceOptions,
  context: Context,
): Promise<readonly DueRole[]> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const { readHistory } = await import('@rolewright/aws-sync')
  const histories = await readHistory(workspace.audit, { accountId: account.accountId })
  const roles = workspace.model.roles.filter((role) => account.roles === undefined || account.roles.includes(role.id))
  return dueRoles(
    roles,
    histories.flatMap(({ entries }) => entries),
    (await clockOf(options, context))(),
  )
}

/** Says that nothing is due, and when something will be. */
export function sayNothingDue(roles: readonly DueRole[], context: Context): void {
  const [next] = roles
  context.say(
    next === undefined || next.due === null
      ? 'Nothing is due: no role goes to this account.'
      : `Nothing is due before ${next.due.slice(0, 10)} (${next.role}).`,
  )
}
