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
  const files = await walk(dir).catch((error: unknown) => {
    throw new RolewrightError({
      code: 'source-not-found',
      message: `the folder \`${dir}\` can't be read: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'name the folder that holds the roles',
      path: dir,
      cause: error,
    })
  })
  const sources: SourceFile[] = []
  for (const path of files.toSorted()) {
    sources.push({ file: relative(dir, path).split(sep).join('/'), path, text: await readFile(path, 'utf8') })
  }
  return sources
}

/** What is installed or hidden is not even opened: the folder may be a whole repository. */
async function walk(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly string[]> => {
      const path = join(dir, entry.name)
      if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : walk(path)
      const isSource = /\.[cm]?tsx?$/.test(entry.name) && !/\.(d|test|spec)\.[cm]?tsx?$/.test(entry.name)
      return entry.isFile() && isSource ? [path] : []
    }),
  )
  return found.flat()
}
