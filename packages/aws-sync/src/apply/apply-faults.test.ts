import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateGroupCommand, CreatePolicyCommand } from '@aws-sdk/client-iam'
import { diff, LOCK_SUBJECT, type Plan } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type History, openHistory } from '../audit/open-history.ts'
import { readHistory } from '../audit/read-history.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { apply } from './apply.ts'
import { ApplyError } from './apply-error.ts'
import { accountId, allowing, desiredState, ownedPath } from './desired.testing.ts'
import { type FlakyProxy, openFlakyProxy, type Weather } from './flaky-proxy.testing.ts'

const first = desiredState({
  policies: { ReadBills: allowing('ce:Get*'), RunJobs: allowing('glue:*'), Doomed: allowing('sns:*') },
  groups: { Clerk: ['ReadBills', 'Doomed'], Engineer: ['RunJobs'] },
  users: { mary: ['Clerk', 'Engineer'] },
})
const second = desiredState({
  policies: { ReadBills: allowing('ce:*'), RunJobs: allowing('glue:*'), ReadLogs: allowing('logs:Get*') },
  groups: { Clerk: ['ReadBills'], Engineer: ['RunJobs', 'ReadLogs'] },
  users: { mary: ['Clerk'], diego: ['Engineer'] },
})

const noSleep = async (): Promise<void> => undefined

interface Stage {
  readonly sandbox: Sandbox
  readonly proxy: (weather: Weather) => Promise<FlakyProxy>
  readonly close: () => Promise<void>
}

async function openStage(): Promise<Stage> {
  const sandbox = await openSandbox({ accountId })
  const server = await sandbox.listen(0)
  const proxies: FlakyProxy[] = []
  return {
    sandbox,
    proxy: async (weather) => {
      const proxy = await openFlakyProxy(server.port, weather)
      proxies.push(proxy)
      return proxy
    },
    close: async () => {
      for (const proxy of proxies) await proxy.close()
      await server.close()
    },
  }
}

/** An account that holds `first`, and the plan to `second`. */
async function planned(stage: Stage): Promise<Plan> {
  await apply(diff(await readAccount(stage.sandbox.clients), first), stage.sandbox.clients)
  return diff(await readAccount(stage.sandbox.clients), second, { prune: true })
}

describe('apply, when calls fail', () => {
  let stage: Stage
  let dir: string
  beforeEach(async () => {
    stage = await openStage()
    dir = await mkdtemp(join(tmpdir(), 'faults-'))
  })
  afterEach(async () => {
    await stage.close()
    await rm(dir, { recursive: true })
  })
  const open = (): Promise<History> =>
    openHistory({ dir, accountId, by: { arn: 'arn:aws:iam::111122223333:user/mary' }, now: () => new Date() })

  it.each(['denied', 'lost-request', 'lost-answer'] as const)(
    'converges when run again after every single call in turn was %s',
    async (fate) => {
      let interrupted = 0
      let calls = -1
      for (let at = 0; ; at++) {
        const inner = await openStage()
        const plan = await planned(inner)
        calls = plan.calls.length
        const proxy = await inner.proxy(({ isWrite, writes }) => (isWrite && writes >= at ? fate : 'pass'))
        const outcome = await apply(plan, proxy.clients(), { concurrency: 1, sleep: noSleep }).catch(
          (error: unknown) => error,
        )
        if (outcome instanceof Error) {
          interrupted += 1
          await apply(plan, inner.sandbox.clients)
        }
        expect(diff(await readAccount(inner.sandbox.clients), second, { prune: true }).changes).toEqual([])
        await inner.close()
        if (!(outcome instanceof Error)) break
      }
      // All but the last: a lock that could not be let go is no failure, since the next run takes it over.
      expect(interrupted).toBe(calls - 1)
    },
  )

  it('goes on with the same plan where it stopped, and says how far it had come', async () => {
    const plan = await planned(stage)
    const proxy = await stage.proxy(({ isWrite, writes }) => (isWrite && writes >= 5 ? 'denied' : 'pass'))
    const history = await open()
    const failure = await apply(plan, proxy.clients(), { history, concurrency: 1 }).catch((error: unknown) => error)
    await history.close()
    if (!(failure instanceof ApplyError)) throw new Error('it did not fail')
    expect(failure.code).toBe('aws-access-denied')
    expect(failure.message).toMatch(/^stopped at .*, with \d+ of \d+ changes done: AWS refuses `iam:\w+` for /)
    expect(failure.hint).toMatch(/^let these credentials `iam:\w+`, or use others; then run apply again/)
    expect([...failure.done, ...failure.notDone]).toEqual(plan.changes)

    const again = await open()
    const result = await apply(plan, stage.sandbox.clients, { history: again })
    await again.close()
    expect(result.changes).toEqual(failure.notDone)
    expect(diff(await readAccount(stage.sandbox.clients), second, { prune: true }).changes).toEqual([])
    const kinds = (await readHistory(dir))[0]?.entries.map((entry) => entry.kind)
    expect(kinds?.filter((kind) => kind === 'failed' || kind === 'applied')).toEqual(['failed', 'applied'])
  })

  it('writes down that a plan is applied when only that was left to do', async () => {
    const plan = await planned(stage)
    const last = plan.calls.length - 2
    const proxy = await stage.proxy(({ isWrite, writes }) => (isWrite && writes >= last ? 'lost-answer' : 'pass'))
    const history = await open()
    const failure: unknown = await apply(plan, proxy.clients(), { history, concurrency: 1 }).catch(
      (error: unknown) => error,
    )
    await history.close()
    expect(failure).toBeInstanceOf(ApplyError)
    const again = await open()
    const { changes, calls } = await apply(plan, stage.sandbox.clients, { history: again })
    expect([changes, calls.filter(({ subject }) => subject !== LOCK_SUBJECT)]).toEqual([[], []])
    await again.close()
    const third = await open()
    await apply(plan, stage.sandbox.clients, { history: third })
    await third.close()
    const entries = (await readHistory(dir))[0]?.entries.map(({ kind }) => kind)
    expect(entries?.filter((kind) => kind === 'applied')).toHaveLength(1)
  })

  it('does not take up an interrupted plan that the history does not know, or where somebody interfered', async () => {
    const plan = await planned(stage)
    const proxy = await stage.proxy(({ isWrite, writes }) => (isWrite && writes >= 4 ? 'denied' : 'pass'))
    await apply(plan, proxy.clients(), { concurrency: 1 }).catch(() => undefined)
    const history = await open()
    await expect(apply(plan, stage.sandbox.clients, { history })).rejects.toMatchObject({ code: 'stale-plan' })
    await history.close()
    await apply(plan, stage.sandbox.clients)
    await expect(apply({ ...plan, from: 'another' }, stage.sandbox.clients)).resolves.toMatchObject({ calls: [] })
  })

  it('recognises what a call whose answer got lost has made', async () => {
    const plan = diff(await readAccount(stage.sandbox.clients), first)
    let lost = 0
    const proxy = await stage.proxy(({ isWrite, writes }) => {
      // The answer to every other write is lost; the SDK asks again.
      if (!isWrite || writes % 2 === 1) return 'pass'
      lost += 1
      return 'lost-answer'
    })
    const result = await apply(plan, proxy.clients({ maxAttempts: 3 }), { concurrency: 1 })
    expect(lost).toBeGreaterThan(3)
    expect(result.calls.some((call) => call.result === 'already-done')).toBe(true)
    expect(diff(await readAccount(stage.sandbox.clients), first).changes).toEqual([])
  })

  it('makes no second version when the answer to the first was lost', async () => {
    const plan = await planned(stage)
    let lost = 0
    const proxy = await stage.proxy(({ operation }) =>
      operation === 'CreatePolicyVersion' && lost++ === 0 ? 'lost-answer' : 'pass',
    )
    await apply(plan, proxy.clients(), { concurrency: 1 }).catch(() => undefined)
    await apply(plan, stage.sandbox.clients)
    const policy = (await readAccount(stage.sandbox.clients)).policies.find(({ name }) => name === 'ReadBills')
    expect(policy?.versions.map((version) => version.versionId)).toEqual(['v2', 'v1'])
  })

  it('does not take somebody else’s policy or group for its own', async () => {
    const actual = await readAccount(stage.sandbox.clients)
    const plan = diff(actual, first)
    const { iam } = stage.sandbox.clients
    // Made between the check and the call: the proxy makes it on the way.
    const proxy = await stage.proxy(({ operation, writes }) => {
      if (operation === 'CreatePolicy' && writes === 1) {
        void iam.send(
          new CreatePolicyCommand({
            PolicyName: 'Doomed',
            Path: ownedPath,
            PolicyDocument: JSON.stringify(allowing('sqs:*')),
          }),
        )
        void iam.send(new CreateGroupCommand({ GroupName: 'Clerk', Path: '/elsewhere/' }))
      }
      return 'pass'
    })
    await expect(apply(plan, proxy.clients(), { concurrency: 1 })).rejects.toMatchObject({
      code: 'name-taken',
      cause: { message: 'the account has a policy of the name `Doomed` already, with another document' },
    })
  })

  it('waits for what was just created to be known everywhere', async () => {
    const plan = diff(await readAccount(stage.sandbox.clients), first)
    const attaches = plan.calls.filter((call) => call.operation === 'AttachGroupPolicy').length
    let refused = 0
    const proxy = await stage.proxy(({ operation }) =>
      operation === 'AttachGroupPolicy' && refused++ < 4 ? 'not-known-yet' : 'pass',
    )
    const waits: number[] = []
    const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds)
    await apply(plan, proxy.clients(), { sleep, concurrency: 1 })
    expect(waits).toEqual([250, 500, 1000, 2000])
    expect(proxy.seen.filter((operation) => operation === 'AttachGroupPolicy')).toHaveLength(attaches + 4)
  })

  it('does not wait for what nobody just created', async () => {
    const plan = await planned(stage)
    const detached = { ...plan, changes: plan.changes.filter((change) => change.kind === 'add-member') }
    await expect(apply(detached, stage.sandbox.clients, { sleep: noSleep })).rejects.toMatchObject({
      code: 'aws-error',
      message: expect.stringContaining(
        'AWS answers `iam:AddUserToGroup` for user diego in group Engineer with NoSuchEntity',
      ),
    })
  })
})
