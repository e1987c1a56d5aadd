import { createHash } from 'node:crypto'
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ApiReference } from './api/api-reference.ts'
import { copyDocs } from './docs/copy-docs.ts'
import type { SiteFile } from './files/site-files.ts'
import { VIEW_FILE } from './render/view-file.ts'
import type { TextFilters } from './view/redact.ts'
import type { SiteView } from './view/site-view.ts'

const contentConfig = `import { defineCollection } from 'astro:content'
import { docsLoader } from '@astrojs/starlight/loaders'
import { docsSchema } from '@astrojs/starlight/schema'
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) }
`

// Astro bundles what its root depends on and depends on Astro itself; Node alone could not load Starlight's modules.
const packageJson = `${JSON.stringify({ type: 'module', dependencies: { '@astrojs/starlight': '*', astro: '*' } })}\n`

/**
 * Lays a fresh Astro root into the work folder: the guides and the API reference as content, and the view as a file.
 *
 * The root's `node_modules` leads to the folder that holds Starlight and all it needs, so that imports from the root resolve
 * with every package manager's layout.
 */
export async function prepareRoot(given: {
  workDir: string
  view: SiteView
  files: readonly SiteFile[]
  texts: TextFilters
  base: string
  docs: string | undefined
  api: ApiReference | undefined
}): Promise<string> {
  const root = join(workFolder(given.workDir), 'root')
  await rm(root, { recursive: true, force: true })
  const content = join(root, 'src/content/docs')
  await mkdir(content, { recursive: true })
  await mkdir(join(root, 'public'), { recursive: true })
  await symlink(dependencies(), join(root, 'node_modules'), 'junction')
  await writeFile(join(root, 'src/content.config.ts'), contentConfig)
  await writeFile(join(root, 'tsconfig.json'), '{}\n')
  await writeFile(join(root, 'package.json'), packageJson)
  await writeFile(join(root, VIEW_FILE), JSON.stringify(given.view))
  await cp(fileURLToPath(new URL('../theme/public', import.meta.url)), join(root, 'public'), { recursive: true })
  for (const { path, text } of given.files) {
    await mkdir(dirname(join(root, 'public', path)), { recursive: true })
    await writeFile(join(root, 'public', path), text)
  }
  const { base } = given
  if (given.docs !== undefined)
    await copyDocs(given.docs, join(content, 'docs'), { base, written: given.texts.written })
  if (given.api !== undefined) await copyDocs(given.api.folder, join(content, 'api'), { base, written: (text) => text })
  return root
}

/**
 * Astro takes a file that shares not even the first folder with its root for one inside the root. Where the work folder and the
 * packages lie so far apart, the root goes beside the packages.
 */
function workFolder(workDir: string): string {
  const packages = dependencies()
  if (firstFolder(workDir) === firstFolder(packages)) return workDir
  const name = createHash('sha256').update(workDir).digest('hex').slice(0, 12)
  return join(packages, '.cache', `rolewright-site-${name}`)
}

function firstFolder(path: string): string {
  return path.split(sep).slice(0, 2).join(sep)
}

/** The `node_modules` folder that Starlight lies in: with pnpm one that holds its dependencies alone, else the common one. */
function dependencies(): string {
  const starlight = fileURLToPath(import.meta.resolve('@astrojs/starlight'))
  const marker = join('node_modules', '@astrojs', 'starlight')
  return starlight.slice(0, starlight.lastIndexOf(marker) + 'node_modules'.length)
}
