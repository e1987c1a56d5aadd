import { RolewrightError } from '@rolewright/core'
import { join } from 'node:path'
import { close, createIndex } from 'pagefind'

/** Writes Pagefind's index of all pages in a built site, where Starlight's search looks for it. */
export async function writeSearchIndex(folder: string): Promise<void> {
  try {
    const { index, errors } = await createIndex()
    if (index === undefined) throw new Error(errors.join('; '))
    const read = await index.addDirectory({ path: folder })
    const written = await index.writeFiles({ outputPath: join(folder, 'pagefind') })
    const all = [...read.errors, ...written.errors]
    if (all.length > 0) throw new Error(all.join('; '))
  } catch (cause) {
    throw new RolewrightError({
      code: 'site-build-failed',
      message: `the site's search index can't be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'nothing was written to the output folder',
      cause,
    })
  } finally {
    await close()
  }
}
