/** Writes the reference pages that are made from the code into `docs/reference/`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { referencePages } from './reference-pages.ts'

const root = join(import.meta.dirname, '../../..')
for (const { path, text } of referencePages()) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
