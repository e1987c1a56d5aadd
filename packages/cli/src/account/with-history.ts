import type { History } from '@rolewright/aws-sync'
import type { Workspace } from '../config/workspace.ts'
import type { Context } from '../frame/context.ts'
import type { Connection } from './open-source.ts'

/** Opens the account's history, runs `body` with it, closes it, and names the head to keep elsewhere. */
export async function withHistory<Result>(
  run: {
    readonly command: string
    readonly workspace: Workspace
    readonly connection: Connection
    readonly context: Context
  },
  body: (history: History) => Promise<Result>,
): Promise<Result> {
  const { command, workspace, connection, context } = run
  const { authorOf, openHistory } = await import('@rolewright/aws-sync')
  const history = await openHistory({
    dir: workspace.audit,
    accountId: connection.account.accountId,
    by: await authorOf(connection.caller, workspace.folder),
    now: connection.now,
    command,
  })
  for (const torn of history.recovered) {
    context.note(`note: a torn last line of ${torn.file} was set aside as ${torn.kept} and recorded`)
  }
  try {
    return await body(history)
  } finally {
    await history.close()
    const head = history.head()
    if (head !== undefined) context.note(`history head ${head}`)
  }
}
