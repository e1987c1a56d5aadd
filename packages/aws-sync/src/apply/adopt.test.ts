import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { type AccountState, diff, rollbackPlan } from '@rolewright/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { apply } from './apply.ts'
import { accountId, allowing, desiredState } from './desired.testing.ts'
import { openFlakyProxy } from './flaky-proxy.testing.ts'

const oldArn = `arn:aws:iam::${accountId}:group/team/Clerk`
const base = desiredState({
  policies: { ReadBills: allowing('ce:Get*') },
  groups: { Clerk: ['ReadBills'] },
  users: { mary: ['Clerk'] },
})
const wanted: AccountState = {
  ...base,
  ownership: { path: base.ownership?.path ?? '', exclusiveGroups: [], adopted: [oldArn] },
}

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await openSandbox({ accountId })
  const { iam } = sandbox.clients
  await iam.send(new CreateGroupCommand({ GroupName: 'Clerk', Path: '/team/' }))
  await iam.send(new CreateUserCommand({ UserName: 'mary' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Clerk', UserName: 'mary' }))
  const PolicyDocument = JSON.stringify(allowing('ce:Get*'))
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'Clerk', PolicyName: 'ByHand', PolicyDocument }))
})

describe('applying the adoption of a group', () => {
  it('moves it with its members, gives it its policies, and has nothing to do a second time', async () => {
    const plan = diff(await readAccount(sandbox.clients), wanted)
    expect(plan.changes.map(({ kind }) => kind)).toEqual([
      'create-policy',
      'move-group',
      'attach-policy',
      'delete-inline-policy',
    ])
    const { calls } = await apply(plan, sandbox.clients)
    expect(calls.map(({ operation }) => operation)).toEqual(plan.calls.map(({ operation }) => `iam:${operation}`))
    const after = await readAccount(sandbox.clients)
    expect(after.groups).toMatchObject([{ arn: base.groups[0]?.arn, path: '/rolewright/test/', inlinePolicies: [] }])
    expect(after.users).toMatchObject([{ name: 'mary', groups: ['Clerk'] }])
    expect(diff(after, wanted).changes).toEqual([])
    await apply(rollbackPlan(plan.changes, after, wanted), sandbox.clients)
    expect((await readAccount(sandbox.clients)).groups).toMatchObject([{ arn: oldArn, attachedPolicies: [] }])
  })

  it('takes a move whose answer got lost for done', async () => {
    const plan = diff(await readAccount(sandbox.clients), wanted)
    const server = await sandbox.listen(0)
    let lost = 0
    const proxy = await openFlakyProxy(server.port, ({ operation }) =>
      operation === 'UpdateGroup' && lost++ === 0 ? 'lost-answer' : 'pass',
    )
    try {
      await apply(plan, proxy.clients({ maxAttempts: 3 }), { sleep: async () => undefined })
      expect(proxy.seen.filter((operation) => operation === 'UpdateGroup')).toHaveLength(2)
    } finally {
      await proxy.close()
      await server.close()
    }
    expect(diff(await readAccount(sandbox.clients), wanted).changes).toEqual([])
  })
})
