import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  ListPoliciesCommand,
} from '@aws-sdk/client-iam'
import { diff, LOCK_SUBJECT, type Plan } from '@rolewright/core'
import { ulid } from 'ulid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openHistory } from '../audit/open-history.ts'
import { verifyHistoryOnDisk } from '../audit/verify-history-on-disk.ts'
import { lockPlace } from '../read/lock-place.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { apply } from './apply.ts'
import { accountId, allowing, desiredState, ownedPath } from './desired.testing.ts'
import { openFlakyProxy } from './flaky-proxy.testing.ts'
import { lockOwner } from './lock-owner.ts'

const wanted = desiredState({
  policies: { ReadBills: allowing('ce:Get*'), RunJobs: allowing('glue:*') },
  groups: { Clerk: ['ReadBills'], Engineer: ['RunJobs'] },
  users: { mary: ['Clerk', 'Engineer'] },
})

let sandbox: Sandbox
/** By how many milliseconds the account's clock is ahead of ours. */
let late: number
beforeEach(async () => {
  late = 0
  sandbox = await openSandbox({ accountId, clock: () => new Date(Date.now() + late) })
})
afterEach(() => {
  vi.useRealTimers()
})

const planNow = async (): Promise<Plan> => diff(await readAccount(sandbox.clients), wanted)

/** The locks in the account: policies under the owned path that `readAccount` leaves out. */
async function locks(): Promise<readonly string[]> {
  const { Policies = [] } = await sandbox.clients.iam.send(new ListPoliciesCommand({ PathPrefix: `${ownedPath}lock/` }))
  return Policies.flatMap(({ Arn }) => Arn ?? [])
}

/** Lays a lock into the account, as somebody else would have. */
async function lockOf(owner: string): Promise<string> {
  const { name, path } = lockPlace(ownedPath, ulid(), owner)
  const document = JSON.stringify(allowing('sts:GetCallerIdentity')).replace(
    '"*"',
    '"arn:aws:iam::111122223333:user/diego"',
  )
  const { Policy } = await sandbox.clients.iam.send(
    new CreatePolicyCommand({ PolicyName: name, Path: path, PolicyDocument: document }),
  )
  return Policy?.Arn ?? ''
}

describe('two applies at once', () => {
  it('one wins, the other says so and changes nothing, and the history tells both', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'lock-'))
    const by = { arn: 'arn:aws:iam::111122223333:user/mary' }
    const plan = await planNow()
    const runs = await Promise.allSettled(
      Array.from({ length: 4 }, async () => {
        const history = await openHistory({ dir, accountId, by, now: () => new Date() })
        try {
          return await apply(plan, sandbox.clients, { history })
        } finally {
          await history.close()
        }
      }),
    )
    const won = runs.filter(({ status }) => status === 'fulfilled')
    const reasons = runs.flatMap((run) => (run.status === 'rejected' ? [run.reason as unknown] : []))
    expect(won).toHaveLength(1)
    for (const reason of reasons) {
      expect(reason).toMatchObject({
        code: 'apply-locked',
        message: expect.stringMatching(/^`arn:aws:iam::111122223333:\S+` is changing this account right now/),
      })
    }
    expect(diff(await readAccount(sandbox.clients), wanted).changes).toEqual([])
    expect(await locks()).toEqual([])
    const [verified] = await verifyHistoryOnDisk(dir)
    expect(verified?.problems).toEqual([])
    expect(verified?.files).toBe(4)
    expect(verified?.entries.filter(({ kind }) => kind === 'failed')).toHaveLength(3)
    expect(verified?.entries.filter(({ kind }) => kind === 'applied')).toHaveLength(1)
    await rm(dir, { recursive: true })
  })

  it('leaves the lock out of what is read, and lets other paths be', async () => {
    const plan = await planNow()
    const other = diff(await readAccount(sandbox.clients), {
      ...desiredState({}),
      ownership: { path: '/rolewright/other/', exclusiveGroups: [] },
      users: desiredState({ users: { robot: [] } }).users,
    })
    const seen: unknown[] = []
    await apply(plan, sandbox.clients, {
      concurrency: 1,
      onProgress: ({ done }) => {
        if (done !== 1) return
        seen.push(
          locks(),
          readAccount(sandbox.clients),
          apply({ ...other, from: plan.from }, sandbox.clients).catch((error: unknown) => error),
        )
      },
    })
    const [held, state, applied] = await Promise.all(seen)
    expect(held).toHaveLength(1)
    expect(state).toMatchObject({
      policies: expect.not.arrayContaining([expect.objectContaining({ path: expect.stringContaining('lock') })]),
    })
    // The account is another one by then: refused for that, and not for the lock.
    expect(applied).toMatchObject({ code: 'stale-plan' })
  })
})

describe('a lock that was left behind', () => {
  it('stays until it runs out by the account’s clock, where nobody can tell from here', async () => {
    const plan = await planNow()
    await lockOf('elsewhere.17.0123456789abcdef')
    await expect(apply(plan, sandbox.clients)).rejects.toMatchObject({
      code: 'apply-locked',
      message: '`arn:aws:iam::111122223333:user/diego` is changing this account right now, so nothing was changed',
      hint: expect.stringMatching(/its lock runs out by itself in 1[12]\d seconds$/),
    })
    late += 60_000
    await expect(apply(plan, sandbox.clients)).rejects.toMatchObject({ code: 'apply-locked' })
    late += 62_000
    await apply(plan, sandbox.clients)
    expect(await locks()).toEqual([])
  })

  it('is taken over at once when its process on this machine has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
    const [host] = lockOwner().split('.')
    const old = await lockOf(`${host}.${child.pid}.0123456789abcdef`)
    const plan = await planNow()
    await expect(apply(plan, sandbox.clients)).rejects.toMatchObject({ code: 'apply-locked' })
    expect(await locks()).toEqual([old])
    child.kill('SIGKILL')
    await once(child, 'exit')
    // Only Linux tells one boot and one space of process numbers from another.
    if (host === 'elsewhere') late += 180_000
    await apply(plan, sandbox.clients)
    expect(await locks()).toEqual([])
  })

  it('is not taken from a holder who has kept it in the meantime', async () => {
    const plan = await planNow()
    const arn = await lockOf('elsewhere.17.0123456789abcdef')
    late += 180_000
    const server = await sandbox.listen(0)
    const kept: Promise<unknown>[] = []
    const proxy = await openFlakyProxy(server.port, ({ operation }) => {
      if (operation !== 'DeletePolicy') return 'pass'
      const PolicyDocument = JSON.stringify(allowing('sts:GetCallerIdentity'))
      const send = sandbox.clients.iam.send(
        new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument, SetAsDefault: true }),
      )
      kept.push(send)
      return { after: send }
    })
    await expect(apply(plan, proxy.clients())).rejects.toMatchObject({ code: 'apply-locked' })
    expect(kept).toHaveLength(1)
    expect(await locks()).toEqual([arn])
    await proxy.close()
    await server.close()
  })
})

describe('a long apply', () => {
  it('puts the end of its lock off, and keeps two versions of it at most', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const plan = await planNow()
    const result = await apply(plan, sandbox.clients, {
      concurrency: 1,
      onProgress: () => void vi.advanceTimersByTime(31_000),
    })
    const operations = result.calls.filter(({ subject }) => subject === LOCK_SUBJECT).map(({ operation }) => operation)
    expect(operations.filter((operation) => operation === 'iam:CreatePolicyVersion')).toHaveLength(
      plan.changes.length - 1,
    )
    expect(operations.filter((operation) => operation === 'iam:DeletePolicyVersion')).toHaveLength(
      plan.changes.length - 1,
    )
    expect(await locks()).toEqual([])
  })

  it('stops when somebody has taken its lock over', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const plan = await planNow()
    const gone: Promise<unknown>[] = []
    const server = await sandbox.listen(0)
    const proxy = await openFlakyProxy(server.port, ({ operation }) => {
      if (operation !== 'CreatePolicyVersion') return 'pass'
      const send = locks().then(([arn]) => sandbox.clients.iam.send(new DeletePolicyCommand({ PolicyArn: arn ?? '' })))
      gone.push(send)
      return { after: send }
    })
    await expect(
      apply(plan, proxy.clients(), { concurrency: 1, onProgress: () => void vi.advanceTimersByTime(31_000) }),
    ).rejects.toMatchObject({ code: 'lock-lost', done: [plan.changes[0]] })
    expect(gone).toHaveLength(1)
    await proxy.close()
    await server.close()
  })
})
