import type { PatchOptions } from '@rolewright/aws-sync'
import { type AccountState, compile, RolewrightError } from '@rolewright/core'
import { editedModel } from '../config/edited-model.ts'
import { compileOptions, type Workspace } from '../config/workspace.ts'
import type { Context } from '../frame/context.ts'

/**
 * What `patchSource` asks before it writes: the model is made with the edited files, and held against what was accepted. Tells of other
 * accounts that the same source takes from.
 */
export function verifyEdit(given: {
  readonly workspace: Workspace
  readonly now: Date
  /** Where a file that would be written lies in the workspace. */
  readonly here: (path: string) => string
  readonly context: Context
}): NonNullable<PatchOptions['verify']> {
  const { workspace, now, here, context } = given
  const before = accountsOf(workspace, now)
  return async ({ files, proposals }) => {
    const made = await editedModel(workspace, {
      files: files.map(({ path, after }) => ({ path: here(path), after })),
      now,
    })
    if ('problem' in made) return made.problem
    const { effectOfEdit } = await import('@rolewright/aws-sync')
    const { problem, elsewhere } = effectOfEdit({ before, after: made.accounts, proposals })
    if (problem !== undefined) return problem
    for (const { accountId, groups } of elsewhere) {
      context.note(
        `note: the account ${accountId} is made of the same source: ${groups.join(', ')} would lose there too, whatever is used there`,
      )
    }
    return undefined
  }
}

/** The accounts that the model makes now; one that it can't make is no matter here. */
function accountsOf(workspace: Workspace, now: Date): ReadonlyMap<string, AccountState> {
  const options = compileOptions(workspace, now)
  return new Map(
    workspace.model.accounts.flatMap((account) => {
      try {
        return [[account.accountId, compile(workspace.model, account, options).state]]
      } catch (error) {
        if (error instanceof RolewrightError || error instanceof Error) return []
        throw error
      }
    }),
  )
}
