import { RolewrightError } from '@rolewright/core'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { apiReference } from './api/api-reference.ts'
import { astroConfig } from './astro-config.ts'
import { prepareRoot } from './prepare-root.ts'
import type { BuildOptions, SiteInput } from './site-input.ts'
import { siteFiles } from './files/site-files.ts'
import { readPast } from './past/past-states.ts'
import { siteParts } from './view/site-view.ts'

/** What a build made. */
export interface BuiltSite {
  readonly outDir: string
  readonly pages: number
}

// A folder that holds this file is a site that an earlier build made, so a later one may replace it.
const MARKER = 'rolewright-site.json'

/**
 * Builds the site into `outDir`: static files that any host serves, under `base`, and that ask nobody else for anything.
 *
 * Throws a {@link RolewrightError} if `outDir` holds something that is no earlier site, or if the build fails.
 *
 * @example
 * ```ts
 * const { state, sources } = compile(model, dev, { now, awsManaged })
 * await buildSite({ model, states: [{ account: dev, state, sources }], now, outDir: 'site' })
 * ```
 */
export async function buildSite(input: SiteInput & BuildOptions): Promise<BuiltSite> {
  const outDir = resolve(input.outDir)
  const workDir = resolve(input.workDir ?? 'node_modules/.cache/rolewright-site')
  await checkOutDir(outDir)
  const base = normalBase(input.base ?? '/')
  const parts = siteParts(input, { base, past: await readPast(input) })
  const { view } = parts
  const api = input.api === false ? undefined : await apiReference()
  const root = await prepareRoot({
    workDir,
    view,
    files: siteFiles(parts),
    base,
    docs: input.docs,
    texts: parts.texts,
    api,
  })
  // Within the root, since the pages' code runs from there and finds its packages by the root's `node_modules`.
  const built = join(root, 'dist')
  await runAstro(
    root,
    astroConfig({ root, outDir: built, base, view, api: api?.sidebar ?? [], docs: input.docs !== undefined }),
  )
  await writeFile(join(built, MARKER), `${JSON.stringify({ version: 1, title: view.title }, undefined, 2)}\n`)
  const pages = await countPages(built)
  await replace(built, outDir)
  await rm(root, { recursive: true, force: true })
  return { outDir, pages }
}

// What Astro takes from the environment into the pages' `import.meta.env`, where the configuration's own word must stand.
const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  ASTRO_TELEMETRY_DISABLED: '1',
  NODE_ENV: 'production',
  BASE_URL: undefined,
  MODE: undefined,
  DEV: undefined,
  PROD: undefined,
  SSR: undefined,
  SITE: undefined,
  ASSETS_PREFIX: undefined,
}

async function runAstro(root: string, config: ReturnType<typeof astroConfig>): Promise<void> {
  const before = Object.keys(ENVIRONMENT).map((name) => [name, process.env[name]] as const)
  const cwd = process.cwd()
  setEnvironment(Object.entries(ENVIRONMENT))
  try {
    const { build } = await import('astro')
    // Astro runs the pages' code from the current folder if its root is not inside, and that folder need not have their packages.
    process.chdir(root)
    await build(config)
  } catch (cause) {
    throw new RolewrightError({
      code: 'site-build-failed',
      message: `the site can't be built: ${firstLine(cause)}`,
      hint: 'nothing was written to the output folder; the cause names the page or file',
      cause,
    })
  } finally {
    process.chdir(cwd)
    setEnvironment(before)
  }
}

function setEnvironment(values: readonly (readonly [name: string, value: string | undefined])[]): void {
  for (const [name, value] of values) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

/** `access` and `/access` both become `/access/`. */
function normalBase(base: string): string {
  const parts = base.split('/').filter((part) => part !== '')
  if (!parts.every((part) => /^[\w.~-]+$/.test(part) && part !== '.' && part !== '..')) {
    throw new RolewrightError({
      code: 'site-base-invalid',
      message: `\`${base}\` is no path that a site can be served under`,
      hint: 'write a path such as `/` or `/access/`',
    })
  }
  return parts.length === 0 ? '/' : `/${parts.join('/')}/`
}

async function checkOutDir(outDir: string): Promise<void> {
  const names = await readdir(outDir).catch((cause: unknown): string[] => {
    if (codeOf(cause) === 'ENOENT') return []
    throw new RolewrightError({
      code: 'site-out-unusable',
      message: `\`${outDir}\` can't be used as the site's folder: ${firstLine(cause)}`,
      hint: 'name a folder that is missing or empty, or one that holds an earlier site',
      cause,
    })
  })
  if (names.length === 0 || (names.includes(MARKER) && (await isMarker(join(outDir, MARKER))))) return
  throw new RolewrightError({
    code: 'site-out-foreign',
    message: `\`${outDir}\` holds files that no earlier site build made`,
    hint: 'name a folder that is missing or empty, or one that holds an earlier site',
  })
}

async function isMarker(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return /^\{\s*"version": 1,/.test(text)
}

/** Puts the new site where the old one was; the old one goes only when the new one is whole. */
async function replace(built: string, outDir: string): Promise<void> {
  await mkdir(dirname(outDir), { recursive: true })
  await rm(outDir, { recursive: true, force: true })
  try {
    await rename(built, outDir)
  } catch (cause) {
    if (codeOf(cause) !== 'EXDEV') throw cause
    await cp(built, outDir, { recursive: true })
    await rm(built, { recursive: true, force: true })
  }
}

async function countPages(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true })
  return files.filter((file) => file.endsWith('.html')).length
}

function codeOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? ''
}
