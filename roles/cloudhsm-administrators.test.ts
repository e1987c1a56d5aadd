import {
  apply,
  bootstrap,
  type BootstrapSecret,
  disableCloudHsm,
  enableCloudHsm,
  openSandbox,
  readAccount,
  readAccountFacts,
  readCloudHsm,
  type Sandbox,
} from '@rolewright/aws-sync'
import {
  bootstrapPlan,
  type BootstrapStep,
  cloudHsmAdministrators,
  compile,
  createEvaluator,
  defaultDocument,
  diff,
  parseAwsManagedLock,
} from '@rolewright/core'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { dev } from './accounts.ts'
import { cloudHsmAdministrator } from './cloudhsm-administrator.ts'
import model from './model.ts'

const accountId = dev.accountId
const now = (): Date => new Date('2026-05-01T08:00:00Z')
const sleep = (): Promise<void> => Promise.resolve()
const lock = parseAwsManagedLock(JSON.parse(readFileSync(new URL('../aws-managed.lock.json', import.meta.url), 'utf8')))
const { state: desired } = compile(model, dev, { now: now(), awsManaged: lock.policies })
const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess'

/** The steps of both editions of the guide, and what they come to here. */
interface Administrators {
  readonly sandbox: Sandbox
  readonly plan: readonly BootstrapStep[]
  readonly told: readonly BootstrapSecret[]
}

async function makeAdministrators(): Promise<Administrators> {
  const sandbox = await openSandbox({ accountId, clock: now })
  const facts = await readAccountFacts(sandbox.clients, { now, sleep })
  const plan = bootstrapPlan(facts, {
    user: 'Administrator',
    group: 'Administrators',
    policyArn: ADMINISTRATOR_ACCESS,
    tags: { team: 'security' },
  })
  const told: BootstrapSecret[] = []
  const tell = (secret: BootstrapSecret): Promise<void> => Promise.resolve(void told.push(secret))
  await bootstrap(plan, { facts, clients: sandbox.clients, run: { tell, sleep } })
  return { sandbox, plan, told }
}

const stateOf = ({ sandbox }: Administrators): ReturnType<typeof readAccount> => readAccount(sandbox.clients)

describe('Create IAM administrative groups: an administrator user for yourself, in an administrators group', () => {
  let made: Administrators
  const callsOf = (number: number): readonly string[] => (made.plan[number - 1]?.calls ?? []).map(({ kind }) => kind)

  beforeAll(async () => {
    made = await makeAdministrators()
  })

  it('step 1: the root user signs in for this alone, and is told to be locked away', () => {
    expect(made.plan[0]).toMatchObject({ status: 'person' })
    expect(made.plan[7]?.steps).toContain('Lock the root user’s password and devices away.')
  })
  it('step 2: a user is added', () => {
    expect(callsOf(5)).toEqual(['create-user', 'add-to-group'])
  })
  it('step 3: the user name is Administrator', async () => {
    expect((await stateOf(made)).users.map(({ name }) => name)).toEqual(['Administrator'])
  })
  it('step 4: the user has console access with a password of its own', () => {
    expect(made.told).toMatchObject([{ kind: 'password', user: 'Administrator' }])
  })
  it('step 5: the user must create a new password at the next sign-in', async () => {
    const { credentials } = await readAccountFacts(made.sandbox.clients, { now, sleep })
    expect(credentials).toMatchObject([{ user: 'Administrator', password: { lastUsed: null } }])
  })
  it('step 6: permissions come next, after the user and its password are thought of', () => {
    expect(made.plan.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
  it('step 7: the user is added to a group, and holds nothing itself', async () => {
    const [user] = (await stateOf(made)).users
    expect(user).toMatchObject({ groups: ['Administrators'], attachedPolicies: [], inlinePolicies: [] })
  })
  it('step 8: the group is created', () => {
    expect(callsOf(4)).toEqual(['create-group', 'attach-policy'])
  })
  it('step 9: the group name is Administrators', async () => {
    expect((await stateOf(made)).groups.map(({ name }) => name)).toEqual(['Administrators'])
  })
  it('step 10: the policy is one of AWS’s own for a job function', () => {
    expect(lock.policies[ADMINISTRATOR_ACCESS]).toBeDefined()
  })
  it('step 11: AdministratorAccess is attached to it', async () => {
    expect((await stateOf(made)).groups[0]?.attachedPolicies).toEqual([ADMINISTRATOR_ACCESS])
  })
  it('step 12: back in the list of groups, the new group is there for the user', async () => {
    const facts = await readAccountFacts(made.sandbox.clients, { now, sleep })
    const again = bootstrapPlan(facts, {
      user: 'Administrator',
      group: 'Administrators',
      policyArn: ADMINISTRATOR_ACCESS,
    })
    expect(again.slice(3, 6).map(({ status }) => status)).toEqual(['done', 'done', 'done'])
  })
  it('step 13 and step 14: tags are key-value pairs on the user', async () => {
    expect((await stateOf(made)).users[0]?.tags).toEqual({ team: 'security' })
  })
  it('step 15: the memberships are shown for review before anything is created', () => {
    expect(made.plan[4]).toMatchObject({ status: 'todo', says: 'make `Administrator`' })
  })
  it('more groups and users are made by the same process, from the model', () => {
    const groups = desired.groups.map(({ name }) => name)
    expect(groups).toEqual(expect.arrayContaining(['Administrators', 'CloudHsmAdministrator']))
  })
})

describe('the 2019 edition: Create an IAM User and Administrator Group', () => {
  // The steps are those of today, numbered otherwise: 1 sign in, 2 and 3 user and name, 4 password, 5 to 8 group, 9 to 11 policy, 12 review.
  it.each([
    [1, 1, 'Log in with the root account credentials, and configure baseline security settings'],
    [2, 5, 'Create an IAM Administrator user and add it to the IAM Administrators group'],
    [3, 5, 'Create an IAM Administrator user and add it to the IAM Administrators group'],
    [4, 6, 'Create a password for the IAM Administrator user'],
    [5, 5, 'Create an IAM Administrator user and add it to the IAM Administrators group'],
    [6, 5, 'Create an IAM Administrator user and add it to the IAM Administrators group'],
    [7, 4, 'Create an IAM Administrators group and assign it the managed policy AdministratorAccess'],
    [8, 4, 'Create an IAM Administrators group and assign it the managed policy AdministratorAccess'],
    [9, 4, 'Create an IAM Administrators group and assign it the managed policy AdministratorAccess'],
    [10, 4, 'Create an IAM Administrators group and assign it the managed policy AdministratorAccess'],
    [11, 4, 'Create an IAM Administrators group and assign it the managed policy AdministratorAccess'],
    [12, 5, 'Create an IAM Administrator user and add it to the IAM Administrators group'],
  ])('step %i is done by step %i of the bootstrap', async (_step, number, title) => {
    const { plan } = await makeAdministrators()
    expect(plan[number - 1]).toMatchObject({ number, title })
  })
})

const adminPolicy = desired.policies.find(({ name }) => name === 'CloudHsmAdminPolicy')
const group = desired.groups.find(({ name }) => name === 'CloudHsmAdministrator')

describe('the 2019 edition: Create a Customer Managed Policy', () => {
  const fromTheGuide = [
    'cloudhsm:*',
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeNetworkInterfaceAttribute',
    'ec2:DetachNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:CreateSecurityGroup',
    'ec2:AuthorizeSecurityGroupIngress',
    'ec2:AuthorizeSecurityGroupEgress',
    'ec2:RevokeSecurityGroupEgress',
    'ec2:DescribeSecurityGroups',
    'ec2:DeleteSecurityGroup',
    'ec2:CreateTags',
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
    'iam:CreateServiceLinkedRole',
  ]
  const [policy] = cloudHsmAdministrator.tasks.flatMap(({ policies }) => policies)

  it('step 1 to step 4: an administrator writes it as a policy of its own', () => {
    expect(cloudHsmAdministrator.tasks.flatMap(({ policies }) => policies)).toHaveLength(1)
  })
  it('step 5: its document is the guide’s, word for word', () => {
    expect(policy).toMatchObject({ statements: [{ effect: 'Allow', actions: fromTheGuide, resources: ['*'] }] })
  })
  it('step 6: it is reviewed: the evaluator allows what the guide says, and nothing of IAM beside', () => {
    const document = adminPolicy === undefined ? undefined : defaultDocument(adminPolicy)
    const evaluator = createEvaluator(document === undefined ? [] : [document])
    const decide = (action: string): string => evaluator.decide({ action, resource: '*' }).effect
    expect(['cloudhsm:DeleteCluster', 'iam:CreateServiceLinkedRole'].map(decide)).toEqual(['allow', 'allow'])
    expect(['iam:DeleteServiceLinkedRole', 'iam:CreateUser'].map(decide)).toEqual(['implicit-deny', 'implicit-deny'])
  })
  it('step 7: its name is CloudHsmAdminPolicy', () => {
    expect(policy).toMatchObject({ name: 'CloudHsmAdminPolicy' })
  })
  it('step 8: it has a description', () => {
    expect(adminPolicy?.description).not.toBe('')
  })
  it('step 9: it is created in the account', () => {
    expect(adminPolicy?.arn).toBe(`arn:aws:iam::${accountId}:policy/rolewright/example/CloudHsmAdminPolicy`)
  })
})

describe('the 2019 edition: Create an AWS CloudHSM Administrator Group', () => {
  it('step 1 to step 3: a new group is made, from the model', async () => {
    const sandbox = await openSandbox({ accountId, clock: now })
    await apply(diff(await readAccount(sandbox.clients), desired), sandbox.clients, { sleep })
    expect((await readAccount(sandbox.clients)).groups.map(({ name }) => name)).toContain('CloudHsmAdministrator')
  })
  it('step 4: its name is CloudHsmAdministrator', () => {
    expect(group).toBeDefined()
  })
  it('step 5 and step 6: the customer managed CloudHsmAdminPolicy is attached to it, and nothing else', () => {
    expect(group?.attachedPolicies).toEqual([adminPolicy?.arn])
  })
  it('step 7: with it a member administers CloudHSM, and the first cluster can make the service-linked role', () => {
    const found = cloudHsmAdministrators(desired).find(({ name }) => name === 'CloudHsmAdministrator')
    expect(found).toMatchObject({ full: true, mayCreateRole: true })
    expect(found?.missing.disable).toEqual([
      'kms:DescribeCustomKeyStores',
      'iam:GetRole',
      'iam:DeleteServiceLinkedRole',
      'iam:GetServiceLinkedRoleDeletionStatus',
    ])
  })
  it('what the commands need beyond it is the operator’s policy', () => {
    const wang = cloudHsmAdministrators(desired).find(({ name }) => name.startsWith('wang'))
    expect(wang?.missing).toEqual({ status: [], enable: [], disable: [], 'disable --delete-clusters': [] })
  })
})

describe('the 2019 edition: Understanding Service-Linked Roles', () => {
  it('Creating (Manual), Editing the description, and Deleting the service-linked role', async () => {
    const { clients } = await openSandbox({ accountId, clock: now })
    expect(await enableCloudHsm(clients, { description: 'first' })).toMatchObject({ created: true, described: false })
    expect(await enableCloudHsm(clients, { description: 'second' })).toMatchObject({ created: false, described: true })
    expect((await readCloudHsm(clients, { regions: ['eu-west-1'], now })).role?.description).toBe('second')
    expect(await disableCloudHsm(clients, { regions: ['eu-west-1'], now, sleep })).toMatchObject({ role: true })
    expect((await readCloudHsm(clients, { regions: ['eu-west-1'], now })).role).toBeNull()
  })
})
