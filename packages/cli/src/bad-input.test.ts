import { expect, test } from 'vitest'
import { modelWith, type Project } from './testing/project.testing.ts'
import { projectsOfThisFile, refusedBy } from './testing/projects.testing.ts'
import type { Ran } from './testing/rolewright.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const project = projectsOfThisFile()

const refused = (given: Project, args: readonly string[]): Promise<Ran> => refusedBy(runHere, given, args)

const PLAN = ['plan', '--sandbox']

test('names an action that AWS does not have, and the nearest one', async () => {
  const bad = project({ 'model.ts': modelWith("'billing:Get*'", "'billing:Get*', 's3:GetObjct'") })
  const check = await refused(bad, ['check'])
  expect(check.stderr).toBe(
    'error RW-ACTION-UNKNOWN: `s3:GetObjct` is not an action of Amazon S3\n' +
      '  where: role clerk > task review-bills > policy ReadBills > statements[0].actions[1]\n' +
      '  mend:  did you mean `s3:GetObject`?\n',
  )
  const plan = await refused(bad, PLAN)
  expect(plan.stdout).toBe('')
  expect(plan.stderr).toContain('error check-failed: the model has an error, so nothing is planned\n')
  expect(plan.stderr).toContain('did you mean `s3:GetObject`?')
})

test('names a person with an unknown role', async () => {
  const ran = await refused(
    project({ 'model.ts': modelWith('roles: [clerk], people', 'roles: [{ ...clerk, id: "clark" }], people') }),
    PLAN,
  )
  expect(ran.stderr).toContain('person ana')
  expect(ran.stderr).toContain('mend:')
})

test('names a parameter that one account lacks', async () => {
  const model = modelWith("resources: ['*']", "resources: ['arn:aws:s3:::{{inputBucket}}']")
    .replace('billing:Get*', 's3:ListBucket')
    .replace(
      "accountId: '111122223333' })",
      "accountId: '111122223333', parameters: { inputBuket: 'in' } })\nconst prod = defineAccount({ id: 'prod', accountId: '444455556666', parameters: { inputBucket: 'in' } })",
    )
    .replace('accounts: [dev]', 'accounts: [dev, prod]')
  const ran = await refused(project({ 'model.ts': model }), ['check'])
  expect(ran.stderr).toBe(
    'error RW-PARAMETER-MISSING: the account `dev` has no parameter `inputBucket`\n' +
      '  where: role clerk > policy ReadBills > statements[0].resources[0]\n' +
      '  mend:  did you mean `{{inputBuket}}`\n',
  )
})

test('asks for a default export', async () => {
  const ran = await refused(project({ 'rolewright.config.ts': "export const config = 'x'\n" }), PLAN)
  expect(ran.stderr).toBe(
    'error config-no-default: the config has no default export\n' +
      '  where: <folder>/rolewright.config.ts\n' +
      '  mend:  write `export default defineConfig({ model })`\n',
  )
})

test('refuses a default export that is no config', async () => {
  const bare = await refused(project({ 'rolewright.config.ts': 'export default 7\n' }), PLAN)
  expect(bare.stderr).toContain('error config-invalid: the default export is `7`, not what `defineConfig` gives\n')
  const model = await refused(
    project({ 'rolewright.config.ts': "import model from './model.ts'\nexport default model\n" }),
    PLAN,
  )
  expect(model.stderr).toContain('error config-invalid: the default export is a model, not a config\n')
})

test('suggests the setting that was meant', async () => {
  const config = "import model from './model.ts'\nexport default { model, audits: 'history' }\n"
  const ran = await refused(project({ 'rolewright.config.ts': config }), PLAN)
  expect(ran.stderr).toBe(
    'error config-invalid: the config has no setting `audits`\n' +
      '  where: <folder>/rolewright.config.ts\n' +
      '  mend:  did you mean `audit`?\n',
  )
})

test('says where it looked for a config', async () => {
  const given = project()
  const named = await refused(given, ['plan', '--config', 'other.config.ts'])
  expect(named.stderr).toBe(
    'error config-missing: there is no config file `other.config.ts`\n' +
      '  where: <folder>/other.config.ts\n' +
      '  mend:  check what `--config` names; it is relative to the current folder\n',
  )
  const nowhere = await runHere('/', ['plan'])
  expect(nowhere.code).toBe(1)
  expect(nowhere.stderr).toContain(
    'error config-missing: there is no `rolewright.config.ts` here or in a folder above\n',
  )
})

test('suggests the account, command and option that were meant', async () => {
  const given = project()
  const account = await refused(given, ['plan', '--account', 'devv'])
  expect(account.stderr).toBe('error account-unknown: the model has no account `devv`\n  mend:  did you mean `dev`?\n')
  const command = await refused(given, ['paln'])
  expect(command.stderr).toBe('error unknown-command: unknown command `paln`\n  mend:  did you mean `plan`?\n')
  const option = await refused(given, ['plan', '--sandboxx'])
  expect(option.stderr).toBe('error unknown-option: unknown option `--sandboxx`\n  mend:  did you mean `--sandbox`?\n')
})

test('asks which of several accounts is meant', async () => {
  const model = modelWith(
    "accountId: '111122223333' })",
    "accountId: '111122223333' })\nconst prod = defineAccount({ id: 'prod', accountId: '444455556666' })",
  ).replace('accounts: [dev]', 'accounts: [dev, prod]')
  const ran = await refused(project({ 'model.ts': model }), PLAN)
  expect(ran.stderr).toBe(
    'error account-unsaid: the model has 2 accounts, and nothing says which one is meant\n' +
      '  mend:  name one with `--account`: `dev`, `prod`\n',
  )
})

test('leaves a file alone that is no sandbox', async () => {
  const given = project({ 'account.json': '{ "version": 1, ', 'other.json': '{ "name": "something else" }' })
  for (const file of ['account.json', 'other.json']) {
    const ran = await refused(given, ['apply', '--sandbox', file, '--yes'])
    expect(ran.stderr).toMatch(/^error sandbox-file-invalid: /)
    expect(ran.stderr).toContain(file)
    expect(ran.stderr).toContain('  mend:')
  }
})

test('refuses a file that is not the JSON of an account', async () => {
  const ran = await refused(project({ 'details.json': '{ "Users": [' }), ['plan', '--from-file', 'details.json'])
  expect(ran.stderr).toMatch(/^error unreadable-account: the file is not JSON/)
  expect(ran.stderr).toContain('  where: <folder>/details.json\n')
})

test('refuses a lock that is not one', async () => {
  const ran = await refused(project({ 'aws-managed.lock.json': '{ "version": 1' }), ['check'])
  expect(ran.stderr).toMatch(/^error lock-invalid: the lock of AWS managed policies can't be used: it is not JSON/)
  expect(ran.stderr).toContain('  where: <folder>/aws-managed.lock.json\n')
})

test('does not change anything unless somebody says yes', async () => {
  const ran = await refused(project({ 'account.json': '' }), ['apply', '--sandbox'])
  expect(ran.stderr).toBe(
    'error needs-yes: nobody is there to confirm, so nothing was changed\n  mend:  look at the plan, then add `--yes`\n',
  )
})

test.each([
  ['{ "version": 1, ', 'the file is not a plan: '],
  ['{ "version": 9 }', 'this is not a plan: at `version`, its version is `9`, known is 1'],
  ['{ "version": 1, "accountId": "1" }', 'this is not a plan: at `accountId`, '],
  ['[]', 'this is not a plan: '],
])('refuses a file that is no plan: %s', async (text, message) => {
  const ran = await refused(project({ 'plan.json': text }), ['apply', 'plan.json', '--sandbox', '--yes'])
  expect(ran.stderr).toContain(`error plan-file-invalid: ${message}`)
  expect(ran.stderr).toContain('  where: <folder>/plan.json')
  expect(ran.stderr).toContain('  mend:')
})

test('says which argument is missing, or one too many', async () => {
  const given = project()
  expect((await refused(given, ['import', 'policy', '--as', 'X'])).stderr).toBe(
    'error missing-argument: missing required argument `name`\n  mend:  see `rolewright --help`, or `--help` of the command\n',
  )
  expect((await refused(given, ['apply', 'a', 'b'])).stderr).toMatch(/^error too-many-arguments: .+\n {2}mend: /)
})
