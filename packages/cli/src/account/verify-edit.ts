import type { PatchOptions } from '@rolewright/aws-sync'
import { type EditedModel, editedModel } from '../config/edited-model.ts'
import type { Workspace } from '../config/workspace.ts'
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
  const told = new Set<string>()
  // Made in the same way as the edited one, from what is on the disk.
  let before: Promise<EditedModel> | undefined
  return async ({ files, proposals }) => {
    before ??= editedModel(workspace, { files: [], now })
    const edited = files.map(({ path, after }) => ({ path: here(path), after }))
    const [old, made] = await Promise.all([before, editedModel(workspace, { files: edited, now })])
    if ('problem' in made) return made.problem
    if ('problem' in old) return old.problem
    const failed = [...made.problems].find(([accountId]) => old.accounts.has(accountId))
    if (failed !== undefined) return `the account ${failed[0]} could not be made: ${failed[1]}`
    const { effectOfEdit } = await import('@rolewright/aws-sync')
    const { problem, elsewhere } = effectOfEdit({ before: old.accounts, after: made.accounts, proposals })
    if (problem !== undefined) return problem
    for (const { accountId, groups } of elsewhere) {
      const note = `note: the account ${accountId} is made of the same source: ${groups.join(', ')} would lose there too, whatever is used there`
      if (!told.has(note)) context.note(note)
      told.add(note)
    }
    return undefined
  }
}
