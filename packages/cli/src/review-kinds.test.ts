import { CreateAccessKeyCommand } from '@aws-sdk/client-iam'
import { openSandbox, type Sandbox } from '@rolewright/aws-sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const MODEL = `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

const policy = (name: string, ...actions: any[]) => definePolicy({ name, statements: [allow({ actions, resources: ['*'] })] })
const task = (id: string, ...policies: any[]) => defineTask({ id, title: id, policies })
const role = (id: string, ...tasks: any[]) =>
  defineRole({ id, title: id, owner: 'a@example.com', justification: 'does what this test is about', tasks })

const shared = policy('Shared', 'sqs:*', 'sns:*')
const idle = policy('Idle', 'dynamodb:*')
const secrets = policy('Secrets', 'secretsmanager:CreateSecret', 'secretsmanager:DeleteSecret')
const clerk = role('clerk', task('queue', shared), task('keep', idle), task('hide', secrets))
const buyer = role('buyer', task('publish', shared))
const person = (id: string, ...roles: any[]) => definePerson({ id, userName: id, name: id, roles })
const people = [person('ana', clerk), person('ben', clerk), person('eve', buyer)]
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

export default defineModel({ id: 'test', roles: [clerk, buyer], people, accounts: [dev] })
`

const SANDBOX = ['--sandbox', 'account.json']
let project: Project
let sandbox: Sandbox

beforeAll(async () => {
  project = createProject({ 'model.ts': MODEL })
  sandbox = await openSandbox({ file: `${project.folder}/account.json`, accountId: '111122223333' })
})
afterAll(() => project.remove())

test('a review shows every kind of proposal with its evidence, risk and losses', async () => {
  const applied = await runHere(project.folder, ['apply', ...SANDBOX, '--yes'])
  expect(applied.code, applied.stderr).toBe(0)
  const key = await sandbox.clients.iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }))
  expect(key.AccessKey?.UserName).toBe('ana')
  const now = await sandbox.advance({ days: 200 })
  const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000)
  await sandbox.use([
    { user: 'ana', action: 'sqs:CreateQueue', at: ago(10) },
    { user: 'ana', action: 'secretsmanager:CreateSecret', at: ago(10) },
    { user: 'ben', action: 'sqs:CreateQueue', at: ago(20) },
    { user: 'eve', action: 'sns:CreateTopic', at: ago(5) },
    { user: 'eve', action: 'sns:CreateTopic', at: ago(150) },
  ])
  const review = await runHere(project.folder, ['review', ...SANDBOX])
  expect(review.code, review.stderr).toBe(0)
  const titles = [...review.stdout.matchAll(/^[0-9a-f]{12} {2}(.*)$/gm)].map(([, title]) => title)
  expect(titles).toEqual([
    'Remove statement 1 of Idle (held by Clerk)',
    'Narrow statement 1 of Secrets (held by Clerk)',
    'Give Buyer a narrower Shared than Clerk (held by Buyer)',
    'Give Clerk a narrower Shared than Buyer (held by Clerk)',
    'Drop the task keep from clerk',
    'Split clerk: clerk-queue for ben',
    'Access key 1 of ana is not used',
  ])
  expect(review.stdout).toContain(
    [
      '  takes away 20 actions and 8 characters; proved to be narrower; risk low, since nobody used it as far as AWS looks back',
      '  never used: sqs',
      '  used by: Clerk',
      `  stays: sns (${ago(5).toISOString().slice(0, 10)} by eve in us-east-1)`,
      '  eve would lose 20 actions: sqs:*',
    ].join('\n'),
  )
  expect(review.stdout).toContain('  changes no policy; risk low')
  expect(review.stdout).toContain('  run: rolewright people review')
  const reviewed = async (...options: readonly string[]): Promise<unknown> => {
    const ran = await runHere(project.folder, ['review', ...SANDBOX, ...options, '--json'])
    return JSON.parse(ran.stdout)
  }
  expect(await reviewed('--region', 'eu-west-1')).toMatchObject({
    review: { evidence: [{ origin: 'cloudtrail', regions: ['eu-west-1', 'us-east-1'] }] },
  })
  expect(await reviewed('--no-trail')).toMatchObject({ review: { evidence: [] } })
  const missing = await runHere(project.folder, ['review', ...SANDBOX, '--trail', 'nowhere.json'])
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('trail-export-unreadable') })
})
