import { expect, test } from 'vitest'
import { modelWith, type Project } from './testing/project.testing.ts'
import { projectsOfThisFile, refusedBy } from './testing/projects.testing.ts'
import { type Ran, rolewright } from './testing/rolewright.testing.ts'

const project = projectsOfThisFile()

const refused = (given: Project, args: readonly string[]): Promise<Ran> => refusedBy(rolewright, given, args)

const PLAN = ['plan', '--sandbox']

test.concurrent('names two policies of one name', async () => {
  const again = "policies: [readBills, definePolicy({ name: 'readbills', statements: readBills.statements })]"
  const ran = await refused(project({ 'model.ts': modelWith('policies: [readBills]', again) }), PLAN)
  expect(ran.stderr).toMatch(/^error model-invalid: the model `test` has 1 problem\n/)
  expect(ran.stderr).toContain('where: <folder>/model.ts:')
  expect(ran.stderr).toContain('RW-DUPLICATE-POLICY')
  expect(ran.stderr).toContain('where: role clerk > task review-bills > policy readbills')
})

test.concurrent('says which line of a config throws', async () => {
  const config = "const read = (): never => {\n  throw new Error('no such team')\n}\nread()\nexport default {}\n"
  const ran = await refused(project({ 'rolewright.config.ts': config }), PLAN)
  expect(ran.stderr).toBe(
    'error config-throws: the config throws Error: no such team\n' +
      '  where: <folder>/rolewright.config.ts:2\n' +
      '  mend:  mend what stands there; ROLEWRIGHT_DEBUG=1 shows the whole trace\n',
  )
})

test.concurrent('shows the whole trace when asked to', async () => {
  const given = project({ 'rolewright.config.ts': "throw new Error('no such team')\n" })
  const ran = await rolewright(given.folder, PLAN, { env: { ROLEWRIGHT_DEBUG: '1' } })
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain('caused by Error: no such team\n    at file://')
})

test.concurrent('says the file and line of a syntax error', async () => {
  const ran = await refused(project({ 'model.ts': 'export const a: number = 1\nexport const b = = 2\n' }), PLAN)
  expect(ran.stderr).toBe(
    'error config-syntax: the file is not valid TypeScript: expression expected\n' +
      '  where: <folder>/model.ts:2\n' +
      '  mend:  mend the line\n',
  )
})

test.concurrent('says what Node does not strip', async () => {
  const ran = await refused(project({ 'model.ts': 'enum Team { Finance }\nexport default Team\n' }), PLAN)
  expect(ran.stderr).toContain('where: <folder>/model.ts:1\n')
  expect(ran.stderr).toContain('Node only strips types')
})

test.concurrent('names an import that leads nowhere', async () => {
  const misspelt = await refused(project({ 'rolewright.config.ts': "import './modle.ts'\n" }), PLAN)
  expect(misspelt.stderr).toBe(
    'error config-import: `./modle.ts` is imported, but there is no such file\n' +
      '  where: <folder>/rolewright.config.ts\n' +
      '  mend:  did you mean `./model.ts`?\n',
  )
  const missing = await refused(project({ 'rolewright.config.ts': "import 'not-installed-anywhere'\n" }), PLAN)
  expect(missing.stderr).toContain('error config-import: the package `not-installed-anywhere` is not installed\n')
  const name = await refused(project({ 'rolewright.config.ts': "import { modle } from './model.ts'\n" }), PLAN)
  expect(name.stderr).toContain('error config-import: `./model.ts` does not export `modle`\n')
})

test.concurrent('gives a failure as JSON too', async () => {
  const ran = await refused(project(), ['plan', '--account', 'devv', '--json'])
  expect(JSON.parse(ran.stdout)).toEqual({
    error: { code: 'account-unknown', message: 'the model has no account `devv`', hint: 'did you mean `dev`?' },
  })
  expect(ran.stderr).toContain('error account-unknown')
})

test.concurrent('refuses to add to a damaged history, and shows the damage', async () => {
  const given = project()
  const first = await rolewright(given.folder, ['apply', '--sandbox', 'account.json', '--yes'])
  expect(first).toMatchObject({ code: 0 })
  const whole = await rolewright(given.folder, ['audit', 'verify'])
  expect(whole.code).toBe(0)
  const [name = '', text = ''] = Object.entries(given.files()).find(([file]) => file.endsWith('.jsonl')) ?? []
  const lines = text.split('\n')
  given.write({ [name]: [lines[0], `${lines[1]?.slice(0, 40)}…`, ...lines.slice(2)].join('\n') })
  const verify = await refused(given, ['audit', 'verify'])
  expect(verify.stderr).toContain('error history-damaged: line 2 of ')
  expect(verify.stderr).toContain(`  where: ${name}:2\n`)
  expect(verify.stderr).toContain('  mend:  restore the files from version control')
  given.write({ 'model.ts': modelWith('billing:Get*', 'billing:List*') })
  const apply = await refused(given, ['apply', '--sandbox', 'account.json', '--yes'])
  expect(apply.stderr).toContain('error history-damaged: ')
})

test.concurrent('says what an older Node lacks', async () => {
  const older =
    "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.11.0'}})"
  const ran = await rolewright('/', ['--version'], { node: ['--import', older] })
  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(
    /^error node-too-old: rolewright needs Node 22.18 or newer, this is 20.11.0\n {2}where: .+\n {2}mend: .+\n$/,
  )
})

test.concurrent('says how Node takes a file for a module', async () => {
  const ran = await refused(project({ 'package.json': '{ "type": "commonjs" }' }), PLAN)
  expect(ran.stderr).toContain(
    'error config-import: Node takes the file for CommonJS\n' +
      '  where: <folder>/rolewright.config.ts:1\n' +
      '  mend:  write `"type": "module"` into the nearest `package.json` (`npm pkg set type=module`)\n',
  )
})

test.concurrent('names an imported file that is not JSON', async () => {
  const config = "import teams from './teams.json' with { type: 'json' }\nexport default teams\n"
  const ran = await refused(project({ 'rolewright.config.ts': config, 'teams.json': '{ "a": ' }), PLAN)
  expect(ran.stderr).toContain('error config-import: the file is not valid JSON: ')
  expect(ran.stderr).toContain('  where: <folder>/teams.json\n')
})
