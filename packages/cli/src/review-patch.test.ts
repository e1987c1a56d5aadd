import { writeFileSync } from 'node:fs'
import { openSandbox } from '@rolewright/aws-sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:till-AbCdEf'
const MODEL = `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

const own = ['sqs:*', 'sns:*'] as const
const queues = definePolicy({ name: 'Queues', statements: [allow({ actions: [...own], resources: ['*'] })] })
const files = definePolicy({ name: 'Files', statements: [allow({ actions: ['dynamodb:*', 's3:*'], resources: ['*'] })] })
const secrets = definePolicy({
  name: 'Secrets',
  statements: [allow({ actions: ['secretsmanager:PutSecretValue'], resources: ['${SECRET}'] })],
})
const keep = defineTask({ id: 'keep', title: 'Keep the till', policies: [queues, files, secrets] })
const clerk = defineRole({ id: 'clerk', title: 'Clerk', owner: 'a@example.com', justification: 'keeps the till', tasks: [keep] })
const ana = definePerson({ id: 'ana', userName: 'ana', name: 'Ana', roles: [clerk] })
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

export default defineModel({ id: 'test', roles: [clerk], people: [ana], accounts: [dev] })
`

let project: Project
const run = (...args: readonly string[]) => runHere(project.folder, ['review', ...args, '--sandbox', 'account.json'])
const source = (): string => project.files()['model.ts'] ?? ''

beforeAll(async () => {
  project = createProject({ 'model.ts': MODEL })
  const sandbox = await openSandbox({ file: `${project.folder}/account.json`, accountId: '111122223333' })
  await runHere(project.folder, ['apply', '--sandbox', 'account.json', '--yes'])
  const now = await sandbox.advance({ days: 200 })
  const at = new Date(now.getTime() - 10 * 86_400_000)
  await sandbox.use([
    ...['sqs:CreateQueue', 's3:CreateBucket'].map((action) => ({ user: 'ana', action, at })),
    ...['PutSecretValue', 'DescribeSecret'].map((name) => ({
      user: 'ana',
      action: `secretsmanager:${name}`,
      resource: SECRET,
      at,
    })),
  ])
  await run()
})
afterAll(() => project.remove())

it('says of decisions on both kinds which patch writes which', async () => {
  const wrote = await run('report', '--as', 'markdown', '--out', 'review.md')
  expect(wrote, wrote.stderr).toMatchObject({ code: 0 })
  const report = project.files()['review.md'] ?? ''
  const ticked = report.replaceAll('- [ ] accept', '- [x] accept').replaceAll(/^(.*Reason:).*$/gm, '$1 as it was used')
  writeFileSync(`${project.folder}/review.md`, ticked)
  const decided = await run('decide', '--from', 'review.md')
  expect(decided, decided.stderr).toMatchObject({ code: 0 })
  expect(decided.stdout).toContain(
    [
      '3 decisions taken from review.md.',
      '`rolewright review patch` writes what takes away into the source.',
      '`rolewright review patch --grants` writes what gives more into the source, apart from what takes away.\n',
    ].join('\n'),
  )
})

it('writes what takes away, exits 2 where something is left to edit by hand, and names what gives more', async () => {
  const dry = await run('patch', '--dry-run')
  expect(dry.code).toBe(2)
  expect(source()).toBe(MODEL)
  const patched = await run('patch')
  expect(patched.code).toBe(2)
  expect(patched.stderr).toContain("actions: ['sqs:*']")
  expect(patched.stdout).toContain('1 proposal written into 1 file.')
  expect(patched.stdout).toContain('Accepted too: `rolewright review patch --grants` writes what gives more')
  expect(source()).toBe(MODEL.replace("['dynamodb:*', 's3:*']", "['s3:*']"))
})

it('writes what gives more by itself', async () => {
  const before = source()
  const granted = await run('patch', '--grants')
  expect(granted, granted.stderr).toMatchObject({ code: 0 })
  expect(granted.stdout).toContain('Accepted too: `rolewright review patch` writes what takes away')
  expect(before).not.toContain('DescribeSecret')
  expect(source()).toContain('secretsmanager:DescribeSecret')
})

it('puts nothing back where the source has changed since, and shows what to put back', async () => {
  const patched = await runHere(project.folder, ['audit', 'log', '--kind', 'patched', '--json'])
  type Patched = { readonly data: { readonly proposals: readonly { proposal: string; policyName: string }[] } }
  const [history]: readonly { readonly entries: readonly Patched[] }[] = JSON.parse(patched.stdout)
  const narrowed =
    history?.entries.flatMap(({ data }) => data.proposals).find(({ policyName }) => policyName === 'Files')?.proposal ??
    ''
  const edited = source().replace("name: 'Files'", "name: ['Fi', 'les'].join('')")
  writeFileSync(`${project.folder}/model.ts`, edited)
  const restored = await run('restore', narrowed)
  expect(restored.code).toBe(1)
  expect(restored.stderr).toContain("error restore-by-hand: Files can't be put back by itself: ")
  expect(restored.stderr).toContain("actions: ['dynamodb:*', 's3:*']")
  expect(source()).toBe(edited)
})
