import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { systemIo } from './frame/io.ts'
import { createProgram } from './frame/program.ts'
import { referencePage } from '../scripts/reference-page.ts'

test('the reference page says what the command line is', async () => {
  const page = await readFile(new URL('../../../docs/reference/cli.md', import.meta.url), 'utf8')
  const fresh = referencePage(createProgram(() => Promise.resolve(), systemIo()))
  expect(page, 'run `node packages/cli/scripts/generate-reference-page.ts`').toBe(fresh)
})
