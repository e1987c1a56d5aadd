import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Workspace } from './workspace.ts'

/** The folder of the model's TypeScript: what `--source` names, else `roles` beside the config, else the config's own folder. */
export function sourceFolder(workspace: Workspace, named: string | undefined, cwd: string): string {
  if (named !== undefined) return resolve(cwd, named)
  const roles = join(workspace.folder, 'roles')
  return existsSync(roles) ? roles : workspace.folder
}
