import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import type { AuditEntry, AuditKind, JsonValue, Usage } from '@rolewright/core'
import { placeKey } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory } from '../audit/open-history.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { accessDates } from './access-dates.ts'
import { readReviewTrail, readSavedTrail } from './read-review-trail.ts'
import { runReview } from './run-review.ts'

const accountId = '111122223333'
const begin = new Date('2026-01-01T00:00:00Z')
let dir: string
let sandbox: Sandbox
let policyArn = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trail-'))
  sandbox = await openSandbox({ accountId, clock: () => begin })
  const { iam } = sandbox.clients
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' },
  })
  policyArn =
    (await iam.send(new CreatePolicyCommand({ PolicyName: 'Queue', PolicyDocument: document }))).Policy?.Arn ?? ''
  for (const GroupName of ['Old', 'New']) await iam.send(new CreateGroupCommand({ GroupName }))
  for (const UserName of ['mary', 'ana']) await iam.send(new CreateUserCommand({ UserName, Path: '/staff/' }))
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Old', PolicyArn: policyArn }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Old', UserName: 'mary' }))
  await sandbox.advance({ days: 200 })
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'New', PolicyArn: policyArn }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'New', UserName: 'ana' }))
  await sandbox.advance({ days: 20 })
})
afterEach(() => rm(dir, { recursive: true }))

const usage = (region?: string): Usage => ({
  accountId,
  collectedAt: begin.toISOString(),
  entities: [
    {
      arn: policyArn,
      kind: 'policy',
      reportedAt: begin.toISOString(),
      services: [
        {
          namespace: 'sqs',
          name: 'Amazon SQS',
          lastAuthenticated: null,
          totalAuthenticatedEntities: 0,
          ...(region === undefined ? {} : { lastAuthenticatedRegion: region }),
        },
      ],
    },
  ],
})

const entry = (kind: AuditKind, data: JsonValue, at: string): AuditEntry => ({
  version: 1,
  id: at,
  at,
  by: { arn: 'arn:aws:iam::111122223333:user/mary' },
  kind,
  prev: [],
  hash: '',
  data,
})

const perSecond = Infinity

describe('the events that a review goes by', () => {
  it('are the event history of the window, in every region that reports speak of and that is asked for', async () => {
    const now = await sandbox.now()
    await sandbox.use({ user: 'ana', action: 'sqs:CreateQueue', region: 'eu-west-1' })
    const trail = await readReviewTrail(
      sandbox.clients,
      { usage: usage('eu-west-1'), now, windowDays: 60 },
      { perSecond, regions: ['ap-south-1'] },
    )
    expect(trail?.regions).toEqual(['ap-south-1', 'eu-west-1', 'us-east-1'])
    expect(trail?.from).toBe(new Date(now.getTime() - 60 * 86_400_000).toISOString())
    expect(trail?.events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['AttachGroupPolicy', 'AddUserToGroup', 'CreateQueue']),
    )
  })

  it('are none where the history may not be read, and where nobody wants it', async () => {
    const { iam } = sandbox.clients
    const now = await sandbox.now()
    const given = { usage: usage(), now, windowDays: 90 }
    expect(await readReviewTrail(sandbox.clients, given, { eventHistory: 'never' })).toBeUndefined()
    await iam.send(
      new PutUserPolicyCommand({
        UserName: 'mary',
        PolicyName: 'iam',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
        }),
      }),
    )
    const key = await iam.send(new CreateAccessKeyCommand({ UserName: 'mary' }))
    const mary = sandbox.clientsFor({ accessKeyId: key.AccessKey?.AccessKeyId ?? '' })
    expect(await readReviewTrail(mary, given, { perSecond })).toBeUndefined()
  })

  it('join a saved export, which reaches further back, with the history', async () => {
    const now = await sandbox.now()
    const record = (eventID: string, daysAgo: number) => ({
      eventVersion: '1.08',
      eventID,
      eventTime: `${new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 19)}Z`,
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      awsRegion: 'us-east-1',
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/staff/ana`, accountId, userName: 'ana' },
      recipientAccountId: accountId,
    })
    const path = join(dir, 'export.json.gz')
    const given = { usage: usage(), now, windowDays: 180 }
    await writeFile(path, gzipSync(JSON.stringify({ Records: [record('a', 190), record('b', 40)] })))
    const joined = await readReviewTrail(sandbox.clients, given, { perSecond, trailExport: path })
    expect(joined?.from.slice(0, 10)).toBe(new Date(now.getTime() - 190 * 86_400_000).toISOString().slice(0, 10))
    expect(joined?.to).toBe(now.toISOString())
    expect(joined?.events.map(({ name }) => name)).toEqual(expect.arrayContaining(['CreateQueue', 'AttachGroupPolicy']))
    // Between an export that ended long ago and the history nothing is known: only the history counts as looked at.
    await writeFile(path, gzipSync(JSON.stringify({ Records: [record('a', 190), record('c', 150)] })))
    const apart = await readReviewTrail(sandbox.clients, given, { perSecond, trailExport: path })
    expect(apart?.from).toBe(new Date(now.getTime() - 90 * 86_400_000).toISOString())
    const alone = await readReviewTrail(sandbox.clients, given, { eventHistory: 'never', trailExport: path })
    expect(alone?.events.map(({ id }) => id)).toEqual(['a', 'c'])
  })
})

describe('a saved export', () => {
  const record = (eventID: string, daysAgo: number, more: object = {}): object => ({
    eventID,
    eventTime: new Date(begin.getTime() - daysAgo * 86_400_000).toISOString(),
    eventSource: 'sqs.amazonaws.com',
    eventName: 'CreateQueue',
    awsRegion: 'us-east-1',
    recipientAccountId: accountId,
    ...more,
  })
  const save = async (Records: readonly object[]): Promise<string> => {
    const path = join(dir, 'export.json')
    await writeFile(path, JSON.stringify({ Records }))
    return path
  }

  it('without events is no evidence, and is refused', async () => {
    const path = await save([])
    await expect(readSavedTrail(path, accountId)).rejects.toMatchObject({
      code: 'trail-export-invalid',
      message: 'there are no events in it',
      path,
    })
  })

  it('that leaves out what only reads shows what was used, and not what was not', async () => {
    const whole = await readSavedTrail(await save([record('a', 90), record('b', 1, { readOnly: true })]), accountId)
    expect([whole.from, whole.to]).toEqual(
      [90, 1].map((days) => new Date(begin.getTime() - days * 86_400_000).toISOString()),
    )
    const written = [record('a', 90, { readOnly: false }), record('b', 1, { readOnly: false })]
    const part = await readSavedTrail(await save(written), accountId)
    expect(part.from).toBe(part.to)
    expect(part.events).toHaveLength(2)
  })

  it('adds events to a history that reaches over the window alone, and takes no region from it', async () => {
    const now = await sandbox.now()
    const trailExport = await save([record('a', 0, { awsRegion: 'eu-north-1' })])
    const given = { usage: usage('eu-west-1'), now, windowDays: 60 }
    const trail = await readReviewTrail(sandbox.clients, given, { perSecond, trailExport })
    expect(trail?.regions).toEqual(['eu-west-1', 'us-east-1'])
    expect(trail?.from).toBe(new Date(now.getTime() - 60 * 86_400_000).toISOString())
    expect(trail?.events.map(({ id }) => id)).toContain('a')
  })

  it('and a stored review that cannot be read are told of before AWS is asked for reports', async () => {
    const path = join(dir, 'missing.json')
    const asked: string[] = []
    const options = {
      windowDays: 90,
      dir,
      onProgress: () => asked.push('report'),
      now: () => begin,
    }
    await expect(runReview(sandbox.clients, { ...options, regions: ['evil/x'] })).rejects.toMatchObject({
      code: 'invalid-region',
      message: '`evil/x` is not a region of AWS',
    })
    await expect(runReview(sandbox.clients, { ...options, trailExport: path })).rejects.toMatchObject({
      code: 'trail-export-unreadable',
    })
    await writeFile(join(dir, `2026-01-01-${accountId}.json`), '{"version":')
    const by = { arn: `arn:aws:iam::${accountId}:root` }
    const history = await openHistory({ dir: join(dir, 'audit'), accountId, by, now: () => begin })
    await expect(runReview(sandbox.clients, { ...options, history })).rejects.toMatchObject({
      code: 'unreadable-review',
    })
    await history.close()
    expect(asked).toEqual([])
  })
})

describe('since when attachments and memberships hold', () => {
  it('is told by the history, else by CloudTrail, else it is the first time that a review sees them', async () => {
    const state = await readAccount(sandbox.clients)
    const now = (await sandbox.now()).toISOString()
    const places = [placeKey('Old', policyArn), placeKey('New', policyArn)]
    const trail = await readReviewTrail(
      sandbox.clients,
      { usage: usage(), now: new Date(now), windowDays: 90 },
      { perSecond },
    )
    const byTrail = accessDates({ entries: [], state, trail, now })
    const joinedNew = new Date(Date.parse(now) - 20 * 86_400_000).toISOString()
    expect(places.map((key) => byTrail.attached?.[key])).toEqual([trail?.from, joinedNew])
    expect([byTrail.joined?.[placeKey('mary', 'Old')], byTrail.joined?.[placeKey('ana', 'New')]]).toEqual([
      trail?.from,
      joinedNew,
    ])

    const first = accessDates({ entries: [], state, trail: undefined, now })
    expect(places.map((key) => first.attached?.[key])).toEqual([now, now])
    expect(first.firstSeen).toHaveLength(4)
    const seen = entry('review', { firstSeen: first.firstSeen }, '2026-03-01T00:00:00.000Z')
    const later = accessDates({ entries: [seen], state, trail: undefined, now })
    expect(places.map((key) => later.attached?.[key])).toEqual([seen.at, seen.at])
    expect(later.firstSeen).toEqual([])

    const call = (operation: string, input: JsonValue, at: string) => entry('intent', { operation, input }, at)
    const entries = [
      seen,
      call('iam:AttachGroupPolicy', { GroupName: 'Old', PolicyArn: policyArn }, '2026-01-05T00:00:00.000Z'),
      call('iam:AttachGroupPolicy', { GroupName: 'New', PolicyArn: policyArn }, '2026-01-06T00:00:00.000Z'),
      call('iam:DetachGroupPolicy', { GroupName: 'New', PolicyArn: policyArn }, '2026-01-07T00:00:00.000Z'),
      call('iam:AddUserToGroup', { GroupName: 'Old', UserName: 'mary' }, '2026-01-08T00:00:00.000Z'),
    ]
    const byHistory = accessDates({ entries, state, trail: undefined, now })
    expect(places.map((key) => byHistory.attached?.[key])).toEqual(['2026-01-05T00:00:00.000Z', seen.at])
    expect(byHistory.joined?.[placeKey('mary', 'Old')]).toBe('2026-01-08T00:00:00.000Z')
  })

  it('is no earlier date than its return, for what was taken away and came back', async () => {
    const state = await readAccount(sandbox.clients)
    const now = (await sandbox.now()).toISOString()
    const place = placeKey('Old', policyArn)
    const first = accessDates({ entries: [], state, trail: undefined, now })
    const seen = entry('review', { firstSeen: first.firstSeen }, '2026-03-01T00:00:00.000Z')
    const empty = { ...state, groups: state.groups.map((group) => ({ ...group, attachedPolicies: [] })) }
    const { goneSince } = accessDates({ entries: [seen], state: empty, trail: undefined, now })
    expect(goneSince).toHaveLength(2)
    const gone = entry('review', { firstSeen: [], goneSince }, '2026-04-01T00:00:00.000Z')
    const back = accessDates({ entries: [seen, gone], state, trail: undefined, now })
    expect(back.attached?.[place]).toBe(now)
    expect(back.firstSeen).toEqual(goneSince)
    expect(back.goneSince).toEqual([])
    const again = entry('review', { firstSeen: back.firstSeen }, '2026-05-01T00:00:00.000Z')
    expect(accessDates({ entries: [seen, gone, again], state, trail: undefined, now }).attached?.[place]).toBe(again.at)

    // Detached by an apply, put back by somebody else: the first sighting of before is worth nothing.
    const detach = { operation: 'iam:DetachGroupPolicy', input: { GroupName: 'Old', PolicyArn: policyArn } }
    const entries = [seen, entry('intent', detach, '2026-04-01T00:00:00.000Z')]
    expect(accessDates({ entries, state, trail: undefined, now }).attached?.[place]).toBe(now)

    // Attached by an apply long ago, detached and attached again by somebody else: CloudTrail has the later date.
    const attach = { operation: 'iam:AttachGroupPolicy', input: { GroupName: 'New', PolicyArn: policyArn } }
    const given = { usage: usage(), now: new Date(now), windowDays: 90 }
    const trail = await readReviewTrail(sandbox.clients, given, { perSecond })
    const old = [entry('intent', attach, '2026-01-02T00:00:00.000Z')]
    expect(accessDates({ entries: old, state, trail, now }).attached?.[placeKey('New', policyArn)]).toBe(
      new Date(Date.parse(now) - 20 * 86_400_000).toISOString(),
    )
  })

  it('is not told by events that end before now, or are of other regions than that of IAM', async () => {
    const state = await readAccount(sandbox.clients)
    const now = (await sandbox.now()).toISOString()
    const trail = { from: '2026-01-10T00:00:00.000Z', to: now, regions: ['us-east-1'], events: [] }
    const old = (given: typeof trail): string | undefined =>
      accessDates({ entries: [], state, trail: given, now }).attached?.[placeKey('Old', policyArn)]
    expect(old(trail)).toBe(trail.from)
    expect(old({ ...trail, to: '2026-06-01T00:00:00.000Z' })).toBe(now)
    expect(old({ ...trail, regions: ['eu-west-1'] })).toBe(now)
  })
})
