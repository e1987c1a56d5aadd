import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { check, compile, type ReviewDecision } from '@rolewright/core'
import type { SiteHistory, SiteInput } from '@rolewright/site'
import { clockOf } from '../account/clock.ts'
import type { SourceOptions } from '../account/open-source.ts'
import { sourceFolder } from '../config/source-folder.ts'
import { compileOptions, openWorkspace, type Workspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome } from '../frame/context.ts'
import { count } from '../text/words.ts'

/** What `site build` is told. */
export interface SiteBuildOptions extends CommonOptions, SourceOptions {
  readonly out?: string
  readonly docs?: string
  readonly source?: string
  readonly api: boolean
}

/** `rolewright site build` */
export async function runSiteBuild(options: SiteBuildOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const input = await siteInput(workspace, options, context)
  const outDir = options.out === undefined ? workspace.site : resolve(context.io.cwd, options.out)
  const { base } = workspace.config.site ?? {}
  const { buildSite } = await import('@rolewright/site')
  const built = await buildSite({
    ...input,
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

/** Everything that the pages tell, from the workspace's files. */
async function siteInput(workspace: Workspace, options: SiteBuildOptions, context: Context): Promise<SiteInput> {
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
      const stateOf = (hash: string): Promise<unknown> => storedState(workspace, hash)
      history.push({ account: account.id, entries, verification: { ok, heads, problems }, stateOf })
    }
    decisions.push(...(await readDecisions(workspace.audit, account.accountId)))
  }
  const reviews = await readReviews(workspace.reviews, { entries: history.flatMap(({ entries }) => entries) })
  const folder = sourceFolder(workspace, options.source, context.io.cwd)
  const prefix = relative(workspace.folder, folder)
  const places = await sourceLocations(folder)
  const { redact } = workspace.config.site ?? {}
  return {
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
    ...(redact === undefined ? {} : { redact }),
  }
}

/** The state that an entry names; undefined where it is missing or no JSON, which the chain's verification tells too. */
async function storedState(workspace: Workspace, hash: string): Promise<unknown> {
  if (!/^[0-9a-f]{64}$/.test(hash)) return undefined
  const text = await readFile(join(workspace.audit, 'states', `${hash}.json`), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
