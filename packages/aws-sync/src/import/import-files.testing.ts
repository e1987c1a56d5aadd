import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Model } from '@rolewright/core'
import type { Files } from './import-files.ts'

/** A folder in which imported files can be loaded, checked and formatted. */
export interface Folder {
  readonly path: string
  /** Writes files into a folder of their own. */
  readonly write: (name: string, files: Files) => void
  /** The model that the files of that folder give. */
  readonly load: (name: string) => Promise<Model>
  readonly remove: () => void
}

const core = fileURLToPath(new URL('../../../core', import.meta.url))

export function createFolder(): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'import-')))
  mkdirSync(join(path, 'node_modules', '@rolewright'), { recursive: true })
  symlinkSync(core, join(path, 'node_modules', '@rolewright', 'core'), 'dir')
  writeFileSync(join(path, 'package.json'), '{\n  "type": "module"\n}\n')
  return {
    path,
    write: (name, files) => {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name, file)), { recursive: true })
        writeFileSync(join(path, name, file), text)
      }
    },
    load: async (name) => {
      const module: { readonly default: Model } = await import(pathToFileURL(join(path, name, 'roles/model.ts')).href)
      return module.default
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
