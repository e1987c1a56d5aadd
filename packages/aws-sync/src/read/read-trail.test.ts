import { createServer, type Server } from 'node:http'
import * as iamSdk from '@aws-sdk/client-iam'
import type { TrailEvent } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { clientsAt } from './clients-at.testing.ts'
import { readTrail, trailPages } from './read-trail.ts'

const accountId = '111122223333'
const perSecond = Infinity
const names = (events: readonly TrailEvent[]): string[] => events.map(({ name }) => name)

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await openSandbox({ accountId, clock: () => new Date('2026-07-01T00:00:00Z') })
  await sandbox.clients.iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana' }))
})

describe('reading the event history', () => {
  it('gives the events of all regions and pages, the oldest first, each once', async () => {
    const at = (index: number): string => new Date(Date.UTC(2026, 5, 1, 0, index)).toISOString()
    await sandbox.use(
      Array.from({ length: 130 }, (_, index) => ({
        user: 'ana',
        action: 'ec2:RunInstances',
        at: at(index),
        region: ['eu-west-1', 'eu-central-1'][index % 2] ?? '',
      })),
    )
    const events = await readTrail(sandbox.clients, {
      regions: ['eu-west-1', 'us-east-1', 'eu-central-1', 'eu-west-1'],
      to: new Date('2026-07-01T00:00:00Z'),
      perSecond,
    })
    const made = events.filter(({ name }) => name !== 'LookupEvents')
    expect(made).toHaveLength(131)
    expect(made.slice(0, 130).map((event) => event.at)).toEqual(Array.from({ length: 130 }, (_, index) => at(index)))
    expect(made[130]).toMatchObject({
      name: 'CreateUser',
      region: 'us-east-1',
      actor: { arn: `arn:aws:iam::${accountId}:root`, kind: 'root' },
      resources: [`arn:aws:iam::${accountId}:user/ana`],
      readOnly: false,
    })
  })

  it('tells how many days of all regions are read', async () => {
    const at = (day: number): string => new Date(Date.UTC(2026, 5, day, 12)).toISOString()
    await sandbox.use(
      Array.from({ length: 60 }, (_, index) => ({
        user: 'ana',
        action: 'ec2:RunInstances',
        at: at(1 + (index % 30)),
        region: 'eu-west-1',
      })),
    )
    const period = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-07-01T00:00:00Z') }
    const told: string[] = []
    const regions = ['eu-west-1', 'eu-north-1']
    await readTrail(sandbox.clients, {
      regions,
      ...period,
      perSecond,
      onProgress: ({ done, total, region, events }) => told.push(`${region} ${done}/${total} ${events}`),
    })
    expect(told.filter((line) => line.startsWith('eu-west-1')).map((line) => line.split(' ')[2])).toEqual([
      '50',
      '60',
      '60',
    ])
    expect(told.at(-1)).toMatch(/ 60\/60 60$/)
    await readTrail(sandbox.clients, { regions, perSecond, onProgress: () => expect.unreachable('without a period') })
  })

  it('asks for a period and a property', async () => {
    for (const day of ['01', '02', '03']) {
      await sandbox.use({ user: 'ana', action: 'kms:CreateKey', at: `2026-06-${day}T00:00:00Z` })
    }
    const events = await readTrail(sandbox.clients, {
      regions: ['us-east-1'],
      from: new Date('2026-06-02T00:00:00Z'),
      attribute: { key: 'EventName', value: 'CreateKey' },
      perSecond,
    })
    expect(events.map(({ at }) => at)).toEqual(['2026-06-02T00:00:00.000Z', '2026-06-03T00:00:00.000Z'])
  })

  it('gives pages to whoever needs only the last events', async () => {
    await sandbox.use(Array.from({ length: 60 }, () => ({ user: 'ana', action: 'kms:CreateKey' })))
    for await (const page of trailPages(sandbox.clients, { region: 'us-east-1' })) {
      expect(names(page)).toEqual(Array.from({ length: 50 }, () => 'CreateKey'))
      break
    }
  })

  it('tells a caller apart who may not read it', async () => {
    const { AccessKey: key } = await sandbox.clients.iam.send(new iamSdk.CreateAccessKeyCommand({ UserName: 'ana' }))
    const ana = sandbox.clientsFor({ accessKeyId: key?.AccessKeyId ?? '' })
    await expect(readTrail(ana, { regions: ['us-east-1'], perSecond })).rejects.toMatchObject({
      code: 'aws-access-denied',
      message: expect.stringMatching(/^AWS refuses `cloudtrail:LookupEvents` for region us-east-1: User: /),
      hint: 'let these credentials `cloudtrail:LookupEvents`, or use others',
    })
  })

  it('asks no more than twice a second unless told otherwise', async () => {
    await sandbox.use(Array.from({ length: 120 }, () => ({ user: 'ana', action: 'kms:CreateKey' })))
    const took = async (rate: number): Promise<number> => {
      const began = performance.now()
      await readTrail(sandbox.clients, { regions: ['us-east-1'], perSecond: rate })
      return performance.now() - began
    }
    // Three pages have two pauses between them.
    expect(await took(20)).toBeGreaterThanOrEqual(95)
  })
})

describe('an endpoint that does not give the whole history', () => {
  let server: Server | undefined
  afterEach(() => new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve))))

  /** Answers one call after the other as told; the last answer goes on. */
  async function answering(...answers: (object | number)[]): Promise<ReturnType<typeof clientsAt>> {
    let asked = 0
    const listening = createServer((_request, response) => {
      const answer = answers[Math.min(asked++, answers.length - 1)] ?? 500
      const [status, body] = typeof answer === 'number' ? [answer, { __type: 'ThrottlingException' }] : [200, answer]
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
    })
    server = listening
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    const address = listening.address()
    return clientsAt(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
  }

  const CloudTrailEvent = JSON.stringify({
    eventID: 'a',
    eventTime: '2026-11-02T09:30:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    awsRegion: 'us-east-1',
  })
  const page = { Events: [{ EventId: 'a', CloudTrailEvent }], NextToken: 'next' }

  it.each<[string, (object | number)[], object]>([
    ['throttles on the second page', [page, 400], { code: 'aws-throttled' }],
    [
      'gives the same page for ever',
      [page],
      { code: 'trail-incomplete', message: 'CloudTrail answers in region us-east-1 with the same page twice' },
    ],
    [
      'goes round in a circle of pages',
      [page, { ...page, NextToken: 'other' }, page],
      { code: 'trail-incomplete', message: 'CloudTrail answers in region us-east-1 with the same page twice' },
    ],
    [
      'gives an event without its record',
      [{ Events: [{ EventId: 'a' }] }],
      {
        code: 'trail-incomplete',
        message: 'CloudTrail answers in region us-east-1 with the event `a`, in which it is no object',
      },
    ],
    [
      'gives a record that is none',
      [{ Events: [{ EventId: 'a', CloudTrailEvent: '{"eventID":"a"}' }] }],
      {
        code: 'trail-incomplete',
        message:
          'CloudTrail answers in region us-east-1 with the event `a`, in which `eventTime` is missing or not as CloudTrail writes it',
        hint: 'run it again; nothing is decided on half a history',
      },
    ],
  ])('fails where it %s', async (_what, answers, error) => {
    const clients = await answering(...answers)
    await expect(readTrail(clients, { regions: ['us-east-1'], perSecond })).rejects.toMatchObject(error)
    clients.destroy()
  })
})
