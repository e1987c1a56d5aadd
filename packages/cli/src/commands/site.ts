import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import { openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { portOf } from '../frame/port.ts'
import { runSiteBuild, type SiteBuildOptions } from './site-build.ts'
import { runSiteDev, type SiteDevOptions } from './site-dev.ts'

interface PreviewOptions extends CommonOptions {
  readonly port: string
  readonly out?: string
}

/** `rolewright site` and its parts. */
export function addSite(program: Command, start: Start): void {
  const group = program.command('site').summary('publish who may do what, for readers without a terminal')
  withBuildOptions(withAccountSource(withCommonOptions(group.command('build'))))
    .summary('build the site')
    .description(
      'Builds static pages: the matrix of roles, a page for each role, policy and person, the reviews and the history. Any web server serves them. With --sandbox, dates are those of the sandbox’s clock.',
    )
    .option('--out <folder>', 'where to (default: the config’s `site.out`, else `site`)')
    .action(async (options: SiteBuildOptions) => start(options, (context) => runSiteBuild(options, context)))
  withBuildOptions(withAccountSource(withCommonOptions(group.command('dev'))))
    .summary('build the site again on every change')
    .description(
      'Builds the site into a cache, serves it on a port of this machine, and builds it again when the roles, the guides, the history or the reviews change; open pages reload by themselves. Ctrl-C stops it.',
    )
    .option('--port <number>', 'the port; 0 takes any free one', '4321')
    .action(async (options: SiteDevOptions) => start(options, (context) => runSiteDev(options, context)))
  withCommonOptions(group.command('preview'))
    .summary('serve the built site on this machine')
    .description('Serves the built site on a port of this machine, until Ctrl-C.')
    .option('--port <number>', 'the port; 0 takes any free one', '4321')
    .option('--out <folder>', 'where the site lies (default: the config’s `site.out`, else `site`)')
    .action(async (options: PreviewOptions) => start(options, (context) => runPreview(options, context)))
}

function withBuildOptions(command: Command): Command {
  return command
    .option('--docs <folder>', 'a folder of Markdown files that become guides')
    .option(
      '--source <folder>',
      'the folder of the roles, for the places of definitions (default: `roles` beside the config)',
    )
    .option('--no-api', 'leave out the API reference of rolewright')
}

async function runPreview(options: PreviewOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const folder = options.out === undefined ? workspace.site : resolve(context.io.cwd, options.out)
  if (!existsSync(folder)) {
    throw new RolewrightError({
      code: 'site-missing',
      message: 'there is no built site',
      path: folder,
      hint: 'run `rolewright site build` first',
    })
  }
  const { serveSite } = await import('@rolewright/site')
  const { base } = workspace.config.site ?? {}
  const site = await serveSite({ dir: folder, port: portOf(options.port), ...(base === undefined ? {} : { base }) })
  if (context.json) context.io.out(`${JSON.stringify({ url: site.url })}\n`)
  context.say(`The site is at ${site.url}`)
  context.say('Ctrl-C stops it.')
  await context.io.interrupted()
  await site.close()
  return { code: 0, json: undefined }
}
