import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Runs the fixture's one test, which passes, as a run of its own with a scan of its own. */
function runOf(leak: 'yes' | 'no') {
  const vitest = at('../../node_modules/vitest/vitest.mjs')
  const env = { ...process.env, NODE_OPTIONS: '', LEAK: leak, NO_COLOR: '1' }
  return spawnSync(process.execPath, [vitest, 'run'], { cwd: at('fixture'), env, encoding: 'utf8' })
}

describe('a test run', () => {
  it('fails where a secret stands in a file that a test has taken away, and says where', () => {
    const { status, stdout, stderr } = runOf('yes')
    expect(stdout).toContain('Tests  1 passed (1)')
    const [, run = ''] =
      /a secret stands where it must not, among 1 secrets in \d+ files of 1 MB:\n {2}(\S+)\/kept\/leak-\w+\/history\.jsonl: the secret whose SHA-256 begins with [0-9a-f]{8}\n/.exec(
        stderr,
      ) ?? []
    expect(run).not.toBe('')
    // What was looked at stays for whoever looks after it, but for the list of secrets.
    expect(readdirSync(run).toSorted()).toEqual(['folders', 'kept', 'printed', 'stderr', 'stdout'])
    rmSync(run, { recursive: true })
    expect(status).toBe(1)
  })

  it('fails where so little was looked at that the scan itself must be broken', () => {
    const { status, stdout, stderr } = runOf('no')
    expect(stdout).toContain('Tests  1 passed (1)')
    expect(stderr).toMatch(/the scan for secrets has seen too little to say anything: 1 secrets in \d+ files/)
    expect(status).toBe(1)
  })
})
