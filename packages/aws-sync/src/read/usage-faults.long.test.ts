import type { AccountState, Usage } from '@rolewright/core'
import { diff } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apply } from '../apply/apply.ts'
import { accountId, allowing, desiredState } from '../apply/desired.testing.ts'
import { type Fate, openFlakyProxy, type Weather } from '../apply/flaky-proxy.testing.ts'
import { openSandbox } from '../sandbox/index.ts'
import { readAccount } from './read-account.ts'
import { readUsage } from './read-usage.ts'

const GENERATE = 'GenerateServiceLastAccessedDetails'
const GET = 'GetServiceLastAccessedDetails'
const close: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const one of close.splice(0).toReversed()) await one()
})

let ahead: number
let port: number
let state: AccountState
beforeEach(async () => {
  ahead = 0
  const sandbox = await openSandbox({ accountId, clock: () => new Date(Date.UTC(2026, 0, 1) + ahead) })
  const desired = desiredState({
    policies: { 'Send+it=a,b@c.d-e': allowing('sqs:*', 'sns:*', 'iam:*') },
    groups: { 'Sen+d=e,r.s@x-y': ['Send+it=a,b@c.d-e'] },
    users: { 'mary+x=y,z@example.com': ['Sen+d=e,r.s@x-y'] },
  })
  await apply(diff(await readAccount(sandbox.clients), desired), sandbox.clients)
  await sandbox.advance({ days: 10 })
  await sandbox.use({ user: 'mary+x=y,z@example.com', action: 'sqs:SendMessage' })
  await sandbox.advance({ days: 1 })
  state = await readAccount(sandbox.clients)
  const server = await sandbox.listen(0)
  close.push(() => server.close())
  port = server.port
})

async function read(
  weather: Weather,
  maxAttempts = 3,
): Promise<{ readonly usage: Usage; readonly seen: readonly string[] }> {
  const proxy = await openFlakyProxy(port, weather)
  close.push(() => proxy.close())
  const usage = await readUsage(proxy.clients({ maxAttempts, retries: 'quick' }), state, {
    concurrency: 2,
    // Jobs take a second of the account's time, and none of ours.
    sleep: async (milliseconds) => void (ahead += milliseconds),
  })
  return { usage, seen: proxy.seen }
}

/** What was read, but for the moments. */
const content = ({ entities }: Usage): unknown => entities.map((entity) => ({ ...entity, reportedAt: '' }))

describe('reading usage over HTTP', () => {
  it('is the same whatever goes wrong once at any call, and asks for one job an entity, whatever its name', async () => {
    const fine = await read(() => 'pass')
    expect(fine.usage.entities.map(({ services }) => services.map(({ namespace }) => namespace))).toEqual(
      Array.from({ length: 3 }, () => ['iam', 'sns', 'sqs']),
    )
    expect(fine.seen.filter((operation) => operation === GENERATE)).toHaveLength(3)
    // Looked at with growing pauses: a few times, not many.
    expect(fine.seen.filter((operation) => operation === GET).length).toBeLessThanOrEqual(3 * 5)
    const fates: readonly Fate[] = ['throttled', 'unavailable', 'internal-error', 'reset', 'lost-request']
    for (let at = 0; at < fine.seen.length; at += 1) {
      const fate = fates[at % fates.length] ?? 'reset'
      const { usage, seen } = await read(({ calls }) => (calls === at ? fate : 'pass'))
      expect(content(usage), `${JSON.stringify(fate)} at ${at}`).toEqual(content(fine.usage))
      const failed = seen[at] === GENERATE ? 1 : 0
      expect(seen.filter((operation) => operation === GENERATE)).toHaveLength(3 + failed)
    }
  })

  it.each<[Fate, string]>([
    ['throttled', 'aws-throttled'],
    ['unavailable', 'aws-error'],
    ['reset', 'aws-unreachable'],
    ['denied', 'aws-access-denied'],
    ['expired', 'aws-expired-credentials'],
  ])('gives nothing where a call goes on being %s', async (fate, code) => {
    for (const operation of [GENERATE, GET]) {
      await expect(read((call) => (call.operation === operation ? fate : 'pass'))).rejects.toMatchObject({ code })
    }
  })
})
