import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EditedFile } from '@rolewright/aws-sync'
import { type AccountState, defaultDocument, type Model, RolewrightError, visibleText } from '@rolewright/core'
import { type Adoptable, withAdopted, withPolicyNamed } from '../account/adoption.ts'
import { type Adopting, editable, newIn, told } from '../account/adopting.ts'
import { fileChanges, mayOverwrite, writeFiles } from '../config/write-files.ts'
import type { CommonOptions, Context, Outcome } from '../frame/context.ts'

/** `rolewright adopt policy … --as …`: the old one stays as it is, and the model has a copy under a new name. */
export async function copyPolicy(
  found: Adoptable,
  as: string,
  adopting: Adopting,
  { options, context }: { readonly options: CommonOptions; readonly context: Context },
): Promise<Outcome> {
  const { workspace, account, state, folder } = adopting
  requireFreeName(state, workspace.model, as)
  const { editAccount, policyFile, renamePolicy } = await import('@rolewright/aws-sync')
  const { model } = workspace
  if (model.policies.some((policy) => policy.kind === 'policy' && policy.name === found.name)) {
    const plan = newIn(adopting, withPolicyNamed(withAdopted(model, account, found.arn, undefined), found.name, as))
    const place = { account, arn: found.arn }
    const renamed = editable(await renamePolicy(folder, found.name, as), place)
    const isListed = [...(account.foreign ?? []), ...(account.adopted ?? [])].includes(found.arn)
    const unlist = async (): Promise<EditedFile> =>
      editable(await editAccount(folder, { account: account.id, arn: found.arn, to: undefined }), place)
    // Both must be possible before either is written; as both may stand in one file, the second is made of what the first one wrote.
    const files = [renamed.file, ...(isListed ? [(await unlist()).file] : [])]
    await writeFile(renamed.path, renamed.text)
    if (isListed) {
      const unlisted = await unlist()
      await writeFile(unlisted.path, unlisted.text)
    }
    context.say(
      context.paint.bold(`The model has ${visibleText(as)} instead of ${visibleText(found.name)}, in ${renamed.file}`),
    )
    return told({ ...found, name: as }, [...new Set(files)], plan, context)
  }
  const policy = state.policies.find(({ arn }) => arn === found.arn)
  const document = policy === undefined ? undefined : defaultDocument(policy)
  const written =
    document === undefined
      ? { problem: 'it has no document in force' }
      : policyFile({
          name: as,
          document,
          ...(policy?.description === undefined ? {} : { description: policy.description }),
          about: `A copy of the policy ${found.name} of the account ${state.accountId}.`,
        })
  if ('problem' in written) throw notWritable(found.name, written.problem)
  const files = { [written.file]: written.text }
  const changes = await fileChanges(folder, files)
  if (!(await mayOverwrite(changes, options, context))) {
    context.note('Nothing was written.')
    return { code: 1, json: { adopted: null } }
  }
  await writeFiles(folder, files, changes)
  context.say(`Copied to ${join(folder, written.file)}, which exports \`${written.identifier}\`: put it into a task.`)
  for (const odd of written.odd) context.say(`  ${visibleText(odd)}`)
  return { code: 0, json: { adopted: { ...found, name: as }, files: [written.file], plan: null } }
}

function requireFreeName(state: AccountState, model: Model, name: string): void {
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) {
    throw new RolewrightError({
      code: 'invalid-argument',
      message: `\`${name}\` is no name that IAM takes for a policy`,
      hint: 'give 1 to 128 letters, digits or _+=,.@-',
    })
  }
  const taken = [...state.policies, ...model.policies].some(
    (policy) => policy.name.toLowerCase() === name.toLowerCase(),
  )
  if (!taken) return
  throw new RolewrightError({
    code: 'name-taken',
    message: `there is a policy \`${name}\` already`,
    hint: 'give the copy another name',
  })
}

function notWritable(name: string, problem: string): RolewrightError {
  return new RolewrightError({
    code: 'policy-not-writable',
    message: `the policy \`${name}\` can't be written as TypeScript: ${problem}`,
    hint: 'mend it in the account first, or write it by hand',
  })
}
