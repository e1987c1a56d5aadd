import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RolewrightError } from '@rolewright/core'
import type { CommonOptions, Context } from '../frame/context.ts'
import { count, some } from '../text/words.ts'

const SHOWN = 10

/** Text by file, relative to a folder, with forward slashes. */
export type Files = Readonly<Record<string, string>>

/** What becomes of a file: it is new, it has another text, or it is that already. */
export interface FileChange {
  readonly file: string
  readonly change: 'new' | 'changed' | 'same'
}

/** What writing files into a folder would do to each of them. */
export async function fileChanges(folder: string, files: Files): Promise<readonly FileChange[]> {
  return Promise.all(
    Object.entries(files).map(async ([file, text]): Promise<FileChange> => {
      const there = await textOf(join(folder, file))
      return { file, change: there === undefined ? 'new' : there === text ? 'same' : 'changed' }
    }),
  )
}

/** Writes what is new or changed. */
export async function writeFiles(folder: string, files: Files, changes: readonly FileChange[]): Promise<void> {
  for (const { file, change } of changes) {
    const text = files[file]
    if (change === 'same' || text === undefined) continue
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
}

/**
 * Whether files that are there already may get another text: asked on a terminal, unless `--yes` says so.
 *
 * @throws {RolewrightError} `file-exists` where nobody can be asked; nothing was written.
 */
export async function mayOverwrite(
  changes: readonly FileChange[],
  options: CommonOptions,
  context: Context,
): Promise<boolean> {
  const changed = changes.filter(({ change }) => change === 'changed').map(({ file }) => file)
  if (changed.length === 0 || options.yes === true) return true
  const what = `${count(changed.length, 'file')} ${changed.length === 1 ? 'is' : 'are'} there already, with another text: ${some(changed, SHOWN)}`
  if (context.io.confirm !== undefined) return context.io.confirm(`${what}. Overwrite?`)
  throw new RolewrightError({
    code: 'file-exists',
    message: `${what}; nothing was written`,
    hint: 'write into another folder with `--out`, or add `--yes` to overwrite what is there',
  })
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
