import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { check, compile, type ReviewDecision, RolewrightError } from '@rolewright/core'
import type { SiteHistory } from '@rolewright/site'
import type { Command } from 'commander'
import { clockOf } from '../account/clock.ts'
import type { SourceOptions } from '../account/open-source.ts'
import { sourceFolder } from '../config/source-folder.ts'
import { compileOptions, openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { portOf } from '../frame/port.ts'
import { count } from '../text/words.ts'

interface BuildCommandOptions extends CommonOptions, SourceOptions {
  readonly out?: string
  readonly docs?: string
  readonly source?: string
  readonly api: boolean
}

interface PreviewOptions extends CommonOptions {
  readonly port: string
  readonly out?: string
}

/** `rolewright site` and its parts. */
export function addSite(program: Command, start: Start): void {
  const group = program.command('site').summary('publish who may do what, for readers without a terminal')
  withAccountSource(withCommonOptions(group.command('build')))
    .summary('build the site')
    .description(
      'Builds static pages: the matrix of roles, a page for each role, policy and person, the reviews and the history. Any web server serves them. With --sandbox, dates are those of the sandbox’s clock.',
    )
    .option('--out <folder>', 'where to (default: the config’s `site.out`, else `site`)')
    .option('--docs <folder>', 'a folder of Markdown files that become guides')
    .option(
      '--source <folder>',
      'the folder of the roles, for the places of definitions (default: `roles` beside the config)',
    )
    .option('--no-api', 'leave out the API reference of rolewright')
    .action(async (options: BuildCommandOptions) => start(options, (context) => runBuild(options, context)))
  withCommonOptions(group.command('preview'))
    .summary('serve the built site on this machine')
    .description('Serves the built site on a port of this machine, until Ctrl-C.')
    .option('--port <number>', 'the port; 0 takes any free one', '4321')
    .option('--out <folder>', 'where the site lies (default: the config’s `site.out`, else `site`)')
    .action(async (options: PreviewOptions) => start(options, (context) => runPreview(options, context)))
}

async function runBuild(options: BuildCommandOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const { model } = workspace
  const now = (await clockOf(options, context))()
  const given = compileOptions(workspace, now)
  const { readDecisions, readReviews, sourceLocations, verifyHistoryOnDisk } = await import('@rolewright/aws-sync')
  const decisions: ReviewDecision[] = []
  const history: SiteHistory[] = []
  for (const account of model.accounts) {
    for (const { entries, ok, heads, problems } of await verifyHistoryOnDisk(workspace.audit, {
      accountId: account.accountId,
    })) {
      history.push({ account: account.id, entries, verification: { ok, heads, problems } })
    }
    decisions.push(...(await readDecisions(workspace.audit, account.accountId)))
  }
  const reviews = await readReviews(workspace.reviews)
  const folder = sourceFolder(workspace, options.source, context.io.cwd)
  const prefix = relative(workspace.folder, folder)
  const places = await sourceLocations(folder)
  const outDir = options.out === undefined ? workspace.site : resolve(context.io.cwd, options.out)
  const { base } = workspace.config.site ?? {}
  const { buildSite } = await import('@rolewright/site')
  const built = await buildSite({
    model,
    states: model.accounts.map((account) => ({ account, ...compile(model, account, given) })),
    history,
    reviews: reviews.map(({ review }) => review),
    decisions,
    findings: check(model, given),
    sourceLocations: Object.fromEntries(
      places.map(({ kind, name, file, line }) => [`${kind}:${name}`, { file: join(prefix, file), line }]),
    ),
    now,
    outDir,
    workDir: resolve(workspace.folder, 'node_modules/.cache/rolewright-site'),
    api: options.api,
    ...(base === undefined ? {} : { base }),
    ...(options.docs === undefined ? {} : { docs: resolve(context.io.cwd, options.docs) }),
  })
  context.say(
    `${count(built.pages, 'page')} in ${relative(context.io.cwd, built.outDir)}. Look at it with \`rolewright site preview\`.`,
  )
  return { code: 0, json: built }
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
