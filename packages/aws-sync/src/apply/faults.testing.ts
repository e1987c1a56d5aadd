import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { canonicalJson, diff, toJsonValue } from '@rolewright/core'
import { expect } from 'vitest'
import { type History, openHistory } from '../audit/open-history.ts'
import { verifyHistoryOnDisk } from '../audit/verify-history-on-disk.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { accountId, allowing, ownedPath } from './desired.testing.ts'
import { type FlakyProxy, openFlakyProxy, type Weather } from './flaky-proxy.testing.ts'
import { wanted } from './wanted.testing.ts'

/** An account with foreign things in it, a history, and a way to it through any weather. */
export interface Scene {
  readonly sandbox: Sandbox
  readonly dir: string
  readonly through: (weather: Weather, options?: { readonly pageSize?: number }) => Promise<FlakyProxy>
  readonly history: () => Promise<History>
  /** Everything that is not the model's, as the service itself gives it. */
  readonly foreign: () => Promise<string>
  /** That the account is as wanted, nothing foreign has changed, and the history is whole and complete. */
  readonly expectSettled: (foreignBefore: string) => Promise<void>
  readonly close: () => Promise<void>
}

export async function openScene(): Promise<Scene> {
  const sandbox = await openSandbox({ accountId })
  const server = await sandbox.listen(0)
  const dir = await mkdtemp(join(tmpdir(), 'faults-'))
  await layForeign(sandbox)
  const proxies: FlakyProxy[] = []
  const foreign = async (): Promise<string> =>
    foreignText(await sandbox.clients.iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 })))
  return {
    sandbox,
    dir,
    foreign,
    through: async (weather, options) => {
      const proxy = await openFlakyProxy(server.port, weather, options)
      proxies.push(proxy)
      return proxy
    },
    history: () =>
      openHistory({ dir, accountId, by: { arn: 'arn:aws:iam::111122223333:user/mary' }, now: () => new Date() }),
    expectSettled: async (before) => {
      const state = await readAccount(sandbox.clients)
      expect(diff(state, wanted, { prune: true }).changes).toEqual([])
      expect(await foreign()).toBe(before)
      const [verified] = await verifyHistoryOnDisk(dir)
      expect(verified?.problems).toEqual([])
      expect(verified?.entries.findLast(({ kind }) => kind === 'applied' || kind === 'failed')?.kind).toBe('applied')
    },
    close: async () => {
      for (const proxy of proxies) await proxy.close()
      await server.close()
      await rm(dir, { recursive: true })
    },
  }
}

async function layForeign({ clients: { iam } }: Sandbox): Promise<void> {
  const document = JSON.stringify(allowing('ec2:Describe*'))
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'Theirs', Path: '/team/', PolicyDocument: document }),
  )
  await iam.send(new CreateGroupCommand({ GroupName: 'Team', Path: '/team/' }))
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'own', PolicyDocument: document }))
  await iam.send(new CreateUserCommand({ UserName: 'robot', Tags: [{ Key: 'team', Value: 'a' }] }))
  await iam.send(new AttachUserPolicyCommand({ UserName: 'robot', PolicyArn: Policy?.Arn }))
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }],
  })
  await iam.send(new CreateRoleCommand({ RoleName: 'Machine', AssumeRolePolicyDocument }))
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'Machine', PolicyArn: Policy?.Arn }))
}

function foreignText(details: GetAccountAuthorizationDetailsResponse): string {
  const isForeign = ({ Path }: { readonly Path?: string | undefined }): boolean => Path?.startsWith(ownedPath) !== true
  const wantedUsers = new Set(wanted.users.map(({ name }) => name))
  return canonicalJson(
    toJsonValue(
      JSON.parse(
        JSON.stringify([
          details.UserDetailList?.filter(({ UserName }) => !wantedUsers.has(UserName ?? '')),
          details.GroupDetailList?.filter(isForeign),
          details.RoleDetailList,
          details.Policies?.filter(isForeign),
        ]),
      ),
    ),
  )
}
