import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { readTrailExport } from './read-trail-export.ts'

const accountId = '111122223333'
const record = (eventID: string, more: object = {}): object => ({
  eventID,
  eventTime: '2026-11-02T09:30:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'us-east-1',
  recipientAccountId: accountId,
  ...more,
})

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rolewright-trail-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function save(name: string, content: string | Buffer | object): Promise<string> {
  const file = join(dir, name)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content))
  return file
}

const ids = async (path: string): Promise<string[]> => (await readTrailExport(path, { accountId })).map(({ id }) => id)

describe('saved events', () => {
  it('are read from a file as a trail writes it, zipped or not', async () => {
    const Records = [record('b', { eventTime: '2026-11-02T09:31:00Z' }), record('a')]
    expect(await ids(await save('a.json', { Records }))).toEqual(['a', 'b'])
    expect(await ids(await save('a.json.gz', gzipSync(JSON.stringify({ Records }))))).toEqual(['a', 'b'])
    expect(await ids(await save('bom.json', `\uFEFF${JSON.stringify({ Records })}`))).toEqual(['a', 'b'])
    expect(await ids(await save('empty.json', { Records: [] }))).toEqual([])
  })

  it('are read from the answer of `aws cloudtrail lookup-events`', async () => {
    const Events = [{ EventId: 'a', CloudTrailEvent: JSON.stringify(record('a')) }]
    expect(await ids(await save('events.json', { Events }))).toEqual(['a'])
  })

  it('are read from a folder, each once, without digests and other files', async () => {
    await save('2026/11/01/one.json.gz', gzipSync(JSON.stringify({ Records: [record('a')] })))
    await save('2026/11/02/two.json', { Records: [record('a'), record('b')] })
    await save('CloudTrail-Digest/2026/11/02/digest.json', { digestS3Bucket: 'x' })
    await save('README.txt', 'events')
    expect(await ids(dir)).toEqual(['a', 'b'])
  })

  it('of other accounts are left out', async () => {
    const file = await save('a.json', { Records: [record('a'), record('b', { recipientAccountId: '444455556666' })] })
    expect(await ids(file)).toEqual(['a'])
  })

  it('are refused where all are of other accounts', async () => {
    const path = await save('a.json', { Records: [record('b', { recipientAccountId: '444455556666' })] })
    await expect(readTrailExport(path, { accountId })).rejects.toMatchObject({
      code: 'trail-export-other-account',
      message: 'all events are of account `444455556666`, and none of `111122223333`',
      hint: 'give the events of `111122223333`, or name another account with `--account`',
      path,
    })
  })

  const shapes = 'the file has neither `Records`, as a trail writes them, nor `Events`, as `lookup-events` prints them'
  it.each<[string, string | object, string]>([
    ['no JSON', '{"Records": [', 'the file is not JSON'],
    ['another JSON', { Users: [] }, shapes],
    ['no object', 'null', shapes],
    [
      'half an event',
      { Records: [record('a'), { eventID: 'b' }] },
      "event 2 can't be read: `eventTime` is missing or not as CloudTrail writes it",
    ],
    ['an event that is a number', { Records: [7] }, "event 1 can't be read: it is no object"],
    [
      'an answer without records',
      { Events: [{ EventId: 'a' }] },
      "event 1 can't be read: `eventID` is missing or not as CloudTrail writes it",
    ],
    ['an answer with broken records', { Events: [{ CloudTrailEvent: '{' }] }, "event 1 can't be read: it is no object"],
  ])('are refused where a file is %s, however good the others', async (_what, content, message) => {
    await save('a.json', { Records: [record('a')] })
    const path = await save('b.json', content)
    await expect(readTrailExport(dir, { accountId })).rejects.toMatchObject({
      code: 'trail-export-invalid',
      message,
      hint: 'give a file or a folder that a trail wrote to S3, or the answer of `aws cloudtrail lookup-events`',
      path,
    })
  })

  it('are refused where a folder has none', async () => {
    await expect(readTrailExport(dir, { accountId })).rejects.toMatchObject({
      code: 'trail-export-invalid',
      message: 'there is no `.json` or `.json.gz` in the folder',
      path: dir,
    })
  })

  it("are refused where they can't be read", async () => {
    const missing = join(dir, 'missing.json')
    await expect(readTrailExport(missing, { accountId })).rejects.toMatchObject({
      code: 'trail-export-unreadable',
      message: expect.stringMatching(/^the saved events can't be read: ENOENT/),
      hint: 'check the path, and that the file is whole',
      path: missing,
    })
    const whole = gzipSync(JSON.stringify({ Records: [record('a')] }))
    const torn = await save('torn.json.gz', whole.subarray(0, whole.length - 12))
    await expect(readTrailExport(torn, { accountId })).rejects.toMatchObject({
      code: 'trail-export-unreadable',
      path: torn,
    })
  })

  it('are read as events a line, as a list, and as a single one; what Insights says of them is none', async () => {
    const line = (id: string): string => JSON.stringify(record(id))
    expect(await ids(await save('a.ndjson', `${line('a')}\r\n\n${line('b')}\n`))).toEqual(['a', 'b'])
    const zipped = gzipSync(JSON.stringify({ Records: [record('a')] }))
    const members = Buffer.concat([gzipSync(`${line('c')}\n`), gzipSync(line('d'))])
    expect(await ids(await save('b.jsonl.gz', members))).toEqual(['c', 'd'])
    expect(await ids(await save('c.json', [record('a'), record('b')]))).toEqual(['a', 'b'])
    expect(await ids(await save('d.json', record('a')))).toEqual(['a'])
    const insight = { eventID: 'i', eventCategory: 'Insight', insightDetails: {} }
    expect(await ids(await save('e.json', { Records: [insight, record('a')] }))).toEqual(['a'])
    const folder = join(dir, 'all')
    await mkdir(folder)
    await writeFile(join(folder, 'a.ndjson'), line('a'))
    await symlink(await save('b.json.gz', zipped), join(folder, 'linked.json.gz'))
    await save('all/.DS_Store', 'x')
    expect(await ids(folder)).toEqual(['a'])
  })

  it.each([
    ['half a download', 'b.json.gz.1A2b3C4d'],
    ['an archive', 'b.zip'],
    ['a table of Athena', 'b.csv'],
  ])('are refused where a folder has %s too, which may hold more', async (_what, name) => {
    await save('a.json', { Records: [record('a')] })
    const path = await save(name, 'x')
    await expect(readTrailExport(dir, { accountId })).rejects.toMatchObject({
      code: 'trail-export-invalid',
      message: 'this may hold events, and is not read',
      hint: 'unpack it to `.json` or `.json.gz`, or move it elsewhere: nothing is decided on a part of the events',
      path,
    })
    await rm(path)
    const elsewhere = await mkdtemp(join(tmpdir(), 'rolewright-linked-'))
    onTestFinished(() => rm(elsewhere, { recursive: true }))
    await symlink(elsewhere, join(dir, 'folder'))
    await expect(readTrailExport(dir, { accountId })).rejects.toMatchObject({ path: join(dir, 'folder') })
  })

  it.each<[string, string, string | object, string]>([
    ['a line', 'a.jsonl', `${JSON.stringify(record('a'))}\n{"eventID":`, 'line 2 is not JSON'],
    [
      'an event of a line',
      'a.jsonl',
      `${JSON.stringify(record('a'))}\n${JSON.stringify({ Records: [record('b'), 7] })}`,
      "line 2, event 2 can't be read: it is no object",
    ],
    ['a place', 'a.json', '{\n  "Records": [1 2]\n}', 'the file is not JSON from line 2, column 17 on'],
    [
      'the rest',
      'a.json',
      { Events: [{ CloudTrailEvent: JSON.stringify(record('a')) }], NextToken: 'more' },
      'the answer goes on after these events, as its `NextToken` says',
    ],
    [
      'UTF-16',
      'a.json',
      Buffer.from(JSON.stringify({ Records: [] }), 'utf16le').toString('latin1'),
      'the file is not JSON',
    ],
  ])('are refused by %s', async (_what, name, content, message) => {
    const path = await save(name, content)
    await expect(readTrailExport(path, { accountId })).rejects.toMatchObject({
      code: 'trail-export-invalid',
      message: expect.stringContaining(message),
      path,
    })
  })
})
