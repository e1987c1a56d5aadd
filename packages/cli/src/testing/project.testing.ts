import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A user's repository in a temporary folder. */
export interface Project {
  readonly folder: string
  /** Every file with its text, but for what is installed. */
  readonly files: () => Readonly<Record<string, string>>
  readonly write: (files: Readonly<Record<string, string>>) => void
  readonly remove: () => void
}

const CONFIG = `import { defineConfig } from '@rolewright/core'
import model from './model.ts'

export default defineConfig({ model })
`

const MODEL = `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

const readBills = definePolicy({
  name: 'ReadBills',
  statements: [allow({ actions: ['billing:Get*'], resources: ['*'] })],
})
const reviewBills = defineTask({ id: 'review-bills', title: 'Review bills', policies: [readBills] })
const clerk = defineRole({
  id: 'clerk',
  title: 'Clerk',
  owner: 'finance@example.com',
  justification: 'Checks what is charged',
  tasks: [reviewBills],
})
const ana = definePerson({ id: 'ana', userName: 'ana', name: 'Ana', roles: [clerk] })
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

export default defineModel({ id: 'test', roles: [clerk], people: [ana], accounts: [dev] })
`

const packages = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
const zod = dirname(createRequire(join(packages, 'core', 'package.json')).resolve('zod/package.json'))

/** The smallest project that works: one role, one person, one account; \`files\` replace or add to it. */
export function createProject(files: Readonly<Record<string, string>> = {}): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rolewright-')))
  mkdirSync(join(folder, 'node_modules', '@rolewright'), { recursive: true })
  symlinkSync(join(packages, 'core'), join(folder, 'node_modules', '@rolewright', 'core'), 'dir')
  symlinkSync(zod, join(folder, 'node_modules', 'zod'), 'dir')
  const write = (given: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(given)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
  }
  write({ 'package.json': '{ "type": "module" }\n', 'rolewright.config.ts': CONFIG, 'model.ts': MODEL, ...files })
  return {
    folder,
    write,
    files: () =>
      Object.fromEntries(
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
          // A sandbox notes every call, reading ones too.
          .filter((entry) => !entry.name.endsWith('.events.jsonl'))
          .map((entry) => join(entry.parentPath, entry.name))
          .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]),
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The text of the model above with one part replaced. */
export function modelWith(part: string, replacement: string): string {
  if (!MODEL.includes(part)) throw new Error(`the model has no \`${part}\``)
  return MODEL.replace(part, replacement)
}
