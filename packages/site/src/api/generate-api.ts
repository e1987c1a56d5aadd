import { RolewrightError } from '@rolewright/core'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { loadPlugin } from '../render/load-plugin.ts'
import { type ApiReference, SIDEBAR_FILE } from './api-reference.ts'

/**
 * Writes the API reference of `@rolewright/core` into `folder` by TypeDoc through starlight-typedoc: Markdown and the sidebar.
 * Only in the workspace, where the sources and TypeDoc are.
 */
export async function generateApi(folder: string): Promise<void> {
  const core = fileURLToPath(new URL('../../../core/', import.meta.url))
  const root = `${folder}.tmp`
  await rm(root, { recursive: true, force: true })
  await mkdir(join(root, 'src'), { recursive: true })
  const { default: starlightTypeDoc, typeDocSidebarGroup } = await loadPlugin<TypeDocPlugin>('starlight-typedoc')
  const plugin = starlightTypeDoc({
    entryPoints: [join(core, 'src/index.ts')],
    tsconfig: join(core, 'tsconfig.json'),
    output: 'api',
    sidebar: { label: 'API reference', collapsed: true },
    typeDoc: {
      logLevel: 'None',
      // Types are held in order by the type check; a mistake here must not stop a site from being built.
      skipErrorChecking: true,
      disableSources: true,
      // The generic that checks actions as they are typed would be written out with all 22,000 of them.
      maxTypeConversionDepth: 4,
      excludeExternals: true,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      typeDeclarationFormat: 'list',
    },
  })
  let sidebar: ApiReference['sidebar'] = []
  await plugin.hooks['config:setup']?.({
    command: 'build',
    astroConfig: { base: '/', root: pathToFileURL(`${root}/`), srcDir: pathToFileURL(`${root}/src/`) },
    config: { sidebar: [typeDocSidebarGroup] },
    logger: silent,
    updateConfig: (change: { sidebar?: ApiReference['sidebar'] }) => {
      sidebar = change.sidebar ?? sidebar
    },
  })
  const made = join(root, 'src/content/docs/api')
  await writeFile(join(made, SIDEBAR_FILE), JSON.stringify(sidebar))
  await rm(folder, { recursive: true, force: true })
  await rename(made, folder)
  await rm(root, { recursive: true, force: true })
}

const silent = {
  info: () => undefined,
  debug: () => undefined,
  warn: () => undefined,
  error: (message: string) => {
    throw new RolewrightError({ code: 'site-api-failed', message: `TypeDoc failed: ${message}` })
  },
}

/** The part of starlight-typedoc that is used; it is called as Starlight would call it, with the part of the words that it needs. */
interface TypeDocPlugin {
  readonly default: (options: unknown) => {
    readonly hooks: { readonly 'config:setup'?: (given: unknown) => Promise<void> | void }
  }
  readonly typeDocSidebarGroup: { readonly label: string }
}
