import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DetachGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
} from '@aws-sdk/client-iam'
import { openSandbox, type Sandbox } from '@rolewright/aws-sync'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'
import { rolewright } from './testing/rolewright.testing.ts'

const MODEL = `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

const build = definePolicy({
  name: 'Build',
  statements: [
    allow({ notActions: ['iam:*', 'organizations:*'], resources: ['*'] }),
    allow({ sid: 'SeeRoles', actions: ['iam:ListRoles', 'iam:GetRole'], resources: ['*'] }),
  ],
})
const read = definePolicy({ name: 'Read', statements: [allow({ actions: ['sqs:*'], resources: ['*'] })] })
const develop = defineTask({ id: 'develop', title: 'Develop', policies: [build, read] })
const developer = defineRole({
  id: 'developer',
  title: 'Developer',
  owner: 'engineering@example.com',
  justification: 'Builds things',
  tasks: [develop],
})
const ana = definePerson({ id: 'ana', userName: 'ana', name: 'Ana', roles: [developer] })
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

export default defineModel({ id: 'test', roles: [developer], people: [ana], accounts: [dev] })
`

const SANDBOX = ['--sandbox', 'account.json']
const OWNED = 'arn:aws:iam::111122223333:policy/rolewright/test/'

let project: Project
let sandbox: Sandbox

beforeAll(async () => {
  project = createProject({ 'model.ts': MODEL })
  sandbox = await openSandbox({ file: `${project.folder}/account.json`, accountId: '111122223333' })
})
afterAll(() => project.remove())

/** What `--json` of a run prints. */
async function json(args: readonly string[], code = 0): Promise<unknown> {
  const ran = await runHere(project.folder, [...args, ...SANDBOX, '--json'])
  expect(ran, ran.stderr).toMatchObject({ code })
  return JSON.parse(ran.stdout)
}

test('roles go into an account, drift, are repaired, reviewed and narrowed', async () => {
  const { iam } = sandbox.clients
  const foreign = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  })
  await iam.send(new CreateGroupCommand({ GroupName: 'Visitors' }))
  await iam.send(new CreatePolicyCommand({ PolicyName: 'Old', PolicyDocument: foreign }))
  await iam.send(new CreateUserCommand({ UserName: 'robot' }))
  await iam.send(new AttachUserPolicyCommand({ UserName: 'robot', PolicyArn: 'arn:aws:iam::111122223333:policy/Old' }))

  const plan = await runHere(project.folder, ['plan', ...SANDBOX, '--exit-code', '--out', 'plan.json'])
  expect(plan.code).toBe(2)
  expect(plan.stdout).toContain('  + policy Build\n  + policy Read\n  + group Developer\n')
  expect(plan.stdout).toContain('  1 group: Visitors\n  1 policy: Old\n  1 user: robot\n')
  const applied = await runHere(project.folder, ['apply', 'plan.json', ...SANDBOX, '--yes'])
  expect(applied).toMatchObject({ code: 0 })
  expect(applied.stdout).toContain('Applied 7 changes in 9 calls.\n')

  expect(await json(['plan', '--exit-code'])).toMatchObject({
    plan: { changes: [] },
    foreign: { groups: ['Visitors'], policies: ['Old'], users: ['robot'], roles: [] },
  })
  const stale = await runHere(project.folder, ['apply', 'plan.json', ...SANDBOX, '--yes'])
  expect(stale.code).toBe(1)
  expect(stale.stderr).toContain('error stale-plan: ')

  const wide = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })
  await iam.send(
    new CreatePolicyVersionCommand({ PolicyArn: `${OWNED}Build`, PolicyDocument: wide, SetAsDefault: true }),
  )
  await iam.send(new DetachGroupPolicyCommand({ GroupName: 'Developer', PolicyArn: `${OWNED}Read` }))
  const drift = await runHere(project.folder, ['drift', ...SANDBOX])
  expect(drift.code).toBe(2)
  expect(drift.stdout).toContain("  ! policy Build was edited: v2 is in force, the model's document is v1\n")
  expect(drift.stdout).toContain('  ! policy Read is not attached to group Developer\n')
  expect(drift.stdout).toContain('2 differences')
  await json(['apply', '--yes'])
  expect(await json(['drift'])).toMatchObject({ changes: [] })

  const now = await sandbox.advance({ months: 7 })
  const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000)
  await sandbox.use([
    { user: 'ana', action: 'ec2:RunInstances', at: ago(10) },
    { user: 'ana', action: 'sqs:SendMessage', at: ago(10) },
    { user: 'ana', action: 'iam:ListRoles', at: ago(180) },
  ])
  const review = await runHere(project.folder, ['review', ...SANDBOX, '--window', '90', '--exit-code'])
  expect(review.code).toBe(2)
  const ids = [...review.stdout.matchAll(/^([0-9a-f]{12}) {2}(?:Narrow|Remove) statement/gm)].map(([, id]) => id ?? '')
  expect(ids).toHaveLength(2)
  const [first = '', second = ''] = ids
  await json(['review', 'decide', first, 'accept', '--reason', 'not needed'])
  await json(['review', 'decide', second, 'keep', '--reason', 'needed at year end'])
  const list = await runHere(project.folder, ['review', 'list', ...SANDBOX])
  expect(list.stdout).toContain('not needed')
  expect(list.stdout).toContain('2 proposals, 0 open.')

  const status = await runHere(project.folder, ['review', 'status', ...SANDBOX])
  expect(status.stdout).toContain('2 of 2 decided (100 %)\n  covers 1 role, 1 person, 2 policies  sha256 ')
  expect(status.stdout).toContain('  engineering@example.com: 2 of 2 decided (developer)\n')
  expect(await json(['review', 'close', '--sign', 'Seen all.\u001b[31m'])).toMatchObject({
    file: expect.stringMatching(/^[\d-]+\.json$/),
    entry: { kind: 'sign-off', data: { open: [] } },
  })
  const signed = await runHere(project.folder, ['review', 'status', '--all', ...SANDBOX])
  expect(signed.stdout).toMatch(/ {2}closed, to be decided by [\d-]+: 2 of 2/)
  expect(signed.stdout).toContain(': Seen all.\\u001b[31m\n')
  const late = await runHere(project.folder, ['review', 'decide', first, 'keep', '--reason', 'late', ...SANDBOX])
  expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining('error review-closed: ') })

  const dry = await runHere(project.folder, ['review', 'patch', ...SANDBOX, '--dry-run'])
  expect(dry.code).toBe(0)
  expect(project.files()['model.ts']).toBe(MODEL)
  const patch = await runHere(project.folder, ['review', 'patch', ...SANDBOX])
  expect(patch.stdout).toContain('1 proposal written into 1 file.')
  const again = await runHere(project.folder, ['review', 'patch', ...SANDBOX])
  expect(again.stdout).toContain('All accepted proposals are in the source already.')

  // A module that was imported stays as it was: only a new process sees the edited source.
  const narrowed = await rolewright(project.folder, ['apply', ...SANDBOX, '--yes'])
  expect(narrowed).toMatchObject({ code: 0 })
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: `${OWNED}Build` }))
  const VersionId = Policy?.DefaultVersionId
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: `${OWNED}Build`, VersionId }))
  expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toMatchObject({
    Statement: [
      { Effect: 'Allow', Action: ['ec2:*', 'sqs:*'], Resource: '*' },
      { Sid: 'SeeRoles', Effect: 'Allow', Action: ['iam:ListRoles', 'iam:GetRole'], Resource: '*' },
    ],
  })

  expect(JSON.parse((await runHere(project.folder, ['audit', 'verify', '--json'])).stdout)).toMatchObject({ ok: true })
})
