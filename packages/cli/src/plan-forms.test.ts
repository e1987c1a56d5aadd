import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { CreatePolicyVersionCommand } from '@aws-sdk/client-iam'
import { openSandbox } from '@rolewright/aws-sync'
import { planSchema } from '@rolewright/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const SANDBOX = ['--sandbox', 'account.json']

let project: Project
beforeEach(() => {
  project = createProject()
})
afterEach(() => project.remove())

const plan = (...args: readonly string[]): ReturnType<typeof runHere> => runHere(project.folder, ['plan', ...args])

it('is Markdown for a pull request, and nothing else on stdout', async () => {
  await runHere(project.folder, ['apply', ...SANDBOX, '--yes'])
  const sandbox = await openSandbox({ file: `${project.folder}/account.json` })
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  })
  const PolicyArn = 'arn:aws:iam::111122223333:policy/rolewright/test/ReadBills'
  for (const action of ['s3:*', 'ec2:*']) {
    await sandbox.clients.iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn,
        PolicyDocument: PolicyDocument.replace('s3:*', action),
        SetAsDefault: true,
      }),
    )
  }
  const { code, stdout, stderr } = await plan(...SANDBOX, '--as', 'markdown', '--exit-code', '--out', 'plan.json')
  expect(code).toBe(2)
  expect(stderr).toBe('Written to plan.json; apply it with `rolewright apply plan.json`.\n')
  expect(stdout).toMatch(/^## Plan for `dev` \(`111122223333`\)\n\n\*\*1 change in \d calls: /)
  expect(stdout).toContain('### Changes\n\n```diff\n! policy ReadBills (')
  expect(stdout).toContain('<details><summary>The document of policy ReadBills</summary>\n\n```diff\n')
  expect(stdout).toMatch(/\n- +"Action": "ec2:\*",\n/)
  expect(stdout).toMatch(/\n- group `Clerk`.*: \*\*may do other things\*\*\n {2}- gains `/)
  expect(stdout).toMatch(/\n {4}- such as `/)
  expect(stdout).toContain('### People\n')
  expect(stdout).toContain('<details><summary>Calls, and the least that the caller needs for them</summary>')
  expect(stdout.match(/<details>/g)).toHaveLength(stdout.match(/<\/details>/g)?.length ?? 0)
})

it('stays within what a comment may hold, and says what is left out', async () => {
  const many = Array.from({ length: 300 }, (_, n) => n)
  project.write({
    'model.ts': `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'
const roles = ${JSON.stringify(many)}.map((n) => defineRole({ id: \`role-\${n}\`, title: \`Role \${n}\`, owner: 'a@example.com', justification: 'j',
  tasks: [defineTask({ id: \`task-\${n}\`, title: \`Task \${n}\`, policies: [
    definePolicy({ name: \`Policy\${n}WithALongName\`, description: 'd', statements: [allow({ actions: ['s3:GetObject', 'sqs:*', 'ec2:Describe*'], resources: [\`arn:aws:s3:::bucket-\${n}/*\`] })] })] })] }))
const people = roles.map((role, n) => definePerson({ id: \`p\${n}\`, userName: \`person-\${n}\`, name: \`P\${n}\`, roles: [role] }))
export default defineModel({ id: 'test', roles, people, accounts: [defineAccount({ id: 'dev', accountId: '111122223333' })] })
`,
  })
  const { stdout, stderr } = await plan('--sandbox', '--as', 'markdown')
  expect(stderr).toBe('')
  expect(stdout.length).toBeLessThanOrEqual(60_000)
  expect(stdout).toMatch(/\nand [\d,]+ more changes; `rolewright plan --json` has them all\.\n/)
})

it('is a shell script of its calls that the shell understands', async () => {
  const { code, stdout, stderr } = await plan('--sandbox', '--as', 'aws-cli')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^#!\/usr\/bin\/env bash\n/)
  expect(stdout).toContain('\n# + group Clerk: ')
  expect(stdout).toContain("\naws iam create-group --group-name 'Clerk' --path '/rolewright/test/' >/dev/null\n")
  execFileSync('bash', ['-n'], { input: stdout })
})

it('is JSON as its published schema says, which is of the version that the plan names', async () => {
  const ran = await plan('--sandbox', '--json')
  const made: unknown = JSON.parse(ran.stdout)
  const whole = z.object({ plan: planSchema })
  expect(whole.safeParse(made).success).toBe(true)
  const published: unknown = JSON.parse(
    readFileSync(new URL('../../../docs/reference/plan.schema.json', import.meta.url), 'utf8'),
  )
  const reader = z.object({ plan: z.fromJSONSchema(z.record(z.string(), z.json()).parse(published)) })
  expect(reader.safeParse(made).error).toBeUndefined()
  const other = JSON.parse(ran.stdout.replace('"version": 1', '"version": 2'))
  expect(reader.safeParse(other).success).toBe(false)
})

it.each([
  [
    ['--as', 'yaml'],
    "a plan can't be printed as `yaml`",
    'give `--as text`, `--as markdown` or `--as aws-cli`; `--json` prints it as JSON',
  ],
  [['--as', 'markdown', '--json'], "`--json` can't go together with `--as markdown`", 'give one of them'],
])('refuses %j', async (args, message, hint) => {
  const { code, stderr } = await plan('--sandbox', ...args)
  expect(code).toBe(1)
  expect(stderr).toBe(`error invalid-argument: ${message}\n  mend:  ${hint}\n`)
})
