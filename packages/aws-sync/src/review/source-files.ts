import { type Stats } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { RolewrightError } from '@rolewright/core'

/** A TypeScript file of a source folder. */
export interface SourceFile {
  /** Relative to the folder, with forward slashes. */
  readonly file: string
  readonly path: string
  readonly text: string
  /** Why it must not be written, in words, if it must not. */
  readonly untouchable?: string
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
  const root = await realpath(dir)
  const sources: SourceFile[] = []
  for (const path of files.toSorted()) {
    const [real, info, bytes] = await Promise.all([realpath(path), stat(path), readFile(path)])
    // What a link within the folder leads to is read where it lies.
    const elsewhere = real !== join(root, relative(dir, path))
    if (elsewhere && real.startsWith(`${root}${sep}`)) continue
    const text = bytes.toString('utf8')
    const untouchable = elsewhere ? 'the file lies elsewhere, behind a link' : whyUntouchable(info, bytes, text)
    const file = relative(dir, path).split(sep).join('/')
    sources.push({ file, path, text, ...(untouchable === undefined ? {} : { untouchable }) })
  }
  return sources
}

function whyUntouchable(info: Stats, bytes: Buffer, text: string): string | undefined {
  if ((info.mode & 0o222) === 0) return 'the file is read-only'
  // What is not UTF-8 could not be written again as it was.
  return Buffer.from(text, 'utf8').equals(bytes) ? undefined : 'the file is not UTF-8'
}

/** What is installed or hidden is not even opened: the folder may be a whole repository. */
async function walk(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly string[]> => {
      const path = join(dir, entry.name)
      if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : walk(path)
      const isSource = /\.[cm]?tsx?$/.test(entry.name) && !/\.(d|test|spec)\.[cm]?tsx?$/.test(entry.name)
      if (entry.isSymbolicLink() && isSource) return (await isFile(path)) ? [path] : []
      return entry.isFile() && isSource ? [path] : []
    }),
  )
  return found.flat()
}

/** Whether a link leads to a file; one that leads nowhere does not. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  )
}
