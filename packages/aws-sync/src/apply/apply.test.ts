import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DetachGroupPolicyCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { diff, type Plan, sha256Hex } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory } from '../audit/open-history.ts'
import { readHistory } from '../audit/read-history.ts'
import { verifyHistoryOnDisk } from '../audit/verify-history-on-disk.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { apply } from './apply.ts'
import { accountId, allowing, desiredState, ownedPath } from './desired.testing.ts'

const wanted = {
  policies: { ReadBills: allowing('ce:Get*'), RunJobs: allowing('glue:*'), ReadLogs: allowing('logs:Get*') },
  groups: { Clerk: ['ReadBills'], Engineer: ['RunJobs', 'ReadLogs', 'arn:aws:iam::aws:policy/ReadOnlyAccess'] },
  users: { mary: ['Clerk'], diego: ['Clerk', 'Engineer'] },
}

let sandbox: Sandbox
let dir: string

beforeEach(async () => {
  sandbox = await openSandbox({ accountId })
  dir = await mkdtemp(join(tmpdir(), 'apply-'))
})
afterEach(() => rm(dir, { recursive: true }))

const planFor = async (state = desiredState(wanted), options?: { readonly prune?: boolean }): Promise<Plan> =>
  diff(await readAccount(sandbox.clients), state, options)

const arnOf = (name: string): string => `arn:aws:iam::${accountId}:policy${ownedPath}${name}`

describe('apply', () => {
  it('makes everything of a plan, and a second plan is empty', async () => {
    const plan = await planFor()
    const seen: number[] = []
    const result = await apply(plan, sandbox.clients, { onProgress: ({ done }) => seen.push(done) })
    expect(result.changes).toEqual(plan.changes)
    expect(result.calls.map((call) => call.operation).toSorted()).toEqual(
      plan.calls.map((call) => `iam:${call.operation}`).toSorted(),
    )
    expect(seen).toEqual(plan.changes.map((_, index) => index + 1))
    expect((await planFor()).changes).toEqual([])
    const state = await readAccount(sandbox.clients)
    expect(result.state).toEqual(state)
    expect(state.users.map((user) => [user.name, user.groups])).toEqual([
      ['diego', ['Clerk', 'Engineer']],
      ['mary', ['Clerk']],
    ])
  })

  it('changes nothing when the same plan is applied a second time', async () => {
    const plan = await planFor()
    await apply(plan, sandbox.clients)
    const before = await readAccount(sandbox.clients)
    expect((await apply(plan, sandbox.clients)).calls).toEqual([])
    expect(await readAccount(sandbox.clients)).toEqual(before)
  })

  it('leaves everything foreign as it is', async () => {
    const { iam } = sandbox.clients
    const document = JSON.stringify(allowing('s3:*'))
    await iam.send(new CreateGroupCommand({ GroupName: 'Legacy' }))
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'Legacy', PolicyName: 'Old', PolicyDocument: document }))
    const created = await iam.send(new CreatePolicyCommand({ PolicyName: 'LegacyPolicy', PolicyDocument: document }))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Legacy', PolicyArn: created.Policy?.Arn }))
    await iam.send(new CreateUserCommand({ UserName: 'robot' }))
    const before = await readAccount(sandbox.clients)
    await apply(await planFor(), sandbox.clients)
    await apply(await planFor(desiredState({}), { prune: true }), sandbox.clients)
    const after = await readAccount(sandbox.clients)
    expect(after.groups).toEqual(before.groups)
    expect(after.policies).toEqual(before.policies)
    expect(after.users.filter((user) => user.name === 'robot')).toEqual(before.users)
  })

  it('repairs an edited policy and a detached one', async () => {
    await apply(await planFor(), sandbox.clients)
    const { iam } = sandbox.clients
    const edited = JSON.stringify(allowing('glue:*', 's3:*'))
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: arnOf('RunJobs'), PolicyDocument: edited, SetAsDefault: true }),
    )
    await iam.send(new DetachGroupPolicyCommand({ GroupName: 'Clerk', PolicyArn: arnOf('ReadBills') }))
    const plan = await planFor()
    expect(plan.changes).toHaveLength(2)
    await apply(plan, sandbox.clients)
    expect((await planFor()).changes).toEqual([])
  })

  it('takes the oldest version that is not in force away when there are five', async () => {
    const versions = async (): Promise<readonly string[] | undefined> =>
      (await readAccount(sandbox.clients)).policies
        .find((policy) => policy.name === 'Changing')
        ?.versions.map((version) => version.versionId)
    for (let round = 1; round <= 7; round++) {
      const plan = await planFor(
        desiredState({ policies: { Changing: allowing(`sqs:SendMessage`, `sns:Topic${round}`) } }),
      )
      await apply(plan, sandbox.clients)
    }
    expect(await versions()).toEqual(['v7', 'v6', 'v5', 'v4', 'v3'])
  })

  it('deletes what was pruned, versions and attachments first', async () => {
    await apply(await planFor(), sandbox.clients)
    const changed = { ...wanted, policies: { ...wanted.policies, RunJobs: allowing('glue:Get*') } }
    await apply(await planFor(desiredState(changed)), sandbox.clients)
    const plan = await planFor(desiredState({}), { prune: true })
    await apply(plan, sandbox.clients)
    const state = await readAccount(sandbox.clients)
    expect(state.groups).toEqual([])
    expect(state.policies).toEqual([])
    expect(state.users.map((user) => [user.name, user.groups])).toEqual([
      ['diego', []],
      ['mary', []],
    ])
  })

  it('records an intent before and an outcome after each call, and the state at the end', async () => {
    const by = { arn: `arn:aws:iam::${accountId}:user/mary` }
    const history = await openHistory({ dir, accountId, by, now: () => new Date(), command: 'apply' })
    const result = await apply(await planFor(), sandbox.clients, { history, concurrency: 1 })
    await history.close()
    const [read] = await readHistory(dir)
    const kinds = read?.entries.map((entry) => entry.kind) ?? []
    expect(kinds.slice(0, 2)).toEqual(['run', 'planned'])
    expect(kinds.slice(2, -1)).toEqual(result.calls.flatMap(() => ['intent', 'outcome']))
    expect(kinds.at(-1)).toBe('applied')
    expect((await verifyHistoryOnDisk(dir))[0]?.problems).toEqual([])
    const text = await readFile(join(dir, 'states', `${result.stateHash}.json`), 'utf8')
    expect(sha256Hex(text)).toBe(result.stateHash)
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(result.state)))
  })

  it('refuses another account, an account that has changed, and a name that is taken', async () => {
    const plan = await planFor()
    await expect(apply({ ...plan, accountId: '444455556666' }, sandbox.clients)).rejects.toMatchObject({
      code: 'wrong-account',
      message: 'the account that answers is `111122223333`, meant is `444455556666`',
    })
    await sandbox.clients.iam.send(new CreateUserCommand({ UserName: 'newcomer' }))
    await expect(apply(plan, sandbox.clients)).rejects.toMatchObject({
      code: 'stale-plan',
      message: 'the account `111122223333` has changed since this plan was made',
    })
    await sandbox.clients.iam.send(new CreateGroupCommand({ GroupName: 'engineer' }))
    await expect(apply(await planFor(), sandbox.clients)).rejects.toMatchObject({ code: 'name-taken' })
    expect((await readAccount(sandbox.clients)).policies).toEqual([])
  })
})
