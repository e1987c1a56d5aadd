import { expect, test } from 'vitest'
import type { Project } from './testing/project.testing.ts'
import { projectsOfThisFile, refusedBy } from './testing/projects.testing.ts'
import { type Ran, rolewright } from './testing/rolewright.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const project = projectsOfThisFile()

async function refused(given: Project, args: readonly string[]): Promise<string> {
  return (await refusedBy(runHere, given, args)).stderr
}

test('takes no misspelt sandbox for an empty account', async () => {
  const given = project()
  for (const command of [['plan'], ['drift'], ['review'], ['site', 'build']]) {
    expect(await refused(given, [...command, '--sandbox', 'acount.json'])).toBe(
      'error sandbox-missing: there is no sandbox account in that file\n' +
        '  where: <folder>/acount.json\n' +
        '  mend:  check the spelling; `rolewright apply` makes a new account there, and `--sandbox` without a file is an empty one\n',
    )
  }
  expect(await runHere(given.folder, ['apply', '--sandbox', 'account.json', '--yes'])).toMatchObject({ code: 0 })
  expect(await runHere(given.folder, ['plan', '--sandbox', 'account.json', '--exit-code'])).toMatchObject({ code: 0 })
})

test('suggests the part of a command that was meant', async () => {
  const given = project()
  expect(await refused(given, ['audit', 'verfy'])).toBe(
    'error unknown-command: unknown command `audit verfy`\n  mend:  did you mean `verify`?\n',
  )
  expect(await refused(given, ['review', 'decid', 'abc', 'keep', '--sandbox'])).toBe(
    'error unknown-command: unknown command `review decid`\n  mend:  did you mean `decide`?\n',
  )
  expect(await refused(given, ['audit', 'zzzzzzzz'])).toContain('mend:  its commands are `verify`, `log`, `show`\n')
})

test('serves no file of another account than the one that is named', async () => {
  const given = project()
  await runHere(given.folder, ['apply', '--sandbox', 'account.json', '--yes'])
  const args = ['sandbox', '--port', '0', '--sandbox', 'account.json', '--account', '999900001111']
  expect(await refused(given, args)).toBe(
    'error wrong-account: the account in the file is `111122223333`, meant is `999900001111`\n' +
      '  where: <folder>/account.json\n' +
      '  mend:  leave `--account` away, or name another file\n',
  )
})

test('names the folder that stands where a file is meant', async () => {
  const given = project({ 'dir/inside.txt': '' })
  const where =
    'error file-unusable: a folder stands where a file is meant\n  where: <folder>/dir\n  mend:  name a file\n'
  expect(await refused(given, ['plan', '--from-file', 'dir'])).toBe(where)
  expect(await refused(given, ['apply', 'dir', '--sandbox', '--yes'])).toBe(where)
  expect(await refused(given, ['plan', '--sandbox', '--out', 'dir'])).toBe(where)
})

test('refuses a saved account that lacks a part', async () => {
  const given = project({ 'details.json': '{ "UserDetailList": [] }' })
  expect(await refused(given, ['plan', '--from-file', 'details.json'])).toContain('error partial-read: ')
})

test('reads a saved account with a byte order mark', async () => {
  const details = '\uFEFF{"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[],"Policies":[]}'
  const ran = await runHere(project({ 'details.json': details }).folder, ['plan', '--from-file', 'details.json'])
  expect(ran).toMatchObject({ code: 0, stderr: '' })
})

/** Runs the real command on a config that must make it fail and leave every file as it was. */
async function refusedConfig(config: string, files: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const given = project({ ...files, 'rolewright.config.ts': config })
  return refusedBy(rolewright, given, ['check'])
}

test.concurrent('asks to await a promise', async () => {
  const { stderr } = await refusedConfig("import model from './model.ts'\nexport default Promise.resolve({ model })\n")
  expect(stderr).toContain('error config-invalid: the default export is a promise, not a config\n')
  expect(stderr).toContain('mend:  write `await` before it\n')
})

test.concurrent('says that files import each other', async () => {
  const { stderr } = await refusedConfig("import './a.ts'\n", {
    'a.ts': "import { b } from './b.ts'\nexport const a = { id: 'a', b }\n",
    'b.ts': "import { a } from './a.ts'\nexport const b = { id: a.id }\n",
  })
  expect(stderr).toContain("error config-throws: the config throws ReferenceError: cannot access 'a' before initiali")
  expect(stderr).toContain('where: <folder>/b.ts:2\n')
  expect(stderr).toContain('two files import each other')
})

test.concurrent('shows a thrown value that is no error', async () => {
  const { stderr } = await refusedConfig("throw { code: 'x' }\n")
  expect(stderr).toContain("error config-throws: the config throws `{ code: 'x' }`\n")
})

test.concurrent.each([
  ['waits for what never comes', 'await new Promise(() => {})\nexport default 1\n'],
  ['ends the process', 'process.exit(0)\n'],
])('tells of a config that %s', async (_, config) => {
  const { stdout, stderr } = await refusedConfig(config)
  expect(stdout).toBe('')
  expect(stderr).toBe(
    'error ended-early: the process ended before the command was through\n' +
      '  mend:  look in the config and what it imports for `process.exit`, or for an `await` on what never comes\n',
  )
})

test.concurrent('takes a config with a byte order mark and the line ends of Windows', async () => {
  const config =
    "\uFEFFimport { defineConfig } from '@rolewright/core'\r\nimport model from './model.ts'\r\nexport default defineConfig({ model })\r\n"
  const ran = await rolewright(project({ 'rolewright.config.ts': config }).folder, ['check'])
  expect(ran).toMatchObject({ code: 0, stderr: '' })
})
