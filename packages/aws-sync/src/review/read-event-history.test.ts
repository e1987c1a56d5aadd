import { createServer } from 'node:http'
import { diff, type RolewrightError, type Trail, type Usage } from '@rolewright/core'
import { afterEach, describe, expect, it } from 'vitest'
import { apply } from '../apply/apply.ts'
import { allowing, desiredState } from '../apply/desired.testing.ts'
import { clientsAt } from '../read/clients-at.testing.ts'
import { readAccount } from '../read/read-account.ts'
import { regionsOf } from '../read/regions.ts'
import { openSandbox } from '../sandbox/index.ts'
import { readEventHistory } from './read-event-history.ts'
import type { OnRefused } from './read-review-trail.ts'
import { runReview } from './run-review.ts'

const accountId = '111122223333'
const now = new Date('2026-07-01T00:00:00Z')
const close: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const one of close.splice(0)) await one()
})

const usage = (...regions: readonly string[]): Usage => ({
  accountId,
  collectedAt: now.toISOString(),
  entities: [
    {
      arn: `arn:aws:iam::${accountId}:user/ana`,
      kind: 'user',
      reportedAt: now.toISOString(),
      services: regions.map((region, index) => ({
        namespace: `service${index}`,
        name: 'A service',
        lastAuthenticated: null,
        totalAuthenticatedEntities: 0,
        lastAuthenticatedRegion: region,
      })),
    },
  ],
})

const event = (region: string, name: string, type: string): object => ({
  EventId: `${region} ${name}`,
  CloudTrailEvent: JSON.stringify({
    eventID: `${region} ${name}`,
    eventTime: '2026-06-01T00:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: name,
    awsRegion: region,
    userIdentity: { type, arn: `arn:aws:iam::${accountId}:user/ana` },
  }),
})

type Refusal = readonly [code: string, message: string]
const NOT_ENABLED: Refusal = ['UnrecognizedClientException', 'The security token included in the request is invalid.']
const NOT_ALLOWED: Refusal = ['AccessDeniedException', 'User: x is not authorized to perform: cloudtrail:LookupEvents']
const CLOSED: Refusal = [NOT_ALLOWED[0], `${NOT_ALLOWED[1]} with an explicit deny in a service control policy`]

/** CloudTrail of every region on one port: what each answers, nothing unless given. */
async function read(
  given: { readonly usage: Usage; readonly regions?: readonly string[] },
  answers: Readonly<Record<string, readonly object[] | Refusal | 'reset'>>,
): Promise<{
  readonly trail: Trail | undefined
  readonly refused: readonly string[]
  readonly asked: readonly string[]
}> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const region = /\/([^/]+)\/cloudtrail\//.exec(request.headers.authorization ?? '')?.[1] ?? ''
    asked.push(region)
    const answer = answers[region] ?? []
    if (answer === 'reset') {
      request.socket.resetAndDestroy()
      return
    }
    const isRefusal = typeof answer[0] === 'string'
    response.writeHead(isRefusal ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(isRefusal ? { __type: answer[0], message: answer[1] } : { Events: answer }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const clients = clientsAt(`http://127.0.0.1:${port}`, { maxAttempts: 1 })
  close.push(async () => {
    clients.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const refused: string[] = []
  const onRefused: OnRefused = (evidence, { code, message }: RolewrightError) =>
    refused.push(`${evidence} ${code} ${message}`)
  const trail = await readEventHistory(
    clients,
    { usage: given.usage, now, windowDays: 90 },
    { onRefused, ...(given.regions === undefined ? {} : { regions: given.regions }) },
  )
  return { trail, refused, asked }
}

describe('the regions whose events are read', () => {
  it('are all where somebody was at work, although reports name the last one of each service alone', async () => {
    const { trail, asked } = await read(
      { usage: usage('eu-west-1'), regions: ['eu-north-1'] },
      {
        'ap-southeast-2': [event('ap-southeast-2', 'RunInstances', 'IAMUser')],
        'il-central-1': [event('il-central-1', 'RunInstances', 'AssumedRole')],
        // A service of AWS looks after every region, and so did the last review.
        'us-west-2': [event('us-west-2', 'LookupEvents', 'IAMUser'), event('us-west-2', 'RunInstances', 'AWSService')],
      },
    )
    expect(trail?.regions).toEqual(['ap-southeast-2', 'eu-north-1', 'eu-west-1', 'il-central-1', 'us-east-1'])
    expect(trail?.events).toHaveLength(4)
    expect(trail).not.toHaveProperty('unread')
    // Each is asked once, IAM's first.
    expect(asked.slice(0, 1)).toEqual(['us-east-1'])
    expect(asked.toSorted()).toEqual([...regionsOf('aws').always, ...regionsOf('aws').optIn].toSorted())
  })

  it('may be closed for everybody: not enabled, or by a service control policy', async () => {
    const { trail, refused } = await read(
      { usage: usage('eu-west-1') },
      { 'ap-east-1': NOT_ENABLED, 'us-west-2': CLOSED, 'me-south-1': CLOSED },
    )
    expect(trail?.regions).toEqual(['eu-west-1', 'us-east-1'])
    expect(trail).not.toHaveProperty('unread')
    expect(refused).toEqual([])
  })

  it.each<[string, string, Refusal | 'reset']>([
    ['are refused although somebody was there', 'eu-west-1', CLOSED],
    ['are not enabled any more although somebody was there', 'eu-west-1', NOT_ENABLED],
    ['are refused to these credentials alone', 'us-west-2', NOT_ALLOWED],
    ['take no such credentials although every account has them', 'us-west-2', NOT_ENABLED],
    ['are out of reach', 'us-west-2', 'reset'],
  ])('that %s leave the evidence incomplete, and it says so', async (_what, region, answer) => {
    const { trail, refused } = await read({ usage: usage('eu-west-1') }, { [region]: answer })
    expect(trail?.unread).toEqual([region])
    expect(trail?.regions).not.toContain(region)
    expect(refused).toEqual([
      expect.stringMatching(new RegExp(`^regions aws-\\S+ the events of \`${region}\` can't be read: `)),
    ])
  })

  it('are none where that of IAM is refused; what else goes wrong is an error', async () => {
    const { trail, refused } = await read({ usage: usage() }, { 'us-east-1': CLOSED })
    expect(trail).toBeUndefined()
    expect(refused).toEqual([expect.stringMatching(/^events aws-access-denied AWS refuses .* region us-east-1/)])
    const throttled: Refusal = ['ThrottlingException', 'Rate exceeded']
    await expect(read({ usage: usage() }, { 'us-west-2': throttled })).rejects.toMatchObject({ code: 'aws-throttled' })
    await expect(read({ usage: usage('eu-west-1') }, { 'eu-west-1': 'reset' })).rejects.toMatchObject({
      code: 'aws-unreachable',
    })
    await expect(read({ usage: usage() }, { 'us-east-1': NOT_ENABLED })).rejects.toMatchObject({
      code: 'aws-bad-credentials',
    })
  })

  it('are those of the partition; what a report names that is no region is not asked', async () => {
    const elsewhere = { ...usage('us-gov-east-1'), entities: usage('aws-global', 'evil.example.com/').entities }
    const china = usage().entities.map((entity) => ({ ...entity, arn: entity.arn.replace('arn:aws:', 'arn:aws-cn:') }))
    expect((await read({ usage: elsewhere }, {})).asked).not.toContain('aws-global')
    const { trail, asked } = await read({ usage: { ...elsewhere, entities: china } }, {})
    expect(asked).toEqual(['cn-north-1', 'cn-northwest-1'])
    expect(trail?.regions).toEqual(['cn-north-1'])
  })
})

it('a review keeps the resources of regions that no report names', async () => {
  const sandbox = await openSandbox({ accountId, clock: () => now })
  const action = 'secretsmanager:PutSecretValue'
  const desired = desiredState({
    policies: { Secrets: allowing(action) },
    groups: { Keeper: ['Secrets'] },
    users: { mary: ['Keeper'] },
  })
  await apply(diff(await readAccount(sandbox.clients), desired), sandbox.clients)
  await sandbox.advance({ days: 200 })
  const today = (await sandbox.now()).getTime()
  const touched = ['eu-west-1', 'us-east-1'].map((region, index) => ({
    user: 'mary',
    action,
    region,
    resource: `arn:aws:secretsmanager:${region}:${accountId}:secret:bills-AbCdEf`,
    // Last in us-east-1.
    at: new Date(today - (20 - index) * 86_400_000),
  }))
  await sandbox.use(touched)
  const { review } = await runReview(sandbox.clients, {
    windowDays: 90,
    ownedPath: '/rolewright/test/',
    perSecond: Infinity,
    now: () => new Date(today),
  })
  expect(review.proposals).toMatchObject([
    { kind: 'narrow-resources', after: { Resource: touched.map(({ resource }) => resource) } },
  ])
})
