import fs, { cpSync, existsSync, realpathSync, renameSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, join } from 'node:path'
import { wrap } from './wrap.ts'

/**
 * From now on, temporary folders that this process makes are told to `made`, and one that it takes away goes to the folder `kept` instead: what
 * tests leave in them is looked at after the run.
 */
export function keepFolders({ kept, made }: { readonly kept: string; readonly made: (path: string) => void }): void {
  const folders = new Set<string>()
  const noteFolder = (path: unknown): void => {
    const folder = realpathSync(String(path))
    folders.add(folder)
    made(folder)
  }
  const isKept = (path: unknown): boolean => {
    if (typeof path !== 'string' || !existsSync(path) || !folders.delete(realpathSync(path))) return false
    keep(path, join(kept, basename(path)))
    return true
  }
  wrap(fs, 'mkdtempSync', (make, given) => {
    const path = make(...given)
    noteFolder(path)
    return path
  })
  wrap(fs.promises, 'mkdtemp', async (make, given) => {
    const path = await make(...given)
    noteFolder(path)
    return path
  })
  wrap(fs, 'rmSync', (remove, given) => (isKept(given[0]) ? undefined : remove(...given)))
  wrap(fs.promises, 'rm', async (remove, given) => (isKept(given[0]) ? undefined : remove(...given)))
  syncBuiltinESMExports()
}

function keep(path: string, place: string): void {
  try {
    renameSync(path, place)
  } catch {
    // Another disk.
    cpSync(path, place, { recursive: true, verbatimSymlinks: true })
    fs.rmSync(path, { recursive: true })
  }
}
