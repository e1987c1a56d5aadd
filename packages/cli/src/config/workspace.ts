import { dirname, resolve } from 'node:path'
import type { AwsManagedDocuments, Config, Model } from '@rolewright/core'
import type { CommonOptions, Context } from '../frame/context.ts'
import { findConfig } from './find-config.ts'
import { loadConfig } from './load-config.ts'
import { readLock } from './read-lock.ts'

/** What a user keeps in a repository: the config, the model, and where its files lie (absolute paths). */
export interface Workspace {
  readonly config: Config
  readonly configFile: string
  readonly folder: string
  readonly model: Model
  readonly awsManaged: AwsManagedDocuments
  readonly lock: string
  readonly audit: string
  readonly reviews: string
  readonly site: string
}

/** Loads the config and the lock beside it. */
export async function openWorkspace(options: CommonOptions, context: Context): Promise<Workspace> {
  const configFile = findConfig(context.io.cwd, options.config)
  const config = await loadConfig(configFile)
  const folder = dirname(configFile)
  const lock = resolve(folder, config.lock ?? 'aws-managed.lock.json')
  return {
    config,
    configFile,
    folder,
    model: config.model,
    awsManaged: await readLock(lock),
    lock,
    audit: resolve(folder, config.audit ?? 'audit'),
    reviews: resolve(folder, config.reviews ?? 'reviews'),
    site: resolve(folder, config.site?.out ?? 'site'),
  }
}

/** What `compile` and `check` need besides the model. */
export function compileOptions(
  workspace: Workspace,
  now: Date,
): { readonly now: Date; readonly awsManaged: AwsManagedDocuments; readonly path?: string } {
  const { path } = workspace.config
  return { now, awsManaged: workspace.awsManaged, ...(path === undefined ? {} : { path }) }
}

/** Where the model's groups and policies lie in IAM. */
export function ownedPath(workspace: Workspace): string {
  return workspace.config.path ?? `/rolewright/${workspace.model.id}/`
}
