import type { AccountState } from '@rolewright/core'
import { afterEach, describe, expect, it } from 'vitest'
import { accountId, allowing, desiredState } from '../apply/desired.testing.ts'
import { readUsage } from './read-usage.ts'
import { openStubEndpoint, type StubAnswer, type StubEndpoint } from './stub-endpoint.testing.ts'

const open: StubEndpoint[] = []
afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint.close()
})

const state: AccountState = desiredState({ policies: { Queue: allowing('sqs:*') }, groups: { Senders: ['Queue'] } })
const job = 'a'.repeat(36)
const noSleep = async (): Promise<void> => undefined
const done = (rows: string, marker?: string): string =>
  `<JobStatus>COMPLETED</JobStatus><JobType>ACTION_LEVEL</JobType><JobCreationDate>2026-01-01T00:00:00.123Z</JobCreationDate><JobCompletionDate>2026-01-01T00:00:01Z</JobCompletionDate><ServicesLastAccessed>${rows}</ServicesLastAccessed><IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? '' : `<Marker>${marker}</Marker>`}`
const row = (namespace: string, more = ''): string =>
  `<member><ServiceName>Amazon ${namespace}</ServiceName><ServiceNamespace>${namespace}</ServiceNamespace><TotalAuthenticatedEntities>0</TotalAuthenticatedEntities>${more}</member>`
const running =
  '<JobStatus>IN_PROGRESS</JobStatus><JobCreationDate>2026-01-01T00:00:00Z</JobCreationDate><IsTruncated>false</IsTruncated>'
const failed = `<JobStatus>FAILED</JobStatus><JobCreationDate>2026-01-01T00:00:00Z</JobCreationDate><Error><Message>broken inside</Message><Code>X</Code></Error><IsTruncated>false</IsTruncated>`

async function endpoint(get: (input: URLSearchParams, earlier: number) => StubAnswer): Promise<StubEndpoint> {
  const made = await openStubEndpoint((operation, input, earlier) => {
    if (operation === 'GetCallerIdentity') return ''
    if (operation === 'GenerateServiceLastAccessedDetails') {
      const asked = input.get('Granularity')
      return asked === 'ACTION_LEVEL'
        ? `<JobId>${job}</JobId>`
        : { status: 400, code: 'InvalidInput', message: 'level' }
    }
    return get(input, earlier)
  })
  open.push(made)
  return made
}

describe('readUsage', () => {
  it('waits for the job, with growing pauses, and reads all of its pages', async () => {
    const actions =
      '<LastAuthenticated>2025-12-01T00:00:00Z</LastAuthenticated><TrackedActionsLastAccessed><member><ActionName>GetQueueUrl</ActionName></member><member><ActionName>ListQueues</ActionName><LastAccessedTime>2025-12-01T00:00:00Z</LastAccessedTime></member></TrackedActionsLastAccessed>'
    const { clients } = await endpoint((input, earlier) => {
      if (earlier < 3) return running
      return input.get('Marker') === null ? done(row('sns'), 'more') : done(row('sqs', actions))
    })
    const pauses: number[] = []
    const sleep = async (ms: number): Promise<void> => void pauses.push(ms)
    const usage = await readUsage(clients, state, { groups: false, sleep, now: () => new Date('2026-01-02') })
    expect(pauses).toEqual([200, 400, 800])
    expect(usage).toEqual({
      accountId,
      collectedAt: '2026-01-02T00:00:00.000Z',
      entities: [
        {
          arn: state.policies[0]?.arn,
          kind: 'policy',
          reportedAt: '2026-01-01T00:00:00.123Z',
          services: [
            { namespace: 'sns', name: 'Amazon sns', lastAuthenticated: null, totalAuthenticatedEntities: 0 },
            {
              namespace: 'sqs',
              name: 'Amazon sqs',
              lastAuthenticated: '2025-12-01T00:00:00.000Z',
              totalAuthenticatedEntities: 0,
              actions: [
                { action: 'sqs:GetQueueUrl', lastAccessed: null },
                { action: 'sqs:ListQueues', lastAccessed: '2025-12-01T00:00:00.000Z' },
              ],
            },
          ],
        },
      ],
    })
  })

  it('starts a job that failed or got lost again', async () => {
    const { clients } = await endpoint((_, earlier) =>
      earlier === 0
        ? failed
        : earlier === 1
          ? { status: 404, code: 'NoSuchEntity', message: 'gone' }
          : done(row('sqs')),
    )
    const usage = await readUsage(clients, state, { groups: false, sleep: noSleep })
    expect(usage.entities[0]?.services.map(({ namespace }) => namespace)).toEqual(['sqs'])
  })

  it.each([
    [
      'a job that goes on failing',
      failed,
      'AWS did not finish the last-accessed report of `arn:aws:iam::111122223333:policy/rolewright/test/Queue`: broken inside',
    ],
    ['a job that never ends', running, 'it was not done after 5 minutes'],
    ['pages that lead in a circle', done(row('sqs'), 'again'), 'its pages do not go on'],
  ])('gives no part of the usage on %s', async (_, answer, message) => {
    const { clients } = await endpoint(() => answer)
    await expect(readUsage(clients, state, { sleep: noSleep })).rejects.toMatchObject({
      code: 'usage-failed',
      message: expect.stringContaining(message),
    })
  })

  it('names the permission that is missing', async () => {
    const { clients } = await endpoint(() => ({ status: 403, code: 'AccessDenied', message: 'no' }))
    await expect(readUsage(clients, state, { sleep: noSleep })).rejects.toMatchObject({
      code: 'aws-access-denied',
      hint: 'let these credentials `iam:GetServiceLastAccessedDetails`, or use others',
    })
  })
})
