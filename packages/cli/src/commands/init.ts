import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import { fileChanges, writeFiles } from '../config/write-files.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions } from '../frame/options.ts'
import { readText } from '../frame/read-text.ts'
import { version } from '../frame/version.ts'
import { firstRole } from '../init/first-role.ts'
import { packageLacks } from '../init/package-lacks.ts'
import { repositoryName } from '../init/repository-name.ts'
import { surroundings } from '../init/surroundings.ts'

/** `rolewright init` */
export function addInit(program: Command, start: Start): void {
  withCommonOptions(program.command('init'))
    .summary('make this folder a repository of roles')
    .description(
      'Writes what a repository of roles needs and does not have: a config with a first role, package.json, tsconfig.json, .gitignore, and a workflow that plans in pull requests without credentials that could write. What is there already stays as it is; where there is a config, no role is written.',
    )
    .addHelpText('after', '\nExample:\n  rolewright init && npm install && npx rolewright plan --sandbox')
    .action(async (options: CommonOptions) => start(options, runInit))
}

async function runInit(context: Context): Promise<Outcome> {
  const folder = context.io.cwd
  const name = repositoryName(basename(folder))
  const steps = await firstSteps(folder)
  const files = {
    ...(existsSync(join(folder, 'rolewright.config.ts')) ? {} : firstRole(name)),
    ...surroundings(name, version()),
  }
  const changes = (await fileChanges(folder, files)).map(({ file, change }) => ({ file, written: change === 'new' }))
  await writeFiles(
    folder,
    files,
    changes.filter(({ written }) => written).map(({ file }) => ({ file, change: 'new' })),
  )
  const { paint } = context
  for (const { file, written } of changes)
    context.say(written ? `  ${paint.green('+')} ${file}` : `  ${paint.dim(`= ${file}, which is there already`)}`)
  context.say()
  context.say(
    `Now ${steps.map((step) => `\`${step}\``).join(', ')}, then \`npx rolewright check\` and \`npx rolewright plan --sandbox\`.`,
  )
  return { code: 0, json: { model: name, files: changes, steps } }
}

/** What is left to run: a `package.json` that was there before is not touched. */
async function firstSteps(folder: string): Promise<readonly string[]> {
  const file = join(folder, 'package.json')
  const lacks = existsSync(file) ? packageLacks(await readText(file)) : []
  if (lacks === undefined) {
    throw new RolewrightError({
      code: 'config-import',
      message: 'the file is not a JSON object',
      path: file,
      hint: 'mend it, then run `rolewright init` again: nothing was written',
    })
  }
  return lacks.some((step) => step.startsWith('npm install')) ? lacks : [...lacks, 'npm install']
}
