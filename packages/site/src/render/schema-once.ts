const MODULE = 'virtual:starlight/collection-config'
const OURS = '\0rolewright:collection-config'

/** The part of a Vite plugin that is used here. */
interface ModulePlugin {
  readonly name: string
  readonly enforce: 'pre'
  readonly resolveId: (id: string) => string | undefined
  readonly load: (id: string) => string | undefined
}

/**
 * Starlight makes the schema of a page's frontmatter anew for each page that is no Markdown file, which took a third of the time to
 * render one. Given a schema that is made already it takes that. Only such pages ask for this module; guides are read with the schema
 * of the content's own configuration.
 */
export function schemaOnce(): ModulePlugin {
  return {
    name: 'rolewright-schema-once',
    enforce: 'pre',
    resolveId: (id) => (id === MODULE ? OURS : undefined),
    load: (id) =>
      id === OURS
        ? `import { docsSchema } from '@astrojs/starlight/schema'
import { z } from 'astro/zod'
export const collections = { docs: { schema: docsSchema()({ image: () => z.never() }) } }`
        : undefined,
  }
}
