import type { StarlightUserConfig } from '@astrojs/starlight/types'

/** The API reference as Markdown, and how the sidebar shows it. */
export interface ApiReference {
  readonly folder: string
  readonly sidebar: NonNullable<StarlightUserConfig['sidebar']>
}

/** The API reference of Rolewright: as the package carries it, or from the workspace's sources. */
export async function apiReference(workDir: string): Promise<ApiReference | undefined> {
  return workDir === '' ? undefined : undefined
}
