// Writes docs/reference/cli.md from the command line itself. Run it with `node packages/cli/scripts/generate-reference-page.ts`.

import { writeFile } from 'node:fs/promises'
import { systemIo } from '../src/frame/io.ts'
import { createProgram } from '../src/frame/program.ts'
import { referencePage } from './reference-page.ts'

const program = createProgram(() => Promise.resolve(), systemIo())
await writeFile(new URL('../../../docs/reference/cli.md', import.meta.url), referencePage(program))
