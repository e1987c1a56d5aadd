import { writeFileSync } from 'node:fs'
import * as iamSdk from '@aws-sdk/client-iam'
import { openSandbox, readHistory, type Sandbox } from '@rolewright/aws-sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const MODEL = `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

const policy = (name: string, action: string) =>
  definePolicy({ name, description: 'd', statements: [allow({ actions: [action as 's3:Get*'], resources: ['*'] })] })
const role = (id: string, policies: ReturnType<typeof policy>[]) =>
  defineRole({ id, title: id, owner: 'a@example.com', justification: 'j', tasks: [defineTask({ id: \`\${id}-task\`, title: 't', policies })] })
const clerk = role('clerk', [policy('Edited', 's3:Get*'), policy('SetBack', 'sqs:Get*'), policy('Detached', 'sns:Get*')])
const gone = role('gone', [policy('Deleted', 'glue:Get*')])
const held = role('held', [policy('Held', 'logs:Get*')])
const person = (id: string, roles: (typeof clerk)[]) => definePerson({ id, userName: id, name: id, roles })

export default defineModel({
  id: 'test', roles: [clerk, gone, held], people: [person('ana', [clerk]), person('ben', [clerk, held]), person('eva', [held])],
  accounts: [defineAccount({ id: 'dev', accountId: '111122223333' })],
})
`
const SANDBOX = ['--sandbox', 'account.json']
const PATH = '/rolewright/test/'
const arn = (name: string): string => `arn:aws:iam::111122223333:policy${PATH}${name}`
const document = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] })
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

let project: Project
let sandbox: Sandbox
beforeAll(async () => {
  project = createProject({ 'model.ts': MODEL })
  await runHere(project.folder, ['apply', ...SANDBOX, '--yes'])
  sandbox = await openSandbox({ file: `${project.folder}/account.json` })
})
afterAll(() => project.remove())

/** Somebody with rights of their own. */
async function user(name: string, actions: string): Promise<iamSdk.IAMClient> {
  const { iam } = sandbox.clients
  await iam.send(new iamSdk.CreateUserCommand({ UserName: name }))
  const PolicyDocument = document(actions)
  await iam.send(new iamSdk.PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument }))
  const { AccessKey: key } = await iam.send(new iamSdk.CreateAccessKeyCommand({ UserName: name }))
  return sandbox.clientsFor({ accessKeyId: key?.AccessKeyId ?? '' }).iam
}

describe('what somebody does by hand', () => {
  /** What is done, the line that tells it, the call that CloudTrail knows. */
  const deeds: readonly (readonly [
    what: string,
    line: string,
    operation: string,
    act: (iam: iamSdk.IAMClient) => Promise<unknown>,
  ])[] = [
    [
      'edits a document',
      'policy Edited was edited: v2 is not what the model says',
      'CreatePolicyVersion',
      async (iam) => {
        const input = { PolicyArn: arn('Edited'), SetAsDefault: true }
        await iam.send(new iamSdk.CreatePolicyVersionCommand({ ...input, PolicyDocument: document('s3:*') }))
        await iam.send(new iamSdk.DeletePolicyVersionCommand({ PolicyArn: arn('Edited'), VersionId: 'v1' }))
      },
    ],
    [
      'sets another default version',
      "policy SetBack was edited: v2 is in force, the model's document is v1",
      'SetDefaultPolicyVersion',
      async (iam) => {
        await iam.send(
          new iamSdk.CreatePolicyVersionCommand({ PolicyArn: arn('SetBack'), PolicyDocument: document('sqs:*') }),
        )
        await iam.send(new iamSdk.SetDefaultPolicyVersionCommand({ PolicyArn: arn('SetBack'), VersionId: 'v2' }))
      },
    ],
    [
      'detaches a policy',
      'policy Detached is not attached to group Clerk',
      'DetachGroupPolicy',
      (iam) => iam.send(new iamSdk.DetachGroupPolicyCommand({ GroupName: 'Clerk', PolicyArn: arn('Detached') })),
    ],
    [
      'attaches a policy',
      'policy AdministratorAccess is attached to group Clerk, which the model does not say',
      'AttachGroupPolicy',
      (iam) =>
        iam.send(
          new iamSdk.AttachGroupPolicyCommand({
            GroupName: 'Clerk',
            PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
          }),
        ),
    ],
    [
      'puts an inline policy into a group',
      'group Clerk has the inline policy Sly, which the model does not say',
      'PutGroupPolicy',
      (iam) =>
        iam.send(
          new iamSdk.PutGroupPolicyCommand({
            GroupName: 'Clerk',
            PolicyName: 'Sly',
            PolicyDocument: document('iam:*'),
          }),
        ),
    ],
    [
      'deletes a group',
      'group Gone is missing',
      'DeleteGroup',
      async (iam) => {
        await iam.send(new iamSdk.DetachGroupPolicyCommand({ GroupName: 'Gone', PolicyArn: arn('Deleted') }))
        await iam.send(new iamSdk.DeleteGroupCommand({ GroupName: 'Gone' }))
      },
    ],
    [
      'deletes a policy',
      'policy Deleted is missing',
      'DeletePolicy',
      (iam) => iam.send(new iamSdk.DeletePolicyCommand({ PolicyArn: arn('Deleted') })),
    ],
    [
      'deletes a user',
      'user eva is missing',
      'DeleteUser',
      async (iam) => {
        await iam.send(new iamSdk.RemoveUserFromGroupCommand({ GroupName: 'Held', UserName: 'eva' }))
        await iam.send(new iamSdk.DeleteUserCommand({ UserName: 'eva' }))
      },
    ],
    [
      'takes a member out',
      'user ben is not in group Clerk',
      'RemoveUserFromGroup',
      (iam) => iam.send(new iamSdk.RemoveUserFromGroupCommand({ GroupName: 'Clerk', UserName: 'ben' })),
    ],
    [
      'puts a person into another group',
      'user ana is in group Held, which the model does not say',
      'AddUserToGroup',
      (iam) => iam.send(new iamSdk.AddUserToGroupCommand({ GroupName: 'Held', UserName: 'ana' })),
    ],
    [
      'puts a stranger into an owned group',
      'group Clerk: `mallory` is a member, but not a person of the model; left as it is',
      'AddUserToGroup',
      (iam) => iam.send(new iamSdk.AddUserToGroupCommand({ GroupName: 'Clerk', UserName: 'mallory' })),
    ],
    [
      'makes a policy in the owned path',
      'policy Extra: not in the model any more; `--prune` deletes it',
      'CreatePolicy',
      (iam) =>
        iam.send(new iamSdk.CreatePolicyCommand({ PolicyName: 'Extra', Path: PATH, PolicyDocument: document('s3:*') })),
    ],
    [
      'makes a group in the owned path',
      'group Stray: not in the model any more; `--prune` deletes it (members now: ',
      'CreateGroup',
      (iam) => iam.send(new iamSdk.CreateGroupCommand({ GroupName: 'Stray', Path: PATH })),
    ],
    [
      'attaches an owned policy to a user',
      'user mallory',
      'AttachUserPolicy',
      (iam) => iam.send(new iamSdk.AttachUserPolicyCommand({ UserName: 'mallory', PolicyArn: arn('Held') })),
    ],
    [
      'attaches an owned policy to a role',
      'IAM role Machine',
      'AttachRolePolicy',
      async (iam) => {
        await iam.send(new iamSdk.CreateRoleCommand({ RoleName: 'Machine', AssumeRolePolicyDocument: trust }))
        await iam.send(new iamSdk.AttachRolePolicyCommand({ RoleName: 'Machine', PolicyArn: arn('Held') }))
      },
    ],
    [
      'attaches an owned policy to a foreign group',
      'group Theirs',
      'AttachGroupPolicy',
      async (iam) => {
        await iam.send(new iamSdk.CreateGroupCommand({ GroupName: 'Theirs' }))
        await iam.send(new iamSdk.AttachGroupPolicyCommand({ GroupName: 'Theirs', PolicyArn: arn('Held') }))
      },
    ],
    [
      'makes an owned policy a boundary',
      'the boundary of robot',
      'PutUserPermissionsBoundary',
      async (iam) => {
        await iam.send(new iamSdk.CreateUserCommand({ UserName: 'robot' }))
        await iam.send(
          new iamSdk.PutUserPermissionsBoundaryCommand({ UserName: 'robot', PermissionsBoundary: arn('Held') }),
        )
      },
    ],
  ]

  let before: Awaited<ReturnType<typeof runHere>>
  let found: Awaited<ReturnType<typeof runHere>>
  beforeAll(async () => {
    before = await runHere(project.folder, ['drift', ...SANDBOX])
    const mallory = await user('mallory', 'iam:*')
    for (const [, , , act] of deeds) await act(mallory)
    found = await runHere(project.folder, ['drift', ...SANDBOX])
  })

  it('was not there before', () => {
    expect(before).toMatchObject({ code: 0, stderr: '' })
    expect(before.stdout).toContain('No drift: the account is as the model says.\n')
  })

  it('makes drift exit with 2, and say what apply sets back', () => {
    expect(found.code).toBe(2)
    expect(found.stdout).toMatch(
      /\n\d\d differences; `rolewright apply` sets back \d\d, and 4 are left as the line says\.\n/,
    )
  })

  it.each(deeds.map(([what, line, operation]) => [what, line, operation] as const))(
    'is found where he %s, with who did it',
    (_what, line, operation) => {
      const lines = found.stdout.split('\n')
      const at = lines.findIndex((one) => one.startsWith('  ! ') && one.includes(line))
      expect(lines[at], found.stdout).toBeDefined()
      const until = lines.findIndex((one, index) => index > at && !one.startsWith('      '))
      const by = new RegExp(
        String.raw`^ {6}${operation} by arn:aws:iam::111122223333:user/mallory, \d{4}-\d\d-\d\d \d\d:\d\d UTC from 127\.0\.0\.1$`,
      )
      expect(lines.slice(at + 1, until).filter((one) => by.test(one)).length, found.stdout).toBeGreaterThan(0)
    },
  )

  it('goes into the history, and out as JSON', async () => {
    const ran = await runHere(project.folder, ['drift', ...SANDBOX, '--json'])
    const told: unknown = JSON.parse(ran.stdout)
    expect(told).toMatchObject({
      drift: expect.arrayContaining([
        {
          subject: 'group Clerk',
          message: 'group Clerk: `mallory` is a member, but not a person of the model; left as it is',
          setBack: false,
          who: [
            {
              operation: 'AddUserToGroup',
              by: 'arn:aws:iam::111122223333:user/mallory',
              at: expect.stringMatching(/Z$/),
              ip: '127.0.0.1',
              byApply: false,
            },
          ],
        },
      ]),
    })
    const [history] = await readHistory(`${project.folder}/audit`)
    expect(history?.entries.findLast(({ kind }) => kind === 'drift')?.data).toMatchObject(
      JSON.parse(JSON.stringify({ drift: Reflect.get(Object(told), 'drift') })),
    )
  })

  it('is found without CloudTrail too', async () => {
    const reader = await user('reader', 'iam:Get*')
    const { stdout } = await runHere(project.folder, ['drift', ...SANDBOX, '--json'])
    const details = await reader.send(new iamSdk.GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }))
    writeFileSync(`${project.folder}/details.json`, JSON.stringify(details))
    const fromFile = await runHere(project.folder, ['drift', '--from-file', 'details.json', '--json'])
    expect(fromFile.code).toBe(2)
    const messages = (text: string): unknown => JSON.parse(text).drift.map((one: { message: string }) => one.message)
    expect(messages(fromFile.stdout)).toEqual(messages(stdout))
  })
})

it('tells a difference of the model from one of the account', async () => {
  const other = createProject({ 'model.ts': MODEL })
  await runHere(other.folder, ['apply', ...SANDBOX, '--yes'])
  other.write({
    'model2.ts': MODEL.replace("'s3:Get*', ", "'s3:*', ").replace(
      "policy('Edited', 's3:Get*')",
      "policy('Edited', 's3:*')",
    ),
  })
  other.write({
    'wider.config.ts':
      "import { defineConfig } from '@rolewright/core'\nimport model from './model2.ts'\n\nexport default defineConfig({ model })\n",
  })
  const { code, stdout } = await runHere(other.folder, ['drift', ...SANDBOX, '--config', 'wider.config.ts'])
  expect(code).toBe(2)
  expect(stdout).toContain('policy Edited was edited: v1 is not what the model says\n')
  expect(stdout).not.toContain('by arn:')
  await runHere(other.folder, ['apply', ...SANDBOX, '--yes', '--config', 'wider.config.ts'])
  const back = await runHere(other.folder, ['drift', ...SANDBOX])
  expect(back.stdout).toMatch(
    /\n {6}CreatePolicyVersion by arn:aws:iam::111122223333:root, .+ from 127\.0\.0\.1, in an apply of this model: the model has changed since\n/,
  )
  other.remove()
})
