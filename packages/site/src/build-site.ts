import { RolewrightError } from '@rolewright/core'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { apiReference } from './api/api-reference.ts'
import { prepareRoot } from './prepare-root.ts'
import type { RenderInput } from './render/astro-config.ts'
import { giveBackMemory } from './render/give-back-memory.ts'
import { renderPages } from './render/render-pages.ts'
import { writeSearchIndex } from './render/search-index.ts'
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
  const given = await prepare(input, { workDir, base: normalBase(input.base ?? '/') })
  giveBackMemory()
  await renderPages(given)
  await writeSearchIndex(given.outDir)
  await writeFile(join(given.outDir, MARKER), `${JSON.stringify({ version: 1, title: given.title }, undefined, 2)}\n`)
  const pages = await countPages(given.outDir)
  await replace(given.outDir, outDir)
  await rm(given.root, { recursive: true, force: true })
  return { outDir, pages }
}

/** Writes down all that the pages need, so that nothing of it stays in memory while they are rendered. */
async function prepare(
  input: SiteInput & BuildOptions,
  { workDir, base }: { readonly workDir: string; readonly base: string },
): Promise<RenderInput> {
  const parts = siteParts(input, { base, past: await readPast(input) })
  const api = input.api === false ? undefined : await apiReference()
  const { view, texts } = parts
  const root = await prepareRoot({ workDir, view, files: siteFiles(parts), base, docs: input.docs, texts, api })
  return {
    root,
    // Within the root, since the pages' code runs from there and finds its packages by the root's `node_modules`.
    outDir: join(root, 'dist'),
    base,
    title: view.title,
    api: api?.sidebar ?? [],
    docs: input.docs !== undefined,
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
