import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam'
import { openSandbox } from '@rolewright/aws-sync'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Project } from './testing/project.testing.ts'
import { projectsOfThisFile, refusedBy } from './testing/projects.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const accountId = '111122223333'
const sandbox = ['--sandbox', 'account.json']
const newProject = projectsOfThisFile()
const read = { Effect: 'Allow', Action: 'ce:Get*', Resource: '*' }
const manage = { Effect: 'Allow', Action: 'iam:AddUserToGroup', Resource: `arn:aws:iam::${accountId}:group/Clerks` }

/** A repository with an imported account: its group and policy lie at the root, and one policy names the group. */
async function imported(): Promise<Project> {
  const project = newProject()
  const { iam } = (await openSandbox({ accountId, file: join(project.folder, 'account.json') })).clients
  for (const [PolicyName, statement] of [
    ['ReadBills', read],
    ['Manage', manage],
  ] as const) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
    await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))
  }
  for (const [GroupName, Path] of [
    ['Clerks', '/'],
    ['Others', '/rolewright/other/'],
    ['Empty', '/'],
  ])
    await iam.send(new CreateGroupCommand({ GroupName, Path }))
  for (const GroupName of ['Clerks', 'Others'])
    await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: `arn:aws:iam::${accountId}:policy/ReadBills` }))
  await iam.send(new CreateUserCommand({ UserName: 'ana' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Clerks', UserName: 'ana' }))
  await runHere(project.folder, ['import', 'account', '--out', '.', '--yes', ...sandbox])
  return project
}

/** Commands after an edit run in another folder: a process loads a module once. */
function fresh(project: Project): Project {
  return newProject({ ...project.files() })
}

describe('rolewright adopt', () => {
  it('takes over a group: the plan names whom it concerns, and apply moves it', async () => {
    const project = await imported()
    const adopted = await runHere(project.folder, ['adopt', 'group', 'clerks', ...sandbox])
    expect(adopted.stdout).toContain('Adopted group Clerks (arn:aws:iam::111122223333:group/Clerks), in accounts.ts')
    expect(adopted.stdout).toContain('group Clerks: adopted: moved from `/` to `/rolewright/rolewright-')
    expect(adopted.stdout).toContain('its members stay: ana')
    expect(adopted.stdout).toContain('policy Manage names its old ARN, and does not mean it any more')
    expect(readFileSync(join(project.folder, 'roles/accounts.ts'), 'utf8')).toContain(
      "  adopted: ['arn:aws:iam::111122223333:group/Clerks'],\n",
    )
    const next = fresh(project)
    const plan = await runHere(next.folder, ['plan', ...sandbox, '--json'])
    expect(JSON.parse(plan.stdout)).toMatchObject({ plan: { changes: [{ kind: 'move-group' }], access: [] } })
    const applied = await runHere(next.folder, ['apply', ...sandbox, '--yes'])
    expect(applied).toMatchObject({ code: 0 })
    expect((await runHere(next.folder, ['drift', ...sandbox])).code).toBe(0)
    const history = Object.entries(next.files()).filter(([file]) => file.endsWith('.jsonl'))
    expect(history.map(([, text]) => text).join('')).toContain('"operation":"iam:UpdateGroup"')
    const again = await runHere(next.folder, ['adopt', 'group', 'Clerks', ...sandbox])
    expect(again).toMatchObject({ code: 0, stdout: "The group Clerks is the model's already.\n" })
  })

  it('takes over a policy where it lies', async () => {
    const project = await imported()
    const adopted = await runHere(project.folder, ['adopt', 'policy', 'ReadBills', ...sandbox, '--json'])
    expect(JSON.parse(adopted.stdout)).toMatchObject({
      adopted: { kind: 'policy', arn: `arn:aws:iam::${accountId}:policy/ReadBills` },
      files: ['accounts.ts'],
      plan: { changes: [] },
    })
    const next = fresh(project)
    const task = join(next.folder, 'roles/tasks/read-bills.ts')
    writeFileSync(task, readFileSync(task, 'utf8').replace('ce:Get*', 'ce:List*'))
    const plan = await runHere(next.folder, ['plan', ...sandbox, '--json'])
    expect(JSON.parse(plan.stdout)).toMatchObject({ plan: { changes: [{ kind: 'update-policy' }] } })
  })

  it('copies a policy of the model under a new name, and leaves the old one alone', async () => {
    const project = await imported()
    await runHere(project.folder, ['adopt', 'group', 'Clerks', ...sandbox])
    const next = fresh(project)
    const copied = await runHere(next.folder, [
      'adopt',
      'policy',
      'ReadBills',
      '--as',
      'ReadBillsOfAcme',
      ...sandbox,
      '--json',
    ])
    expect(copied.stderr).toBe('')
    expect(JSON.parse(copied.stdout)).toMatchObject({ files: ['tasks/read-bills.ts', 'accounts.ts'] })
    expect(readFileSync(join(next.folder, 'roles/tasks/read-bills.ts'), 'utf8')).toContain("name: 'ReadBillsOfAcme'")
    expect(readFileSync(join(next.folder, 'roles/accounts.ts'), 'utf8')).not.toContain('policy/ReadBills')
    const last = newProject({ ...next.files() })
    const plan = await runHere(last.folder, ['plan', ...sandbox, '--json'])
    const changes: { plan: { changes: { kind: string }[]; access: unknown[] } } = JSON.parse(plan.stdout)
    expect(changes.plan.changes.map(({ kind }) => kind)).toEqual([
      'create-policy',
      'move-group',
      'attach-policy',
      'detach-policy',
    ])
    expect(changes.plan.access).toEqual([])
  })
})

describe('rolewright adopt, on one repository', () => {
  let project: Project

  beforeAll(async () => {
    project = await imported()
    const { iam } = (await openSandbox({ accountId, file: join(project.folder, 'account.json') })).clients
    const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: String.raw`arn:aws:s3:::\{{x}}` }]
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await iam.send(new CreatePolicyCommand({ PolicyName: 'Braces', PolicyDocument }))
  })

  it('copies a policy that no role has into a file', async () => {
    const copied = await runHere(project.folder, ['adopt', 'policy', 'Manage', '--as', 'ManageAcme', ...sandbox])
    expect(copied.stdout).toContain('policies/manage-acme.ts, which exports `manageAcme`: put it into a task.')
    expect(readFileSync(join(project.folder, 'roles/policies/manage-acme.ts'), 'utf8'))
      .toBe(`import { allow, definePolicy } from '@rolewright/core'

/** A copy of the policy Manage of the account 111122223333. */
export const manageAcme = definePolicy({
  name: 'ManageAcme',
  statements: [allow({ actions: ['iam:AddUserToGroup'], resources: ['arn:aws:iam::111122223333:group/Clerks'] })],
})
`)
  })

  it.each([
    [['group', 'Clercs'], 'adopt-unknown: the account has no group `Clercs`'],
    [
      ['group', 'Others'],
      'adopt-refused: the group `Others` lies under `/rolewright/other/`, so that it belongs to another model',
    ],
    [['group', 'Empty'], 'adopt-unmodelled: the model has no role whose group is named `Empty`'],
    [['policy', 'Manage'], 'adopt-unmodelled: the model has no task with a policy that is named `Manage`'],
    [['policy', 'ReadBills', '--as', 'manage'], 'name-taken: there is a policy `manage` already'],
    [
      ['policy', 'Braces', '--as', 'BracesOfAcme'],
      "policy-not-writable: the policy `Braces` can't be written as TypeScript: it holds `{{`, which no template can spell here",
    ],
    [['policy', 'ReadBills', '--as', 'a b'], 'invalid-argument: `a b` is no name that IAM takes for a policy'],
    [['group', 'Clerks', '--source', 'audit'], 'source-not-found: '],
    [['group', 'Clerks', '--source', 'node_modules'], "adopt-by-hand: the source can't be edited: no `defineAccount`"],
  ])('refuses %j', async (args, message) => {
    const refused = await refusedBy(runHere, project, ['adopt', ...args, ...sandbox])
    expect(refused.stderr).toContain(`error ${message}`)
  })
})
