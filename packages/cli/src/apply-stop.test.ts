import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { openSandbox, readHistory, type Sandbox, type SandboxServer } from '@rolewright/aws-sync'
import type { AuditEntry } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FlakyProxy, openFlakyProxy, type Weather } from '../../aws-sync/src/apply/flaky-proxy.testing.ts'
import { projectsOfThisFile } from './testing/projects.testing.ts'
import type { Project } from './testing/project.testing.ts'
import { type Ran, rolewright } from './testing/rolewright.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const accountId = '111122223333'
const project = projectsOfThisFile()

let sandbox: Sandbox
let server: SandboxServer
let proxy: FlakyProxy
beforeEach(async () => {
  sandbox = await openSandbox({ accountId })
  server = await sandbox.listen(0)
})
afterEach(async () => {
  await proxy.close()
  await server.close()
})

const never = new Promise<void>(() => undefined)

/** Applies in a child process; `weather` may send it signals. */
async function applyThrough(given: Project, weather: (child: ChildProcess) => Weather): Promise<Ran> {
  let child: ChildProcess | undefined
  proxy = await openFlakyProxy(server.port, (call) => (child === undefined ? 'pass' : weather(child)(call)))
  const env = {
    AWS_ENDPOINT_URL: proxy.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAADMINISTRATOR000',
    AWS_SECRET_ACCESS_KEY: 'not-verified',
  }
  return rolewright(given.folder, ['apply', '--yes'], {
    env,
    onStart: (started) => {
      child = started
    },
  })
}

async function entriesOf(given: Project): Promise<readonly AuditEntry[]> {
  const [history] = await readHistory(join(given.folder, 'audit'))
  return history?.entries ?? []
}

const signalled = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.kill('SIGINT')
    setTimeout(resolve, 200)
  })

describe('Ctrl-C while applying', () => {
  it('stops between two calls, says what is done, and closes the history', async () => {
    const given = project()
    const ran = await applyThrough(given, (child) => ({ isWrite, writes }) => {
      // The second write after the lock: the signal comes while its answer is under way.
      if (isWrite && writes === 2) return { after: signalled(child) }
      return 'pass'
    })
    expect(ran.code).toBe(130)
    expect(ran.stderr).toContain('Stopping after the calls that are under way; Ctrl-C again leaves at once.')
    expect(ran.stderr).toMatch(/error interrupted: stopped at .+, with 2 of 5 changes done: you asked to stop/)
    expect(ran.stderr).toContain(
      'done:      policy ReadBills, group Clerk\nnot done:  policy ReadBills on group Clerk, ',
    )
    expect(ran.stderr).toContain('mend:  run apply again, it goes on from there')
    const entries = await entriesOf(given)
    const last = entries.at(-1)
    expect(last).toMatchObject({ kind: 'failed', data: { done: 2, of: 5, error: { code: 'interrupted' } } })
    expect(entries.filter(({ kind }) => kind === 'intent')).toHaveLength(
      entries.filter(({ kind }) => kind === 'outcome').length,
    )
    // The lock is let go, and nothing else was called after the signal.
    expect(proxy.seen.slice(-3)).toEqual(['CreatePolicy', 'CreateGroup', 'DeletePolicy'])
    expect((await runHere(given.folder, ['audit', 'verify'])).code).toBe(0)
  })

  it('leaves at once the second time', async () => {
    const given = project()
    const ran = await applyThrough(given, (child) => ({ isWrite, writes }) => {
      if (!isWrite || writes !== 2) return 'pass'
      void signalled(child).then(() => child.kill('SIGINT'))
      return { after: never }
    })
    expect(ran.code).toBe(130)
    expect(ran.stderr).not.toContain('ended-early')
    const entries = await entriesOf(given)
    expect(entries.at(-1)?.kind).toBe('intent')
    expect((await runHere(given.folder, ['audit', 'verify'])).code).toBe(0)
  })
})
