import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { RolewrightError } from '@rolewright/core'

const NAME = 'rolewright.config.ts'

/** The config file that `--config` names, or the nearest `rolewright.config.ts` in a folder or above it. */
export function findConfig(cwd: string, named: string | undefined): string {
  if (named !== undefined) {
    const file = resolve(cwd, named)
    if (existsSync(file) && statSync(file).isDirectory()) return findConfig(file, NAME)
    if (existsSync(file)) return file
    throw new RolewrightError({
      code: 'config-missing',
      message: `there is no config file \`${named}\``,
      path: file,
      hint: 'check what `--config` names; it is relative to the current folder',
    })
  }
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, NAME)
    if (existsSync(file)) return file
    if (dirname(folder) === folder) break
  }
  throw new RolewrightError({
    code: 'config-missing',
    message: `there is no \`${NAME}\` here or in a folder above`,
    path: cwd,
    hint: `change into the folder of your roles, name the file with \`--config\`, or write one that default-exports \`defineConfig({ model })\``,
  })
}
