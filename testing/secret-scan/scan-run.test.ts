import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scanRun } from './scan-run.ts'

const secret = 'Pl4nted-by-a-test-0nly!'

let run: string
beforeEach(() => {
  // No `mkdtemp`: the scan of the run that this test is part of must not look here.
  run = join(tmpdir(), `scan-${randomUUID()}`)
  for (const kind of ['printed', 'stdout', 'stderr', 'folders', 'kept']) mkdirSync(join(run, kind), { recursive: true })
  write('secrets/1', `${JSON.stringify(secret)}\n`)
})
afterEach(() => rmSync(run, { recursive: true }))

function write(file: string, text: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(join(run, file)), { recursive: true })
  writeFileSync(join(run, file), text)
  chmodSync(join(run, file), mode)
}

const places = async () => (await scanRun(run)).found.map(({ file }) => file.slice(run.length + 1))

describe('the scan of a run', () => {
  it.each([
    ['what a command prints', 'printed/1', `{"user":"ana","password":"${secret}"}\n`],
    ['what a child process prints', 'stdout/7', `password: ${secret}\n`],
    ['what the run itself prints', 'stderr/run', `AssertionError: expected '${secret}'`],
    ['a history', 'kept/rolewright-1/audit/111122223333/01.jsonl', `{"data":{"Password":"${secret}"}}\n`],
    ['a page', 'kept/rolewright-1/site/index.html', `<p>${secret}</p>`],
    ['the search index of a site', 'kept/rolewright-1/site/pagefind/a.pf_fragment', gzipSync(`pagefind_dcd${secret}`)],
    ['a file that everybody may read', 'kept/rolewright-1/secrets.txt', `password: ${secret}\n`],
  ])('finds a secret in %s', async (_, file, text) => {
    write(file, text)
    expect(await places()).toEqual([file])
  })

  it('finds one in a folder that a test left where it was', async () => {
    write('left/plan.json', `"${secret}"`)
    write('folders/1', `${join(run, 'left')}\n${join(run, 'gone')}\n`)
    expect(await places()).toEqual(['left/plan.json'])
  })

  it('allows a file that only its owner reads to tell each once, and knows what it tells', async () => {
    write(
      'kept/a/secrets.txt',
      `user: ana\npassword:  ${secret}   (to be changed)\nsecret:  Told-by-a-file-0nly!\n`,
      0o600,
    )
    expect(await places()).toEqual([])
    write('kept/a/evidence.json', '{"was":"Told-by-a-file-0nly!"}')
    expect(await places()).toEqual(['kept/a/evidence.json'])
    write('kept/b/secrets.txt', `password:  ${secret}\n`, 0o600)
    expect(await places()).toEqual(['kept/a/evidence.json', 'kept/b/secrets.txt'])
  })

  it('names no secret, and counts what it has looked at', async () => {
    write('printed/1', `--${secret}--`)
    expect(await scanRun(run)).toEqual({
      secrets: 1,
      files: 1,
      bytes: 27,
      found: [{ file: join(run, 'printed/1'), secret: expect.stringMatching(/^[0-9a-f]{8}$/) }],
    })
  })
})
