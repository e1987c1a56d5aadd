import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountState } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountId, allowing, desiredState } from '../apply/desired.testing.ts'
import { readUsage, type UsageProgress } from './read-usage.ts'
import { openStubEndpoint, type StubAnswer, type StubEndpoint } from './stub-endpoint.testing.ts'

let dir: string
let file: string
const open: StubEndpoint[] = []
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'jobs-'))
  file = join(dir, 'reviews/.jobs.jsonl')
})
afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint.close()
  await rm(dir, { recursive: true })
})

const state: AccountState = desiredState({
  policies: { One: allowing('sqs:*'), Two: allowing('sns:*'), Three: allowing('s3:*') },
  groups: { Senders: ['One', 'Two', 'Three'] },
  users: { mary: ['Senders'], diego: ['Senders'] },
})
const done = `<JobStatus>COMPLETED</JobStatus><JobType>ACTION_LEVEL</JobType><JobCreationDate>2026-01-01T00:00:00.123Z</JobCreationDate><JobCompletionDate>2026-01-01T00:00:01Z</JobCompletionDate><ServicesLastAccessed></ServicesLastAccessed><IsTruncated>false</IsTruncated>`
const failed = `<JobStatus>FAILED</JobStatus><JobCreationDate>2026-01-01T00:00:00Z</JobCreationDate><Error><Message>broken</Message><Code>X</Code></Error><IsTruncated>false</IsTruncated>`
const running =
  '<JobStatus>IN_PROGRESS</JobStatus><JobCreationDate>2026-01-01T00:00:00Z</JobCreationDate><IsTruncated>false</IsTruncated>'
const lost: StubAnswer = { status: 404, code: 'NoSuchEntity', message: 'Job does not exist.' }
const now = new Date('2026-01-01T00:10:00Z')

/** An endpoint that counts the jobs of each entity; `get` answers for the job of an entity's name. */
async function endpoint(get: (name: string, job: string) => StubAnswer) {
  const jobs: string[] = []
  const made = await openStubEndpoint((operation, input) => {
    if (operation === 'GetCallerIdentity') return ''
    if (operation === 'GenerateServiceLastAccessedDetails') {
      jobs.push(input.get('Arn')?.split('/').at(-1) ?? '')
      return `<JobId>${String(jobs.length).padStart(36, '0')}</JobId>`
    }
    const job = input.get('JobId') ?? ''
    return get(jobs[Number(job) - 1] ?? 'unknown', job)
  })
  open.push(made)
  return { clients: made.clients, jobs }
}

const read = (
  clients: StubEndpoint['clients'],
  more: { readonly onProgress?: (progress: UsageProgress) => void; readonly at?: Date } = {},
) =>
  readUsage(clients, state, {
    journal: file,
    sleep: async () => undefined,
    concurrency: 1,
    now: () => more.at ?? now,
    ...more,
  })

describe('the jobs of last-accessed reports', () => {
  it('are one an entity: policies, groups and members, with the calls counted', async () => {
    const { clients, jobs } = await endpoint(() => done)
    const seen: UsageProgress[] = []
    const usage = await read(clients, { onProgress: (progress) => seen.push(progress) })
    expect(usage.entities.map(({ kind, arn }) => `${kind} ${arn.split('/').at(-1)}`)).toEqual([
      'policy One',
      'policy Three',
      'policy Two',
      'group Senders',
      'user diego',
      'user mary',
    ])
    expect(jobs.toSorted()).toEqual(['One', 'Senders', 'Three', 'Two', 'diego', 'mary'])
    // Who one is, and for each report a start and a look.
    expect(seen.at(-1)).toMatchObject({ done: 6, total: 6, calls: 13 })
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('go on after a crash: what was started is read, and nothing is started twice', async () => {
    let broken = true
    const { clients, jobs } = await endpoint((name) =>
      broken && name === 'Two' ? { status: 400, code: 'ValidationError', message: 'power cut' } : done,
    )
    await expect(read(clients)).rejects.toMatchObject({ code: 'aws-error' })
    expect(jobs).toEqual(['One', 'Three', 'Two'])
    // The line that the crash tore.
    await writeFile(file, `${await readFile(file, 'utf8')}{"arn":"arn:aws:iam`)
    broken = false
    expect((await read(clients)).entities).toHaveLength(6)
    expect(jobs).toEqual(['One', 'Three', 'Two', 'Senders', 'diego', 'mary'])
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('that expired or failed meanwhile are asked for again, three times each at most', async () => {
    const { clients, jobs } = await endpoint((_, job) => (Number(job) <= 2 ? lost : done))
    expect((await read(clients)).entities).toHaveLength(6)
    expect(jobs.filter((name) => name === 'One')).toHaveLength(3)
    const stubborn = await endpoint(() => failed)
    await expect(read(stubborn.clients)).rejects.toMatchObject({
      code: 'usage-failed',
      message: expect.stringContaining('broken'),
    })
    expect(stubborn.jobs).toHaveLength(3)
  })

  it('of an earlier hour, and of somebody else, are not read', async () => {
    const { clients, jobs } = await endpoint(() => done)
    const [arn = ''] = state.policies.map((policy) => policy.arn)
    const line = (at: string, by: string): string =>
      `${JSON.stringify({ arn, jobId: 'old'.padEnd(36, '0'), at, by })}\n`
    await readUsage(clients, state, { journal: file, sleep: async () => undefined, now: () => now })
    const before = jobs.length
    await writeFile(
      file,
      line('2025-12-31T23:00:00.000Z', `arn:aws:iam::${accountId}:user/mary`) +
        line(now.toISOString(), 'arn:aws:iam::1:user/other'),
    )
    await read(clients)
    expect(jobs.length - before).toBe(6)
  })

  it('that go on running are waited for, and looked at again by the next run, but never started twice', async () => {
    let isRunning = true
    const { clients, jobs } = await endpoint(() => (isRunning ? running : done))
    await expect(read(clients)).rejects.toMatchObject({
      code: 'usage-failed',
      message: expect.stringMatching(/policy\/rolewright\/test\/One`: it was not done after 5 minutes$/),
      hint: 'run it again later: nothing is decided on a part of the reports',
    })
    expect(jobs).toEqual(['One'])
    isRunning = false
    expect((await read(clients)).entities).toHaveLength(6)
    expect(jobs.toSorted()).toEqual(['One', 'Senders', 'Three', 'Two', 'diego', 'mary'])
  })

  it.each([
    ['repeat a page for ever', () => 'same'],
    ['never end', (page: number) => `page ${page}`],
  ])('whose pages %s are an error, and no reason for another job', async (_, markerOf) => {
    let pages = 0
    const { clients, jobs } = await endpoint(() => {
      pages += 1
      return done.replace('<IsTruncated>false', `<Marker>${markerOf(pages)}</Marker><IsTruncated>true`)
    })
    await expect(read(clients)).rejects.toMatchObject({
      code: 'usage-failed',
      message: expect.stringContaining('its pages do not go on'),
    })
    expect(jobs).toEqual(['One'])
    expect(pages).toBeLessThan(1100)
  })

  it('of what was deleted meanwhile are an error that says so, and the others are not asked for again', async () => {
    const made = await openStubEndpoint((operation, input, earlier) => {
      if (operation === 'GetCallerIdentity') return ''
      if (operation !== 'GenerateServiceLastAccessedDetails') return done
      if (input.get('Arn')?.endsWith('/Three') === true)
        return { status: 404, code: 'NoSuchEntity', message: 'ARN does not exist.' }
      return `<JobId>${String(earlier).padStart(36, '0')}</JobId>`
    })
    open.push(made)
    await expect(read(made.clients)).rejects.toMatchObject({
      code: 'usage-failed',
      message:
        '`arn:aws:iam::111122223333:policy/rolewright/test/Three` was deleted before its last-accessed report was asked for',
      hint: 'run it again: the account is read anew, and reports that were made are not asked for again',
    })
    expect(await readFile(file, 'utf8')).toMatch(/^\{"arn":"[^"]+\/One","jobId":"0{36}".*\}\n$/)
  })

  it.each([
    ['no JSON', '{"arn":'],
    ['an id that AWS would refuse as malformed', JSON.stringify({ arn: 'ARN', jobId: 'x', at: now, by: 'BY' })],
    ['no date', JSON.stringify({ arn: 'ARN', jobId: 'e'.repeat(36), at: 'yesterday', by: 'BY' })],
    [
      'the date of a clock that was ahead',
      JSON.stringify({ arn: 'ARN', jobId: 'e'.repeat(36), at: '2026-01-01T02:00:00.000Z', by: 'BY' }),
    ],
  ])('are not taken from a line with %s', async (_, line) => {
    const { clients, jobs } = await endpoint(() => done)
    const [arn = ''] = state.policies.map((policy) => policy.arn)
    await mkdir(join(dir, 'reviews'))
    await writeFile(file, `${line.replace('ARN', arn).replace('BY', 'arn:aws:iam::111122223333:user/mary')}\n`)
    expect((await read(clients)).entities).toHaveLength(6)
    expect(jobs).toHaveLength(6)
  })
})
