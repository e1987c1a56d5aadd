import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sourceFolder } from '../config/source-folder.ts'
import { openWorkspace, type Workspace } from '../config/workspace.ts'
import type { Context, Outcome } from '../frame/context.ts'
import { portOf } from '../frame/port.ts'
import type { SiteBuildOptions } from './site-build.ts'

/** What `site dev` is told. */
export interface SiteDevOptions extends Omit<SiteBuildOptions, 'out'> {
  readonly port: string
}

/** Changes come in bursts: an editor writes several files, a run appends many lines. */
const PAUSE_MS = 250

/** `rolewright site dev` */
export async function runSiteDev(options: SiteDevOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const out = resolve(workspace.folder, 'node_modules/.cache/rolewright-site-dev')
  // A process of its own each time: the model's modules are loaded anew only in a new one.
  const leaving = new AbortController()
  const left = context.io.interrupted().then(() => leaving.abort())
  const build = (): Promise<boolean> => buildInChild(buildArguments(options, out), context, leaving.signal)
  const built = await build()
  if (leaving.signal.aborted) return { code: 0, json: undefined }
  const { serveSite } = await import('@rolewright/site')
  const { base } = workspace.config.site ?? {}
  const site = await serveSite({
    dir: out,
    port: portOf(options.port),
    reload: true,
    ...(base === undefined ? {} : { base }),
  })
  if (context.json) context.io.out(`${JSON.stringify({ url: site.url })}\n`)
  context.say(`The site is at ${site.url}${built ? '' : ' as soon as it can be built'}`)
  context.say('It is built again on every change; Ctrl-C stops it.')
  const stop = await watchSources(await watchedPlaces(workspace, options, context), async () => {
    if (!(await build())) return
    site.reload()
    context.say(`Built again ${new Date().toLocaleTimeString('en-GB')}`)
  })
  await left
  stop()
  await site.close()
  return { code: 0, json: undefined }
}

function buildArguments(options: SiteDevOptions, out: string): readonly string[] {
  const { docs, source, config, sandbox, fromFile } = options
  const named = Object.entries({ docs, source, config, sandbox, 'from-file': fromFile }).flatMap(([name, value]) =>
    typeof value === 'string' ? [`--${name}`, value] : value === true ? [`--${name}`] : [],
  )
  return ['site', 'build', '--out', out, ...(options.api ? [] : ['--no-api']), ...named]
}

/** Builds once; what is wrong is on stderr, and the site stays as it was. A build that nobody waits for any more is ended. */
function buildInChild(args: readonly string[], context: Context, left: AbortSignal): Promise<boolean> {
  const command = fileURLToPath(new URL('../../bin/rolewright.js', import.meta.url))
  return new Promise((done) => {
    const child = spawn(process.execPath, [command, ...args], {
      cwd: context.io.cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const end = (): void => void child.kill()
    if (left.aborted) end()
    left.addEventListener('abort', end, { once: true })
    child.stderr.setEncoding('utf8').on('data', (text: string) => context.io.err(text))
    child.on('error', (error) => {
      context.io.err(`${error.message}\n`)
      done(false)
    })
    child.on('close', (code) => {
      left.removeEventListener('abort', end)
      done(code === 0)
    })
  })
}

async function watchedPlaces(
  workspace: Workspace,
  options: SiteDevOptions,
  context: Context,
): Promise<readonly string[]> {
  const places = [
    workspace.configFile,
    sourceFolder(workspace, options.source, context.io.cwd),
    workspace.audit,
    workspace.reviews,
    workspace.lock,
    ...(options.docs === undefined ? [] : [resolve(context.io.cwd, options.docs)]),
  ]
  const there = await Promise.all(
    places.map((place) =>
      stat(place)
        .then(() => true)
        .catch(() => false),
    ),
  )
  return places.filter((_, index) => there[index])
}

/** Calls `changed` after each burst of changes, never twice at a time; gives what ends the watching. */
async function watchSources(places: readonly string[], changed: () => Promise<void>): Promise<() => void> {
  let timer: NodeJS.Timeout | undefined
  let running = false
  let again = false
  const run = async (): Promise<void> => {
    if (running) {
      again = true
      return
    }
    running = true
    do {
      again = false
      await changed()
    } while (again)
    running = false
  }
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void run(), PAUSE_MS)
  }
  const watchers = await Promise.all(
    places.map(async (place) => {
      if ((await stat(place)).isDirectory()) {
        return watch(place, { recursive: true }, (_, name) => {
          // Where the roles lie beside the config, so does what a build writes.
          if (!/(?:^|[\\/])(?:node_modules|\.git)(?:[\\/]|$)/.test(`${name ?? ''}${sep}`)) heard()
        })
      }
      // Editors replace a file: its folder tells of that, the file itself does not.
      return watch(dirname(place), (_, name) => {
        if (name === basename(place)) heard()
      })
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
