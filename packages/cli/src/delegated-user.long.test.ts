import { join } from 'node:path'
import {
  ChangePasswordCommand,
  CreateAccountAliasCommand,
  GetGroupCommand,
  GetLoginProfileCommand,
  GetPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserTagsCommand,
  paginateListUsers,
} from '@aws-sdk/client-iam'
import { openSandbox, type Sandbox } from '@rolewright/aws-sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

// AWS's "Creating your first IAM delegated user and user group", step by step: a test each, one after the other.

const ROLES = `import { defineRole, defineTask } from '@rolewright/core'
import { powerUserExampleCorp } from './policies/power-user-example-corp.ts'

export const powerUser = defineRole({
  id: 'power-user',
  title: 'Power User',
  group: 'PowerUsers',
  owner: 'engineering@examplecorp.com',
  justification: 'Builds applications while it is not yet known which services they need',
  activation: 'after first sign-in',
  tasks: [defineTask({ id: 'develop', title: 'Develop applications', policies: [powerUserExampleCorp] })],
})
`
const CONFIG = `import { defineAccount, defineConfig, defineModel, definePerson } from '@rolewright/core'
import { powerUser } from './roles/power-user.ts'

const person = (id, name) => definePerson({ id, name, userName: id.replace('-', '.') + '@examplecorp.com', roles: [powerUser] })
const people = [person('mary-major', 'Mary Major'), person('diego-ramirez', 'Diego Ramirez')]
const accounts = [defineAccount({ id: 'dev', accountId: '111122223333' })]

export default defineConfig({ model: defineModel({ id: 'example', roles: [powerUser], people, accounts }) })
`
const [MARY, DIEGO] = ['mary.major@examplecorp.com', 'diego.ramirez@examplecorp.com']
const account = ['--sandbox', 'account.json', '--yes']

let project: Project
let sandbox: Sandbox
let onboarded = ''
const passwords = new Map<string, string>()

beforeAll(async () => {
  // The import needs a config, as any company has one; its own comes with what is imported.
  const before = createProject()
  await runHere(before.folder, [
    'import',
    'policy',
    'PowerUserAccess',
    '--as',
    'PowerUserExampleCorp',
    '--sandbox',
    '--yes',
  ])
  const imported = before.files()['roles/policies/power-user-example-corp.ts'] ?? ''
  before.remove()
  project = createProject({
    'roles/policies/power-user-example-corp.ts': imported,
    'roles/power-user.ts': ROLES,
    'rolewright.config.ts': CONFIG,
  })
  sandbox = await openSandbox({ accountId: '111122223333', file: join(project.folder, 'account.json') })
  await sandbox.clients.iam.send(new CreateAccountAliasCommand({ AccountAlias: 'examplecorp' }))
})
afterAll(() => project.remove())

const groupsOf = async (UserName: string): Promise<readonly (string | undefined)[]> => {
  const { Groups } = await sandbox.clients.iam.send(new ListGroupsForUserCommand({ UserName }))
  return (Groups ?? []).map(({ GroupName }) => GroupName)
}

describe('creating a delegated IAM user and user group', () => {
  it('steps 1 to 7: import PowerUserAccess as an own policy', () => {
    const text = project.files()['roles/policies/power-user-example-corp.ts'] ?? ''
    expect(text).toContain("name: 'PowerUserExampleCorp'")
    expect(text).toContain('notActions')
  })

  it('step 8: name it PowerUserExampleCorp and create it', async () => {
    const ran = await runHere(project.folder, ['apply', ...account])
    expect(ran.code, ran.stderr).toBe(0)
    const PolicyArn = 'arn:aws:iam::111122223333:policy/rolewright/example/PowerUserExampleCorp'
    const { Policy } = await sandbox.clients.iam.send(new GetPolicyCommand({ PolicyArn }))
    expect(Policy?.PolicyName).toBe('PowerUserExampleCorp')
  })

  it('steps 9 and 10: create the user group PowerUsers', async () => {
    const { Group } = await sandbox.clients.iam.send(new GetGroupCommand({ GroupName: 'PowerUsers' }))
    expect(Group?.GroupName).toBe('PowerUsers')
  })

  it('steps 11 and 12: with PowerUserExampleCorp attached', async () => {
    const { AttachedPolicies } = await sandbox.clients.iam.send(
      new ListAttachedGroupPoliciesCommand({ GroupName: 'PowerUsers' }),
    )
    expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual(['PowerUserExampleCorp'])
  })

  it('steps 13 to 15: add mary.major@examplecorp.com and diego.ramirez@examplecorp.com', async () => {
    const ran = await runHere(project.folder, [
      'people',
      'onboard',
      'mary-major',
      'diego-ramirez',
      '--secrets',
      'passwords.txt',
      '--tag',
      'team=platform',
      ...account,
    ])
    expect(ran.code, ran.stderr).toBe(0)
    onboarded = ran.stdout
    const names: string[] = []
    for await (const { Users } of paginateListUsers({ client: sandbox.clients.iam }, {})) {
      names.push(...(Users ?? []).map(({ UserName = '' }) => UserName))
    }
    expect(names.toSorted()).toEqual([DIEGO, MARY])
  })

  it('step 16: console access with an autogenerated password, to be changed at the next sign-in', async () => {
    const told = project.files()['passwords.txt'] ?? ''
    for (const [, user = '', password = ''] of told.matchAll(/user: +(\S+)[\s\S]*?password: +(\S+)/g)) {
      passwords.set(user, password)
    }
    expect([...passwords.keys()]).toEqual([MARY, DIEGO])
    for (const UserName of [MARY, DIEGO]) {
      const { LoginProfile } = await sandbox.clients.iam.send(new GetLoginProfileCommand({ UserName }))
      expect(LoginProfile?.PasswordResetRequired).toBe(true)
    }
  })

  it('steps 17 and 18: add no permissions until the user has signed in and changed the password', async () => {
    expect(await groupsOf(MARY)).toEqual(['Enrolment-example'])
    const plan = await runHere(project.folder, ['plan', '--sandbox', 'account.json'])
    expect(plan.stdout).toContain(`\`${MARY}\` gets this role after the first sign-in`)
    expect(plan.stdout).toContain(`\`${DIEGO}\` gets this role after the first sign-in`)
  })

  it('steps 19 and 20: attach tags', async () => {
    const { Tags } = await sandbox.clients.iam.send(new ListUserTagsCommand({ UserName: MARY }))
    expect(Tags).toEqual(expect.arrayContaining([{ Key: 'team', Value: 'platform' }]))
  })

  it('step 21: review who comes into what, then create', () => {
    expect(onboarded).toContain('now:    Enrolment-example')
    expect(onboarded).toContain('later:  PowerUsers, after the first sign-in')
  })

  it('step 22: the passwords to deliver, and apart from them the link to the console page', () => {
    expect(onboarded).toContain(
      `onboarded mary-major (${MARY}), who signs in at https://examplecorp.signin.aws.amazon.com/console`,
    )
    for (const password of passwords.values()) expect(onboarded).not.toContain(password)
  })

  it('steps 23 to 25: after the sign-in has succeeded, add the user to PowerUsers', async () => {
    const password = passwords.get(MARY) ?? ''
    const mary = await sandbox.signIn({ user: MARY, password })
    expect((await runHere(project.folder, ['plan', '--sandbox', 'account.json', '--exit-code'])).code).toBe(0)
    await mary.iam.send(new ChangePasswordCommand({ OldPassword: password, NewPassword: 'Something-0f-her-own!' }))
    const applied = await runHere(project.folder, ['apply', ...account])
    expect(applied.code, applied.stderr).toBe(0)
    expect(await groupsOf(MARY)).toEqual(['PowerUsers'])
    expect(await groupsOf(DIEGO)).toEqual(['Enrolment-example'])
  })
})

describe('granting the first people access, as the best-practices document has it', () => {
  it('step 1: the person is identified, with the business roles stated', async () => {
    const ran = await runHere(project.folder, ['explain', 'mary-major'])
    expect(ran.code, ran.stderr).toBe(0)
    expect(ran.stdout).toContain('by PowerUserExampleCorp for develop')
  })

  it('step 2: a group for each business role', async () => {
    const ran = await runHere(project.folder, ['drift', '--sandbox', 'account.json', '--json'])
    expect(ran.code, ran.stdout).toBe(0)
  })

  it('step 3: managed policies for each task, on the group', async () => {
    const { AttachedPolicies } = await sandbox.clients.iam.send(
      new ListAttachedGroupPoliciesCommand({ GroupName: 'PowerUsers' }),
    )
    expect(AttachedPolicies).toHaveLength(1)
  })

  it('step 4: a user with a name and password in the groups, and an access key where one is needed', async () => {
    const key = ['people', 'rotate-key', 'mary-major', ...account]
    expect((await runHere(project.folder, key)).stderr).toContain('has no access key')
    const offboarded = await runHere(project.folder, ['people', 'offboard', 'diego-ramirez', ...account])
    expect(offboarded.code, offboarded.stderr).toBe(0)
    const again = ['people', 'onboard', 'diego-ramirez', '--access-key', 'works with the CLI', '--secrets', 'key.txt']
    const ran = await runHere(project.folder, [...again, ...account])
    expect(ran.code, ran.stderr).toBe(0)
    expect(project.files()['key.txt']).toMatch(/^key id: +AKIA[A-Z2-7]{16}$/m)
  })

  it('step 5: the next users map to the groups that are there', async () => {
    expect(await groupsOf(DIEGO)).toEqual(['Enrolment-example'])
    const plan = await runHere(project.folder, ['plan', '--sandbox', 'account.json', '--json'])
    expect(JSON.parse(plan.stdout)).toMatchObject({ plan: { changes: [] } })
  })
})
