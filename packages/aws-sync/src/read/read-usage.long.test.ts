import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountState } from '@rolewright/core'
import { expect, it } from 'vitest'
import { allowing, desiredState } from '../apply/desired.testing.ts'
import { readUsage, type UsageProgress } from './read-usage.ts'
import { openStubEndpoint } from './stub-endpoint.testing.ts'

const GROUPS = 300
const POLICIES = 1500
const USERS = 200

const numbered = (count: number, prefix: string): string[] => Array.from({ length: count }, (_, at) => `${prefix}${at}`)

/** As large as IAM lets an account be: five policies of its own for each group. */
const state: AccountState = desiredState({
  policies: Object.fromEntries(numbered(POLICIES, 'Policy').map((name) => [name, allowing('sqs:*')])),
  groups: Object.fromEntries(
    numbered(GROUPS, 'Group').map((name, group) => [name, numbered(5, '').map((_, at) => `Policy${group * 5 + at}`)]),
  ),
  users: Object.fromEntries(numbered(USERS, 'user').map((name, at) => [name, [`Group${at}`]])),
})

const page = (rows: string): string =>
  `<JobStatus>COMPLETED</JobStatus><JobType>ACTION_LEVEL</JobType><JobCreationDate>2026-01-01T00:00:00Z</JobCreationDate><JobCompletionDate>2026-01-01T00:00:01Z</JobCompletionDate><ServicesLastAccessed>${rows}</ServicesLastAccessed><IsTruncated>false</IsTruncated>`
const running =
  '<JobStatus>IN_PROGRESS</JobStatus><JobCreationDate>2026-01-01T00:00:00Z</JobCreationDate><IsTruncated>false</IsTruncated>'

it('reads 300 groups, 1,500 policies and 200 members with one job each, over a crash, and counts its calls', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'usage-'))
  const jobs = new Map<string, number>()
  const looked = new Set<string>()
  let calls = 0
  let started = 0
  let crashAt = 1200
  const endpoint = await openStubEndpoint((operation, input) => {
    calls += 1
    if (operation === 'GetCallerIdentity') return ''
    if (operation === 'GenerateServiceLastAccessedDetails') {
      const arn = input.get('Arn') ?? ''
      jobs.set(arn, (jobs.get(arn) ?? 0) + 1)
      return `<JobId>${String((started += 1)).padStart(36, '0')}</JobId>`
    }
    const job = input.get('JobId') ?? ''
    if (Number(job) === crashAt) return { status: 400, code: 'ValidationError', message: 'power cut' }
    // Each job is in progress at the first look.
    if (looked.has(job)) return page('')
    looked.add(job)
    return running
  })
  const seen: UsageProgress[] = []
  const read = () =>
    readUsage(endpoint.clients, state, {
      journal: join(dir, 'jobs.jsonl'),
      concurrency: 10,
      sleep: async () => undefined,
      onProgress: (progress) => seen.push(progress),
    })
  await expect(read()).rejects.toMatchObject({ code: 'aws-error' })
  const [before, callsBefore] = [seen.length, calls]
  crashAt = 0
  const usage = await read()
  await endpoint.close()
  await rm(dir, { recursive: true })
  const total = GROUPS + POLICIES + USERS
  expect(usage.entities).toHaveLength(total)
  expect(jobs.size).toBe(total)
  expect([...jobs.values()].every((count) => count === 1)).toBe(true)
  expect(before).toBeLessThan(total - 500)
  expect(seen.at(-1)).toMatchObject({ done: total, total, calls: calls - callsBefore })
}, 120_000)
