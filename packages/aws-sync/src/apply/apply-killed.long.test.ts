import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AuditEntry, diff } from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { readHistory } from '../audit/read-history.ts'
import { readAccount } from '../read/read-account.ts'
import { apply } from './apply.ts'
import { openScene } from './faults.testing.ts'
import type { Fate } from './flaky-proxy.testing.ts'
import { wanted } from './wanted.testing.ts'

const CHILD = fileURLToPath(new URL('apply-child.testing.ts', import.meta.url))

/** What came of an apply whose process was killed when its call of number `at` arrived: before the account had it, or after. */
async function killedAt(at: number, fate: Fate): Promise<'killed' | 'ended'> {
  const scene = await openScene()
  const foreign = await scene.foreign()
  let child: ChildProcess | undefined
  const proxy = await scene.through(({ calls }) => {
    if (calls < at) return 'pass'
    // What else is under way when the process dies goes the same way.
    child?.kill('SIGKILL')
    return fate
  })
  child = spawn(process.execPath, [CHILD, proxy.endpoint, scene.dir], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'rolewright-tests') },
  })
  const [code, signal] = await exitOf(child)
  expect(code ?? signal).toBe(signal === null ? 0 : 'SIGKILL')

  const { clients } = scene.sandbox
  const history = await scene.history()
  const plan = diff(await readAccount(clients), wanted, { prune: true })
  await apply(plan, clients, { history })
  await history.close()
  await scene.expectSettled(foreign)
  const [told] = await readHistory(scene.dir)
  expectBothRuns(told?.entries ?? [], { killed: signal !== null, calls: proxy.seen })
  await scene.close()
  return signal === null ? 'ended' : 'killed'
}

function exitOf(child: ChildProcess): Promise<readonly [code: number | null, signal: string | null]> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve([code, signal]))
  })
}

/** That every call that reached the account was announced before, and that both runs are told apart. */
function expectBothRuns(
  entries: readonly AuditEntry[],
  first: { readonly killed: boolean; readonly calls: readonly string[] },
): void {
  const byChild = entries.filter(({ by }) => by.arn.endsWith('user/child'))
  const announced = byChild.filter(({ kind }) => kind === 'intent').map(({ data }) => operationOf(data))
  const written = first.calls.filter((operation) => !operation.startsWith('Get')).map((operation) => `iam:${operation}`)
  for (const operation of new Set(written)) {
    expect(announced.filter((one) => one === operation).length).toBeGreaterThanOrEqual(
      written.filter((one) => one === operation).length,
    )
  }
  if (!first.killed) return
  const outcomes = byChild.filter(({ kind }) => kind === 'outcome').length
  expect(announced.length - outcomes).toBeLessThanOrEqual(4)
  expect(byChild.some(({ kind }) => kind === 'applied' || kind === 'failed')).toBe(false)
  expect(entries.filter(({ kind }) => kind === 'run').length).toBe(byChild.length === 0 ? 1 : 2)
}

function operationOf(data: unknown): unknown {
  return data !== null && typeof data === 'object' && 'operation' in data ? data.operation : undefined
}

describe('apply, killed', () => {
  it('converges after kill -9 at every single call, with nothing foreign changed and both runs told', async () => {
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
    expect(killed).toBeGreaterThanOrEqual(60)
  })
})
