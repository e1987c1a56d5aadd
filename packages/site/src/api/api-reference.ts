import type { StarlightUserConfig } from '@astrojs/starlight/types'
import { createHash } from 'node:crypto'
import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The API reference as Markdown, and how the sidebar shows it. */
export interface ApiReference {
  readonly folder: string
  readonly sidebar: NonNullable<StarlightUserConfig['sidebar']>
}

/** File beside the Markdown that holds the sidebar. */
export const SIDEBAR_FILE = 'sidebar.json'

/**
 * The API reference of Rolewright: as the package carries it, or, in the workspace, written from the sources by TypeDoc once for
 * every state that they are in.
 */
export async function apiReference(): Promise<ApiReference> {
  const packed = fileURLToPath(new URL('../api-reference/', import.meta.url))
  if (await isThere(join(packed, SIDEBAR_FILE))) return read(packed)
  const sources = fileURLToPath(new URL('../../../core/src/', import.meta.url))
  const site = fileURLToPath(new URL('../../', import.meta.url))
  const folder = join(site, 'node_modules/.cache/rolewright-api', await hashOf(sources))
  if (!(await isThere(join(folder, SIDEBAR_FILE)))) {
    const { generateApi } = await import('./generate-api.ts')
    await generateApi(folder)
  }
  return read(folder)
}

async function read(folder: string): Promise<ApiReference> {
  const sidebar: ApiReference['sidebar'] = JSON.parse(await readFile(join(folder, SIDEBAR_FILE), 'utf8'))
  return { folder, sidebar }
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

async function hashOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith('.ts') && !/\.(?:test|testing)\.ts$/.test(file))
    .toSorted()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(await readFile(join(folder, file)))
  return hash.digest('hex').slice(0, 16)
}
