import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { rolewright } from './testing/rolewright.testing.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const installed = (name: string): string =>
  dirname(createRequire(join(root, 'package.json')).resolve(`${name}/package.json`))

const tsconfig = JSON.stringify({
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
  },
})

let project: Project | undefined

afterEach(() => project?.remove())

/** The files of a guide: each block whose first line is a comment with a file's name. */
function filesOf(guide: string): Record<string, string> {
  const text = readFileSync(join(root, 'docs/guides', guide), 'utf8')
  const blocks = [...text.matchAll(/```ts\n\/\/ ([\w.-]+\.ts)\n([\s\S]*?)```/g)]
  return Object.fromEntries(blocks.map(([, name = '', code = '']) => [name, code]))
}

describe.each(['getting-started.md', 'modelling-roles.md', 'people.md', 'cloudhsm-administrators.md'])(
  'the code of %s',
  (guide) => {
    it('type-checks and passes the check', async () => {
      const files = filesOf(guide)
      expect(Object.keys(files)).toContain('rolewright.config.ts')
      project = createProject({ ...files, 'tsconfig.json': tsconfig })
      symlinkSync(installed('vitest'), join(project.folder, 'node_modules/vitest'), 'dir')
      const tsc = join(installed('typescript'), 'bin/tsc')
      const typed = spawnSync(process.execPath, [tsc, '-p', project.folder], { encoding: 'utf8' })
      expect(typed.stdout.replaceAll(project.folder, '')).toBe('')
      const checked = await rolewright(project.folder, ['check'])
      expect(checked.stderr).toBe('')
      expect(checked.code).toBe(0)
      if (!Object.keys(files).some((name) => name.endsWith('.test.ts'))) return
      const vitest = join(installed('vitest'), 'vitest.mjs')
      const tested = spawnSync(process.execPath, [vitest, 'run', '--root', project.folder], { encoding: 'utf8' })
      expect(tested.status, tested.stdout + tested.stderr).toBe(0)
    }, 120_000)
  },
)
