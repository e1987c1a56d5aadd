import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as sdk from '@aws-sdk/client-iam'
import {
  allow,
  awsManaged,
  compile,
  defineAccount,
  defineModel,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  diff,
  type PolicyDefinition,
  type RoleDefinition,
} from '@rolewright/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { apply } from '../apply/apply.ts'
import { allowing, desiredState } from '../apply/desired.testing.ts'
import { openHistory } from '../audit/open-history.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/open-sandbox.ts'
import { grantAccess, planGrant } from './grant.ts'
import { offboard, planOffboarding } from './offboard.ts'
import { endedGrants, recordGrantUse } from './grant-use.ts'

const accountId = '111122223333'
const now = (): Date => new Date('2026-06-01T00:00:00.500Z')
const account = defineAccount({ id: 'dev', accountId })
const role = (id: string, policies: readonly (PolicyDefinition | ReturnType<typeof awsManaged>)[]): RoleDefinition =>
  defineRole({
    id,
    title: id,
    owner: 'o',
    justification: 'j',
    breakGlass: true,
    tasks: [defineTask({ id: `${id}-work`, title: id, policies })],
  })
const purge = definePolicy({
  name: 'Purge',
  statements: [allow({ actions: ['iam:ListGroups', 'sqs:PurgeQueue'], resources: ['*'] })],
})
const rescuer = role('rescuer', [purge])
const auditor = role('auditor', [awsManaged('ReadOnlyAccess')])
const mary = definePerson({ id: 'mary', userName: 'mary', name: 'Mary', roles: [] })
const model = defineModel({ id: 'test', roles: [rescuer, auditor], people: [mary], accounts: [account] })
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const MARY = `arn:aws:iam::${accountId}:user/mary`

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await openSandbox({ accountId, clock: now })
})

async function plan(wanted: RoleDefinition, hours = 4) {
  const { PolicyVersion } = await sandbox.clients.iam.send(
    new sdk.GetPolicyVersionCommand({
      PolicyArn: readOnly,
      VersionId: (await sandbox.clients.iam.send(new sdk.GetPolicyCommand({ PolicyArn: readOnly }))).Policy
        ?.DefaultVersionId,
    }),
  )
  const document = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))
  const awsManagedDocuments = { [readOnly]: { versionId: 'v1', document } }
  const { state: desired } = compile(model, account, { now: now(), awsManaged: awsManagedDocuments })
  const given = { model, desired, person: mary, role: wanted, now, reason: 'the billing queue hangs' }
  return planGrant(sandbox.clients, { ...given, milliseconds: hours * 3_600_000 })
}

describe('temporary access', () => {
  it('ends by itself, though nothing runs', async () => {
    const { iam } = sandbox.clients
    await iam.send(new sdk.CreateUserCommand({ UserName: 'mary' }))
    const grant = await plan(rescuer)
    expect(grant).toMatchObject({ until: '2026-06-01T04:00:00.000Z', breakGlass: true })
    await grantAccess(sandbox.clients, grant, { history: undefined, now })
    const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'mary' }))
    const marys = sandbox.clientsFor({ accessKeyId: AccessKey?.AccessKeyId ?? '' }).iam
    await marys.send(new sdk.ListGroupsCommand({}))
    await expect(plan(rescuer)).rejects.toMatchObject({
      code: 'grant-stands',
      message: '`mary` has `rescuer` for a time already, until 2026-06-01T04:00:00.000Z',
    })
    await sandbox.advance({ ms: 4 * 3_600_000 - 400 })
    await expect(marys.send(new sdk.ListGroupsCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
    const ownership = { path: '/rolewright/test/', exclusiveGroups: [] }
    const desired = { accountId, groups: [], policies: [], users: [], roles: [], ownership }
    const later = await sandbox.now()
    const ended = diff(await readAccount(sandbox.clients), desired, { now: later })
    expect(ended.changes.map(({ kind }) => kind)).toEqual([
      'remove-member',
      'detach-policy',
      'delete-group',
      'delete-policy',
    ])
  })

  it('is refused where copies can’t be held, or there is nobody or no room', async () => {
    const { iam } = sandbox.clients
    await expect(plan(rescuer)).rejects.toMatchObject({
      code: 'user-unknown',
      hint: 'run `rolewright people onboard mary` first',
    })
    await iam.send(new sdk.CreateUserCommand({ UserName: 'mary' }))
    await expect(plan(role('stranger', [purge]))).rejects.toMatchObject({
      code: 'role-elsewhere',
      message: `the role \`stranger\` does not go to the account \`${accountId}\``,
    })
    await expect(plan(auditor)).rejects.toMatchObject({
      code: 'grant-refused',
      message: expect.stringMatching(/^`auditor` can't be given for a time: .* and a policy takes 6,144$/),
    })
    const names = Array.from({ length: 10 }, (_, index) => `G${index}`)
    for (const GroupName of names) {
      await iam.send(new sdk.CreateGroupCommand({ GroupName }))
      await iam.send(new sdk.AddUserToGroupCommand({ GroupName, UserName: 'mary' }))
    }
    await expect(plan(rescuer)).rejects.toMatchObject({
      code: 'grant-refused',
      message: "`rescuer` can't be given for a time: `mary` is in 10 groups, and IAM takes at most 10",
    })
  })

  it('is not given while an apply runs, nor does one run while it is given, nor is it given twice at once', async () => {
    const { clients } = sandbox
    await clients.iam.send(new sdk.CreateUserCommand({ UserName: 'mary' }))
    const wanted = desiredState({ policies: { ReadBills: allowing('ce:Get*') }, groups: { Clerk: ['ReadBills'] } })
    const change = diff(await readAccount(clients), wanted)
    const grant = await plan(rescuer)
    const give = (one = grant): Promise<unknown> =>
      grantAccess(clients, one, { history: undefined, now }).catch((error: unknown) => error)
    const locked = { code: 'apply-locked', message: expect.stringContaining('is changing this account right now') }

    // What is begun just before a group is made, and has ended when it is.
    const meanwhile = new Map([['Clerk', () => give()]])
    const came: unknown[] = []
    clients.iam.middlewareStack.add((next) => async (args) => {
      const name = 'GroupName' in args.input ? (args.input.GroupName ?? '').replace(/^Grant-.+/, 'Grant') : ''
      const begin = meanwhile.get(name)
      meanwhile.delete(name)
      if (begin !== undefined) came.push(await begin())
      return next(args)
    })
    const { state } = await apply(change, clients)
    // It would take away what of the grant is there so far.
    const prune = async () => apply(diff(await readAccount(clients), desiredState({}), { prune: true }), clients)
    expect(state.groups.map(({ name }) => name)).toEqual(['Clerk'])
    meanwhile.set('Grant', () => prune().catch((error: unknown) => error))
    const again = await plan(rescuer)
    const given = await Promise.all([give(), give(again)])
    expect(given.filter((refusal) => refusal !== undefined)).toMatchObject([locked])
    expect(came).toMatchObject([locked, locked])
    await expect(grantAccess(clients, again, { history: undefined, now })).rejects.toMatchObject({
      code: 'grant-stands',
    })
    const left = await clients.iam.send(new sdk.ListPoliciesCommand({ PathPrefix: '/rolewright/test/lock/' }))
    expect(left.Policies).toEqual([])
  })

  it('stops between two calls when asked to, gives nobody anything, and lets the lock go', async () => {
    const { clients } = sandbox
    await clients.iam.send(new sdk.CreateUserCommand({ UserName: 'mary' }))
    const grant = await plan(rescuer)
    const stop = new AbortController()
    clients.iam.middlewareStack.add((next, { commandName }) => async (args) => {
      if (commandName === 'CreateGroupCommand') stop.abort()
      return next(args)
    })
    await expect(grantAccess(clients, grant, { history: undefined, now, signal: stop.signal })).rejects.toMatchObject({
      code: 'interrupted',
    })
    const { groups, users, policies } = await readAccount(clients)
    expect(groups.map(({ name, attachedPolicies }) => [name, attachedPolicies])).toEqual([[grant.group.name, []]])
    expect(users.flatMap((user) => user.groups)).toEqual([])
    const left = await clients.iam.send(new sdk.ListPoliciesCommand({ PathPrefix: '/rolewright/test/' }))
    expect(left.Policies?.map(({ Arn }) => Arn)).toEqual(
      policies.filter(({ path }) => path.startsWith('/rolewright/')).map(({ arn }) => arn),
    )
  })

  it('is told in the history with what was done in every region, once, though the person left meanwhile and a run was stopped', async () => {
    const { iam } = sandbox.clients
    await iam.send(new sdk.CreateUserCommand({ UserName: 'mary' }))
    const dir = await mkdtemp(join(tmpdir(), 'grant-'))
    const open = () => openHistory({ dir, accountId, by: { arn: MARY }, now })
    const first = await open()
    const grant = await plan(rescuer)
    await grantAccess(sandbox.clients, grant, { history: first, now })
    await first.close()
    await sandbox.advance({ ms: 3_600_000 })
    await sandbox.use([
      { user: 'mary', action: 'sqs:PurgeQueue', region: 'eu-west-1' },
      { user: 'mary', action: 'sqs:PurgeQueue', region: 'eu-west-1', denied: true },
      { user: 'mary', action: 'iam:ListGroups' },
    ])
    // The person leaves before the end.
    const leaving = await open()
    const given = { history: leaving, now }
    await offboard(sandbox.clients, await planOffboarding(sandbox.clients, { user: 'mary', ...given }), given)
    await leaving.close()
    await sandbox.advance({ ms: 4 * 3_600_000 })
    const ownership = { path: '/rolewright/test/', exclusiveGroups: [] }
    const desired = { accountId, groups: [], policies: [], users: [], roles: [], ownership }
    const actual = await readAccount(sandbox.clients)
    const stopped = await open()
    const ended = endedGrants(diff(actual, desired, { now: await sandbox.now() }), actual, stopped.earlier)
    await recordGrantUse(sandbox.clients, ended, stopped)
    await stopped.close()
    const history = await open()
    await recordGrantUse(sandbox.clients, ended, history)
    await history.close()
    const { earlier } = await open().then(async (last) => {
      await last.close()
      return last
    })
    expect(earlier.flatMap(({ kind, data }) => (kind === 'grant-ended' ? [data] : []))).toMatchObject([
      {
        user: 'mary',
        role: 'rescuer',
        regions: ['eu-west-1', 'us-east-1'],
        calls: [
          { source: 'sqs.amazonaws.com', name: 'PurgeQueue', count: 2, refused: 1 },
          { source: 'iam.amazonaws.com', name: 'ListGroups', count: 1, refused: 0 },
        ],
      },
    ])
    await rm(dir, { recursive: true })
  })

  it('is told in the history even where CloudTrail may not be read', async () => {
    const { iam } = sandbox.clients
    await iam.send(new sdk.CreateUserCommand({ UserName: 'weak' }))
    const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'weak' }))
    const told: unknown[] = []
    const append = (kind: string, data: unknown) => {
      told.push([kind, data])
      return Promise.reject(new Error('not looked at'))
    }
    const at = now().toISOString()
    const grant = { person: 'mary', user: 'mary', arn: MARY, role: 'rescuer', group: 'Grant-1', from: at, until: at }
    const weak = sandbox.clientsFor({ accessKeyId: AccessKey?.AccessKeyId ?? '' })
    await expect(recordGrantUse(weak, [grant], { append, earlier: [] })).rejects.toThrow('not looked at')
    expect(told).toMatchObject([
      ['grant-ended', { ...grant, calls: [], unread: expect.stringMatching(/^AWS refuses `cloudtrail:LookupEvents`/) }],
    ])
  })
})
