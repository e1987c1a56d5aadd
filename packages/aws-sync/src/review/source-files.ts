import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { RolewrightError } from '@rolewright/core'

/** A TypeScript file of a source folder. */
export interface SourceFile {
  /** Relative to the folder, with forward slashes. */
  readonly file: string
  readonly path: string
  readonly text: string
}

/** The TypeScript files under a folder, sorted: tests, declarations, hidden folders and `node_modules` are left out. */
export async function readSourceFiles(dir: string): Promise<readonly SourceFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new RolewrightError({
      code: 'source-not-found',
      message: `the folder \`${dir}\` can't be read: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'name the folder that holds the roles',
      path: dir,
      cause: error,
    })
  })
  const files = entries
    .filter(
      (entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name) && !/\.(d|test|spec)\.[cm]?tsx?$/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(dir, path)
          .split(sep)
          .some((part) => part === 'node_modules' || part.startsWith('.')),
    )
    .toSorted()
  const sources: SourceFile[] = []
  for (const path of files) {
    sources.push({ file: relative(dir, path).split(sep).join('/'), path, text: await readFile(path, 'utf8') })
  }
  return sources
}
