import { RolewrightError } from '@rolewright/core'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { toPage } from './to-page.ts'

const PICTURE = /\.(?:png|jpe?g|gif|webp|avif|svg)$/i

/**
 * Copies a folder of Markdown and pictures, each file made into a page: a title, and links that work under `base`. Every text passes
 * through `written` first.
 */
export async function copyDocs(
  from: string,
  to: string,
  { base, written }: { readonly base: string; readonly written: (text: string) => string },
): Promise<void> {
  const files = await readdir(from, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new RolewrightError({
      code: 'site-docs-unreadable',
      message: `the guides in \`${from}\` can't be read`,
      hint: 'name a folder of Markdown files, or leave `docs` out',
      cause,
    })
  })
  for (const file of files) {
    if (!file.isFile()) continue
    const source = join(file.parentPath, file.name)
    const name = relative(from, source)
    // A folder's README is its first page, as it is where the folder is looked at.
    const target = join(to, name.replace(/(^|[/\\])README\.md$/, '$1index.md'))
    const isPage = file.name.endsWith('.md')
    if (!isPage && !PICTURE.test(file.name)) continue
    await mkdir(dirname(target), { recursive: true })
    if (isPage)
      await writeFile(
        target,
        toPage(written(await readFile(source, 'utf8')), { name: name.split(sep).join('/'), base }),
      )
    else await copyFile(source, target)
  }
}
