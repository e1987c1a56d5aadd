import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateGroupCommand, ListGroupsCommand, paginateListUsers } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox } from './open-sandbox.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sharing-'))
})
afterAll(() => rm(folder, { recursive: true }))

const module = new URL('./open-sandbox.ts', import.meta.url).href

/** Another process that runs `body` with `iam` and the SDK's `sdk` at hand. */
function otherProcess(file: string, body: string): ReturnType<typeof spawn> {
  const source = `
    import * as sdk from '@aws-sdk/client-iam'
    const { openSandbox } = await import(${JSON.stringify(module)})
    const { clients: { iam } } = await openSandbox({ file: ${JSON.stringify(file)} })
    ${body}`
  const cwd = new URL('.', import.meta.url)
  return spawn(process.execPath, ['--input-type=module', '-e', source], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
}

const padded = (number: number): string => String(number).padStart(3, '0')

describe('an account shared by processes', () => {
  it('loses no change of any of them', async () => {
    const file = join(folder, 'shared.json')
    const processes = ['a', 'b', 'c'].map((name) =>
      otherProcess(
        file,
        `for (let i = 0; i < 60; i++) await iam.send(new sdk.CreateGroupCommand({ GroupName: '${name}' + String(i).padStart(3, '0') }))`,
      ),
    )
    expect(await Promise.all(processes.map(async (each) => (await once(each, 'exit'))[0] as unknown))).toEqual([
      0, 0, 0,
    ])
    const { clients } = await openSandbox({ file })
    const { Groups: groups } = await clients.iam.send(new ListGroupsCommand({ MaxItems: 1000 }))
    const all = ['a', 'b', 'c'].flatMap((name) => Array.from({ length: 60 }, (_, index) => name + padded(index)))
    expect(groups?.map(({ GroupName }) => GroupName)).toEqual(all)
  })

  it('holds all that was answered when a process is killed, and is whole', async () => {
    const file = join(folder, 'killed.json')
    for (let turn = 0; turn < 5; turn++) {
      const process = otherProcess(
        file,
        `for (let i = 0; ; i++) { await iam.send(new sdk.CreateUserCommand({ UserName: 't${turn}-' + String(i).padStart(3, '0') })); process.stdout.write(i + '\\n') }`,
      )
      let answered = ''
      process.stdout?.on('data', (chunk: Buffer) => {
        answered += chunk.toString()
        if (answered.split('\n').length > 15 + turn * 7) process.kill('SIGKILL')
      })
      await once(process, 'close')
      const last = Number(answered.trim().split('\n').at(-1))
      const { clients } = await openSandbox({ file })
      const names: (string | undefined)[] = []
      for await (const page of paginateListUsers({ client: clients.iam }, {})) {
        names.push(...(page.Users ?? []).map(({ UserName }) => UserName))
      }
      const own = names.filter((name) => name?.startsWith(`t${turn}-`))
      expect(own.slice(0, last + 1)).toEqual(
        Array.from({ length: last + 1 }, (_, index) => `t${turn}-${padded(index)}`),
      )
      // One more may be stored whose answer nobody read any more.
      expect(own.length - last - 1).toBeLessThanOrEqual(3)
    }
  })

  it('is not changed while another process holds it, which is said after ten seconds', async () => {
    const file = join(folder, 'held.json')
    const { clients } = await openSandbox({ file })
    // This process lives, so that its lock is no abandoned one.
    await writeFile(`${file}.lock`, String(process.pid))
    await expect(clients.iam.send(new CreateGroupCommand({ GroupName: 'late' }))).rejects.toMatchObject({
      code: 'sandbox-file-locked',
      hint: `wait for it to end; if there is none, delete \`${file}.lock\``,
    })
    await rm(`${file}.lock`)
    expect((await clients.iam.send(new ListGroupsCommand({}))).Groups).toEqual([])
  })
})
