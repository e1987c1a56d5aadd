import {
  AttachGroupPolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DetachGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { diff } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readHistory } from '../audit/read-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { readAccount } from '../read/read-account.ts'
import { apply, type ApplyOptions, type ApplyResult } from './apply.ts'
import { allowing, ownedPath } from './desired.testing.ts'
import { openScene, type Scene } from './faults.testing.ts'
import type { Fate } from './flaky-proxy.testing.ts'
import { wanted } from './wanted.testing.ts'

let scene: Scene
let foreign: string
beforeEach(async () => {
  scene = await openScene()
  foreign = await scene.foreign()
})
afterEach(() => scene.close())

/** Plans and applies, as the command does. */
async function run(clients: AwsClients, options: ApplyOptions = {}): Promise<ApplyResult> {
  const history = await scene.history()
  try {
    return await apply(diff(await readAccount(clients), wanted, { prune: true }), clients, { history, ...options })
  } finally {
    await history.close()
  }
}

const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

/** The same numbers each time, between 0 and 1. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

describe('apply, in bad weather', () => {
  it.each<[string, Fate]>([
    ['500', 'internal-error'],
    ['503', 'unavailable'],
    ['a connection that is reset', 'reset'],
    ['an answer that is lost', 'lost-answer'],
    ['throttling', 'throttled'],
  ])('comes through %s on a third of all calls', async (_, fate) => {
    const next = numbers(7)
    let hit = 0
    const proxy = await scene.through(() => {
      if (next() > 0.3) return 'pass'
      hit += 1
      return fate
    })
    await run(proxy.clients({ maxAttempts: 10, retries: 'quick' }))
    expect(hit).toBeGreaterThan(15)
    await scene.expectSettled(foreign)
  })

  it('recognises what was done where the answer to any one call is lost, and does nothing twice', async () => {
    let lost = 0
    for (let at = 0; ; at++) {
      const stage = await openScene()
      const others = await stage.foreign()
      let missed = ''
      const proxy = await stage.through(({ calls, operation }) => {
        if (calls !== at) return 'pass'
        missed = operation
        return 'lost-answer'
      })
      const clients = proxy.clients({ maxAttempts: 3, retries: 'quick' })
      const history = await stage.history()
      const { changes } = await apply(diff(await readAccount(clients), wanted, { prune: true }), clients, {
        history,
        concurrency: 1,
      })
      await history.close()
      await stage.expectSettled(others)
      const state = await readAccount(stage.sandbox.clients)
      expect(state.policies.filter(({ versions }) => versions.length !== 1).map(({ name }) => name)).toEqual([])
      await stage.close()
      if (missed === '') break
      lost += 1
      expect(changes.length, missed).toBeGreaterThan(50)
    }
    process.stdout.write(`lost the answer to each of ${lost} calls\n`)
    expect(lost).toBeGreaterThanOrEqual(60)
  })

  it('comes through throttling in the SDK’s adaptive mode, as `awsClients` sets it', async () => {
    const next = numbers(3)
    let hit = 0
    const proxy = await scene.through(({ isWrite, writes }) => {
      // Not until the end: the adaptive mode slows down for good, and a test has no hour.
      if (!isWrite || writes > 20 || next() > 0.3) return 'pass'
      hit += 1
      return 'throttled'
    })
    await run(proxy.clients({ maxAttempts: 6, retries: 'adaptive' }))
    expect(hit).toBeGreaterThan(3)
    await scene.expectSettled(foreign)
  })

  it('waits for slow answers', async () => {
    const proxy = await scene.through(({ calls }) => ({
      after: new Promise((resolve) => {
        setTimeout(resolve, calls === 20 ? 1500 : 10)
      }),
    }))
    const { changes } = await run(proxy.clients())
    expect(changes.length).toBeGreaterThan(50)
    await scene.expectSettled(foreign)
  })

  it('waits until what it made is known everywhere', async () => {
    const known = new Map<string, number>()
    let unknown = 0
    const proxy = await scene.through(({ operation, input }) => {
      const names = ['GroupName', 'UserName', 'PolicyArn'].flatMap((name) => input.get(name) ?? [])
      if (/^Create(?:Group|User|Policy)$/.test(operation)) {
        const name = input.get('PolicyName')
        for (const one of name === null ? names : [`policy${input.get('Path')}${name}`])
          known.set(one, Date.now() + 2000)
        return 'pass'
      }
      const early = names.some((name) => (known.get(name.replace(/^arn:[^/]+:policy/, 'policy')) ?? 0) > Date.now())
      if (early) unknown += 1
      return early ? 'not-known-yet' : 'pass'
    })
    const result = await run(proxy.clients())
    expect(unknown).toBeGreaterThan(10)
    expect(result.calls.filter((call) => call.result === 'already-done')).toEqual([])
    await scene.expectSettled(foreign)
  })

  it('goes on with new credentials where the old ones have expired', async () => {
    const proxy = await scene.through(({ writes }) => (writes >= 25 ? 'expired' : 'pass'))
    expect(await failureOf(run(proxy.clients()))).toMatchObject({
      code: 'aws-expired-credentials',
      hint: 'sign in again and run it again; then run apply again, it goes on from there',
    })
    const result = await run(scene.sandbox.clients)
    expect(result.changes.length).toBeGreaterThan(10)
    expect(result.calls.filter((call) => call.result === 'already-done')).toEqual([])
    await scene.expectSettled(foreign)
  })

  it('never calls done what somebody else undoes meanwhile, and mends it the next time', async () => {
    const { iam } = scene.sandbox.clients
    const arn = (name: string): string => `arn:aws:iam::111122223333:policy${ownedPath}${name}`
    const proxy = await scene.through(({ writes, operation }) => {
      if (operation !== 'AddUserToGroup' || writes < 45) return 'pass'
      const meddle = async (): Promise<void> => {
        await iam
          .send(new DetachGroupPolicyCommand({ GroupName: 'Group0', PolicyArn: arn('Policy0') }))
          .catch(() => undefined)
        const PolicyDocument = JSON.stringify(allowing('iam:*'))
        await iam
          .send(new CreatePolicyVersionCommand({ PolicyArn: arn('Policy1'), PolicyDocument, SetAsDefault: true }))
          .catch(() => undefined)
        await iam
          .send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn: arn('Policy2') }))
          .catch(() => undefined)
        await iam.send(new CreateUserCommand({ UserName: 'newcomer' })).catch(() => undefined)
      }
      return { after: meddle() }
    })
    const failure = await failureOf(run(proxy.clients(), { sleep: async () => undefined }))
    expect(failure).toMatchObject({ code: 'not-converged' })
    const theirs = await scene.foreign()
    expect(theirs).not.toBe(foreign)
    await run(scene.sandbox.clients)
    await scene.expectSettled(theirs)
    const [history] = await readHistory(scene.dir)
    expect(history?.entries.flatMap(({ kind }) => (kind === 'failed' || kind === 'applied' ? [kind] : []))).toEqual([
      'failed',
      'applied',
    ])
  })

  it('begins to read anew when a page’s marker has expired, and gives up when they all do', async () => {
    await run(scene.sandbox.clients)
    let expired = 0
    const proxy = await scene.through(
      ({ input }) => {
        if (!input.has('Marker') || expired >= 2) return 'pass'
        expired += 1
        return 'marker-expired'
      },
      { pageSize: 5 },
    )
    expect(await readAccount(proxy.clients())).toEqual(await readAccount(scene.sandbox.clients))
    expect(expired).toBe(2)
    const never = await scene.through(({ input }) => (input.has('Marker') ? 'marker-expired' : 'pass'), { pageSize: 5 })
    expect(await failureOf(readAccount(never.clients()))).toMatchObject({
      code: 'aws-error',
      message: expect.stringContaining('Invalid Marker'),
    })
    expect(never.seen.filter((operation) => operation === 'GetAccountAuthorizationDetails')).toHaveLength(8)
  })
})
