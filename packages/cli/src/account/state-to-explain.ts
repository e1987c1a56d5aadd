import { join, relative } from 'node:path'
import {
  type AccountState,
  compile,
  type Model,
  nearest,
  principalsOf,
  RolewrightError,
  type SourceMap,
  groupName,
} from '@rolewright/core'
import { sourceFolder } from '../config/source-folder.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { compileOptions, openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context } from '../frame/context.ts'
import { openSource, type SourceOptions } from './open-source.ts'

/** What `explain`, `can` and `who-can` look at: the account as the model makes it, or one that is read. */
export interface Explained {
  readonly model: Model
  readonly label: string
  readonly state: AccountState
  readonly sources: SourceMap
  /** File and line of each policy that is written with a literal name: `roles/data-scientist.ts:4`. */
  readonly places: ReadonlyMap<string, string>
}

/** The options of the commands that explain. */
export type ExplainOptions = CommonOptions & SourceOptions & { readonly live?: boolean; readonly source?: string }

/** Without a source named, the account as the model makes it: no credentials are needed. With one, what is there, others' policies too. */
export async function stateToExplain(options: ExplainOptions, context: Context): Promise<Explained> {
  const workspace = await openWorkspace(options, context)
  const { model } = workspace
  const account = chooseAccount(model, options.account)
  const { state, sources } = compile(model, account, compileOptions(workspace, new Date()))
  const places = await policyPlaces(sourceFolder(workspace, options.source, context.io.cwd), workspace.folder)
  if (options.live !== true && options.sandbox === undefined && options.fromFile === undefined)
    return { model, label: `the model for ${account.id} (${account.accountId})`, state, sources, places }
  const source = await openSource(account, options, context)
  return {
    model,
    label: `${account.id} (${account.accountId}), read from ${source.label}`,
    state: await source.read(),
    sources,
    places,
  }
}

async function policyPlaces(folder: string, from: string): Promise<ReadonlyMap<string, string>> {
  const { sourceLocations } = await import('@rolewright/aws-sync')
  const places = await sourceLocations(folder).catch((error: unknown) => {
    if (error instanceof RolewrightError) return []
    throw error
  })
  return new Map(
    places
      .filter(({ kind }) => kind === 'policy')
      .map(({ name, file, line }) => [name, `${relative(from, join(folder, file)).replaceAll('\\', '/')}:${line}`]),
  )
}

/** The group or user that a person means by the id of a role or a person, or by its name in IAM. */
export function namedPrincipal(
  explained: Explained,
  named: string,
): { readonly kind: 'group' | 'user'; readonly name: string } {
  const { model, state } = explained
  const role = model.roles.find((one) => one.id === named)
  const person = model.people.find((one) => one.id === named)
  const wanted = role === undefined ? (person?.userName ?? named) : groupName(role)
  const found = principalsOf(state).find((one) => one.name.toLowerCase() === wanted.toLowerCase())
  if (found !== undefined) return { kind: found.kind, name: found.name }
  const spelling = nearest(named, [
    ...model.roles.map((one) => one.id),
    ...model.people.map((one) => one.id),
    ...principalsOf(state).map((one) => one.name),
  ])
  throw new RolewrightError({
    code: 'who-unknown',
    message: `there is no role or person \`${named}\` in ${explained.label}`,
    hint:
      spelling === undefined || spelling === named
        ? 'give the id of a role or person of the model, or the name of a group or user'
        : `did you mean \`${spelling}\`?`,
  })
}
