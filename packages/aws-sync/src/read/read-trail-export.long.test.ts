import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readTrailExport } from './read-trail-export.ts'

const accountId = '111122223333'
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rolewright-large-'))
})
afterEach(() => rm(dir, { recursive: true }))

it('refuses saved events that are made to fill the memory', async () => {
  const nothing = gzipSync(Buffer.alloc(10_000_000))
  const path = join(dir, 'bomb.json.gz')
  await writeFile(path, Buffer.concat(Array.from({ length: 60 }, () => nothing)))
  await expect(readTrailExport(path, { accountId })).rejects.toMatchObject({
    code: 'trail-export-unreadable',
    message: "the saved events can't be read: it is larger than 512 MB",
    path,
  })
})

it('reads 200 MB of saved events', async () => {
  const record = (index: number): string =>
    JSON.stringify({
      eventID: String(index),
      eventTime: '2026-11-02T09:30:00Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      awsRegion: 'us-east-1',
      recipientAccountId: accountId,
      requestParameters: { userData: 'x'.repeat(700) },
    })
  const path = join(dir, 'large.json')
  await writeFile(path, `{"Records":[${Array.from({ length: 220_000 }, (_, index) => record(index)).join(',')}]}`)
  const before = process.memoryUsage().rss
  expect(await readTrailExport(path, { accountId })).toHaveLength(220_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(1_500_000_000)
})
