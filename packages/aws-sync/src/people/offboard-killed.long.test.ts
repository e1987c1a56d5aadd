import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ListVirtualMFADevicesCommand } from '@aws-sdk/client-iam'
import { type AccountState, comparePolicies, documentFinder, type Holdings } from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { openFlakyProxy, type Fate } from '../apply/flaky-proxy.testing.ts'
import { type History, openHistory } from '../audit/open-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox } from '../sandbox/open-sandbox.ts'
import { createFullUser, FULL_USER } from './full-user.testing.ts'
import { offboard, planOffboarding } from './offboard.ts'
import { readHoldings } from './read-holdings.ts'

const CHILD = fileURLToPath(new URL('offboard-child.testing.ts', import.meta.url))
const accountId = '111122223333'

/** What came of an offboarding whose process was killed when its call of number `at` arrived: before the account had it, or after. */
async function killedAt(at: number, fate: Fate): Promise<'killed' | 'ended'> {
  const sandbox = await openSandbox({ accountId })
  const server = await sandbox.listen(0)
  const dir = await mkdtemp(join(tmpdir(), 'offboard-'))
  const { clients } = sandbox
  await createFullUser(clients.iam)
  const full = await readHoldings(clients, FULL_USER)
  const before = await readAccount(clients)
  let child: ChildProcess | undefined
  const proxy = await openFlakyProxy(server.port, ({ calls }) => {
    if (calls < at) return 'pass'
    child?.kill('SIGKILL')
    return fate
  })
  child = spawn(process.execPath, [CHILD, proxy.endpoint, dir], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'rolewright-tests') },
  })
  const signal = await new Promise<string | null>((resolve) => {
    child?.once('exit', (_, by) => resolve(by))
  })
  const wrote = proxy.seen.some((operation) => operation === 'PutUserPolicy')
  expectDoorNoMoreOpen(before, await readAccount(clients), {
    denied: wrote && !(fate === 'lost-request' && proxy.seen.at(-1) === 'PutUserPolicy'),
  })

  const now = (): Date => new Date()
  const history = await openHistory({ dir, accountId, by: { arn: 'arn:aws:iam::111122223333:user/jane' }, now })
  const isToldDone = history.earlier.some(({ kind }) => kind === 'offboarded')
  if (!isToldDone) await goOn(clients, history, full)
  await history.close()
  expect(await readHoldings(clients, FULL_USER)).toBeUndefined()
  const { VirtualMFADevices } = await clients.iam.send(new ListVirtualMFADevicesCommand({}))
  expect(VirtualMFADevices).toEqual([])
  const after = await readAccount(clients)
  expect(after.users.map(({ name }) => name)).toEqual(['jane'])
  expect(after.groups).toEqual(before.groups)
  expect(after.roles).toEqual(before.roles)
  await proxy.close()
  await server.close()
  await rm(dir, { recursive: true })
  return signal === null ? 'ended' : 'killed'
}

/** The run after the one that was killed: what it tells is what was there at first, and all that was done. */
async function goOn(clients: AwsClients, history: History, full: Holdings | undefined): Promise<void> {
  const now = (): Date => new Date()
  const offboarding = await planOffboarding(clients, { user: FULL_USER, history, now })
  const evidence = await offboard(clients, offboarding, { history, now })
  expect(evidence.before).toEqual(full)
  expect(evidence.calls.map(({ operation }) => operation)).toEqual(
    expect.arrayContaining(['iam:PutUserPolicy', 'iam:DeleteAccessKey', 'iam:DeleteUser']),
  )
  expect(evidence.sessions.map(({ name }) => name)).toEqual(['Deployer'])
}

function expectDoorNoMoreOpen(before: AccountState, after: AccountState, given: { readonly denied: boolean }): void {
  const documentsOf = (state: AccountState) => {
    const user = state.users.find(({ name }) => name === FULL_USER)
    return user === undefined ? [] : documentFinder(state).ofUser(user).documents
  }
  const nothing = { Version: '2012-10-17' as const, Statement: { Effect: 'Deny' as const, Action: '*', Resource: '*' } }
  const documents = documentsOf(after)
  const { gained, undecided = [] } = comparePolicies(given.denied ? [nothing] : documentsOf(before), documents)
  expect(gained).toEqual([])
  expect(undecided.filter(({ direction }) => direction === 'gained')).toEqual([])
}

describe('offboarding, killed', () => {
  it('leaves the door no more open at any call, and nothing over when it is run again', async () => {
    const ends: ('killed' | 'ended')[] = []
    const LANES = 2
    const lane = async (first: number): Promise<void> => {
      for (let at = first; !ends.includes('ended'); at += LANES) {
        ends.push(await killedAt(at, Math.floor(at / LANES) % 2 === 0 ? 'pass' : 'lost-request'))
      }
    }
    await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)))
    const killed = ends.filter((end) => end === 'killed').length
    process.stdout.write(`killed at each of ${killed} calls\n`)
    expect(killed).toBeGreaterThanOrEqual(28)
  })
})
