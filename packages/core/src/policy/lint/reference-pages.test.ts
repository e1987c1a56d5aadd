import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { referencePages } from '../../../scripts/reference-pages.ts'

const root = join(import.meta.dirname, '../../../../..')

test.each(referencePages())('$path says what the code says (run generate-reference-pages.ts)', ({ path, text }) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text)
})
