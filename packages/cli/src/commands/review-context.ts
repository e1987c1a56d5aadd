import type { StoredReview } from '@rolewright/aws-sync'
import { RolewrightError } from '@rolewright/core'
import { type Connection, openConnection, type SourceOptions } from '../account/open-source.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace, type Workspace } from '../config/workspace.ts'
import type { CommonOptions, Context } from '../frame/context.ts'

/** The option of commands that work on one stored review. */
export interface ReviewOption {
  readonly review?: string
}

/** The workspace and the account that a command of `review` works on. */
export async function openForReview(
  options: CommonOptions & SourceOptions,
  context: Context,
): Promise<{ readonly workspace: Workspace; readonly connection: Connection }> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  return { workspace, connection: await openConnection(account, options, context) }
}

/** The stored reviews of an account, oldest first; at least one. */
export async function storedReviews(workspace: Workspace, accountId: string): Promise<readonly StoredReview[]> {
  const { readHistory, readReviews } = await import('@rolewright/aws-sync')
  const histories = await readHistory(workspace.audit, { accountId })
  const entries = histories.flatMap((history) => history.entries)
  const reviews = await readReviews(workspace.reviews, { accountId, entries })
  if (reviews.length > 0) return reviews
  throw new RolewrightError({
    code: 'no-review',
    message: 'no review of this account is stored',
    path: workspace.reviews,
    hint: 'run `rolewright review` first',
  })
}

/** The review that `--review` names by its file or the beginning of its name, else the newest. */
export async function chosenReview(
  workspace: Workspace,
  accountId: string,
  named: string | undefined,
): Promise<StoredReview> {
  const reviews = await storedReviews(workspace, accountId)
  const found = named === undefined ? reviews : reviews.filter(({ file }) => file.startsWith(named))
  const exact = reviews.find(({ file }) => file === named || file === `${named}.json`)
  const chosen = exact ?? found.at(-1)
  if (chosen === undefined || (named !== undefined && exact === undefined && found.length > 1)) {
    throw new RolewrightError({
      code: 'no-review',
      message: `\`${named ?? ''}\` ${chosen === undefined ? 'is no stored review of this account' : 'begins the names of several reviews'}`,
      path: workspace.reviews,
      hint: `name one of ${reviews.map(({ file }) => `\`${file}\``).join(', ')}`,
    })
  }
  return chosen
}
