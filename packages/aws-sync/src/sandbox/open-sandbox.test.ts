import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateGroupCommand, IAMClient, ListGroupsCommand } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import { RolewrightError } from '@rolewright/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeIamContract } from './iam-contract.testing.ts'
import { openSandbox, type Sandbox } from './open-sandbox.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
})
afterAll(() => rm(folder, { recursive: true }))

describeIamContract('the embedded account', async () => {
  const { clients } = await openSandbox()
  return { ...clients, close: async () => undefined }
})

describeIamContract('the account on a port', async () => {
  const sandbox = await openSandbox()
  const server = await sandbox.listen(0)
  const config = {
    endpoint: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  }
  return { iam: new IAMClient(config), sts: new STSClient(config), close: () => server.close() }
})

const groupNames = async ({ clients }: Sandbox): Promise<(string | undefined)[]> => {
  const { Groups: groups } = await clients.iam.send(new ListGroupsCommand({}))
  return groups?.map(({ GroupName }) => GroupName) ?? []
}

const refusalOf = async (promise: Promise<unknown>): Promise<RolewrightError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof RolewrightError)) throw new Error('it was not refused', { cause: error })
  return error
}

describe('a sandbox in a file', () => {
  it('creates a missing file, folders too, and finds everything again', async () => {
    const file = join(folder, 'deep', 'er', 'account.json')
    const first = await openSandbox({ file, accountId: '111122223333' })
    await first.clients.iam.send(new CreateGroupCommand({ GroupName: 'Kept' }))
    const second = await openSandbox({ file, accountId: '999999999999' })
    expect(second.accountId).toBe('111122223333')
    expect(await groupNames(second)).toEqual(['Kept'])
  })

  it('is seen by another that has the same file open', async () => {
    const file = join(folder, 'shared.json')
    const [a, b] = await Promise.all([openSandbox({ file }), openSandbox({ file })])
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? a : b).clients.iam.send(
          new CreateGroupCommand({ GroupName: `g${String(index).padStart(2, '0')}` }),
        ),
      ),
    )
    const all = Array.from({ length: 20 }, (_, index) => `g${String(index).padStart(2, '0')}`)
    expect(await groupNames(a)).toEqual(all)
    expect(await groupNames(b)).toEqual(all)
  })

  it('takes over the lock of a process that is gone', async () => {
    const file = join(folder, 'locked.json')
    const sandbox = await openSandbox({ file })
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    await writeFile(`${file}.lock`, String(pid))
    await sandbox.clients.iam.send(new CreateGroupCommand({ GroupName: 'Freed' }))
    expect(await groupNames(sandbox)).toEqual(['Freed'])
  })

  it.each([
    { content: '{"format": "rolewright-sandbox",', what: 'is not valid JSON' },
    { content: '[]', what: 'is not a sandbox account' },
    { content: '{"format":"rolewright-sandbox","version":1}', what: 'is not a sandbox account at `settings`' },
    { content: '', what: 'is not valid JSON' },
  ])('refuses a file with $content and leaves it as it is', async ({ content, what }) => {
    const file = join(folder, 'broken.json')
    await writeFile(file, content)
    const error = await refusalOf(openSandbox({ file }))
    expect(error.code).toBe('sandbox-file-invalid')
    expect(error.message).toContain(`\`${file}\` ${what}`)
    expect(error.message).not.toContain('\n')
    expect(error.hint).toContain(file)
    expect(await readFile(file, 'utf8')).toBe(content)
  })

  it('refuses a path through a file', async () => {
    const file = join(folder, 'plain')
    await writeFile(file, 'x')
    const error = await refusalOf(openSandbox({ file: join(file, 'account.json') }))
    expect(error.code).toBe('sandbox-file-unwritable')
    expect(error.message).toContain(file)
  })

  it('refuses a folder in place of a file', async () => {
    const error = await refusalOf(openSandbox({ file: folder }))
    expect(error.code).toBe('sandbox-file-unreadable')
    expect(error.message).toContain(folder)
  })

  it('says so when somebody damages the file, and goes on when it is mended', async () => {
    const file = join(folder, 'damaged.json')
    const sandbox = await openSandbox({ file })
    const good = await readFile(file, 'utf8')
    await writeFile(file, good.slice(0, 40))
    const error = await refusalOf(groupNames(sandbox))
    expect(error.code).toBe('sandbox-file-invalid')
    const server = await sandbox.listen(0)
    const body = new URLSearchParams({ Action: 'ListGroups', Version: '2010-05-08' })
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/iam/aws4_request' }
    const response = await fetch(server.url, { method: 'POST', body, headers })
    await server.close()
    expect(response.status).toBe(500)
    expect(await response.text()).toContain('is not valid JSON')
    await writeFile(file, good)
    expect(await groupNames(sandbox)).toEqual([])
  })

  it('keeps no secret', async () => {
    const file = join(folder, 'secrets.json')
    const { clients } = await openSandbox({ file })
    const { CreateAccessKeyCommand, CreateLoginProfileCommand, CreateUserCommand } = await import('@aws-sdk/client-iam')
    await clients.iam.send(new CreateUserCommand({ UserName: 'keeper' }))
    const key = await clients.iam.send(new CreateAccessKeyCommand({ UserName: 'keeper' }))
    await clients.iam.send(new CreateLoginProfileCommand({ UserName: 'keeper', Password: 'Correct-Horse-7' }))
    const text = await readFile(file, 'utf8')
    expect(text).toContain(key.AccessKey?.AccessKeyId)
    expect(text).not.toContain(key.AccessKey?.SecretAccessKey)
    expect(text).not.toContain('Correct-Horse-7')
  })
})

describe('the clock', () => {
  it('is put on for everybody who shares the file', async () => {
    const file = join(folder, 'clock.json')
    const clock = (): Date => new Date('2026-01-31T12:00:00Z')
    const first = await openSandbox({ file, clock })
    expect(await first.advance({ months: 1, days: 1, ms: 500 })).toEqual(new Date('2026-03-01T12:00:00.500Z'))
    const second = await openSandbox({ file, clock })
    expect(await second.now()).toEqual(new Date('2026-03-01T12:00:00.500Z'))
    const made = await second.clients.iam.send(new CreateGroupCommand({ GroupName: 'Later' }))
    expect(made.Group?.CreateDate).toEqual(new Date('2026-03-01T12:00:00Z'))
  })

  it('does not go back', async () => {
    const sandbox = await openSandbox()
    const error = await refusalOf(sandbox.advance({ days: -1 }))
    expect(error.code).toBe('sandbox-clock')
    expect(error.message).toContain('`-1` days')
  })
})

describe('a port', () => {
  it('that is taken is refused', async () => {
    const sandbox = await openSandbox()
    const server = await sandbox.listen(0)
    const error = await refusalOf(sandbox.listen(server.port))
    await server.close()
    expect(error.code).toBe('sandbox-port')
    expect(error.message).toContain(String(server.port))
  })
})

describe('an account number', () => {
  it('has twelve digits', async () => {
    expect((await refusalOf(openSandbox({ accountId: '12' }))).code).toBe('sandbox-account-id')
  })
})
