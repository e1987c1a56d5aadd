import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decisionOn, diff, isStatementProposal, type PolicyDocument } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apply } from '../apply/apply.ts'
import { accountId, allowing, desiredState, ownedPath } from '../apply/desired.testing.ts'
import { type History, openHistory } from '../audit/open-history.ts'
import { readHistory } from '../audit/read-history.ts'
import { readAccount } from '../read/read-account.ts'
import { readUsage } from '../read/read-usage.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { decide, decideAll, readDecisions } from './decide.ts'
import { patchSource } from './patch-source.ts'
import { type RunReview, runReview } from './run-review.ts'
import { readReviews } from './stored-reviews.ts'

const power: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' },
    { Effect: 'Allow', Action: ['iam:ListRoles', 'organizations:DescribeOrganization'], Resource: '*' },
  ],
}

let sandbox: Sandbox
let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'review-'))
  sandbox = await openSandbox({ accountId })
  await record('apply', async (history) => {
    const desired = desiredState({
      policies: { Power: power, Queue: allowing('sqs:SendMessage') },
      groups: { PowerUsers: ['Power'], Senders: ['Queue'] },
      users: { mary: ['PowerUsers'] },
    })
    await apply(diff(await readAccount(sandbox.clients), desired), sandbox.clients, { history })
  })
})
afterEach(() => rm(dir, { recursive: true }))

async function record<T>(command: string, run: (history: History) => Promise<T>): Promise<T> {
  const time = await sandbox.now()
  const by = { arn: `arn:aws:iam::${accountId}:user/mary` }
  const history = await openHistory({ dir: join(dir, 'audit'), accountId, by, now: () => time, command })
  try {
    return await run(history)
  } finally {
    await history.close()
  }
}

/** Waits on the account's own clock, on which reports are made. */
const sleep = (ms: number): Promise<unknown> => sandbox.advance({ ms })

const review = (): Promise<RunReview> =>
  record('review', async (history) => {
    const time = await sandbox.now()
    return runReview(sandbox.clients, {
      windowDays: 90,
      dir: join(dir, 'reviews'),
      history,
      ownedPath,
      now: () => time,
      sleep,
      groups: false,
    })
  })

async function monthsOfUse(): Promise<void> {
  await sandbox.advance({ months: 1 })
  await sandbox.use([
    { user: 'mary', action: 'autoscaling:CreateAutoScalingGroup' },
    { user: 'mary', action: 'iam:ListRoles' },
  ])
  await sandbox.advance({ months: 6 })
  await sandbox.use([
    { user: 'mary', action: 'ec2:RunInstances' },
    { user: 'mary', action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' },
  ])
  await sandbox.advance({ days: 1 })
}

describe('a review, from use to source', () => {
  it('reads whole reports of policies and groups, with who used what', async () => {
    await monthsOfUse()
    const state = await readAccount(sandbox.clients)
    const seen: string[] = []
    const usage = await readUsage(sandbox.clients, state, {
      entities: true,
      ownedPath,
      sleep,
      onProgress: ({ arn }) => seen.push(arn),
    })
    expect(usage.entities.map(({ kind, arn }) => [kind, arn.split('/').at(-1)])).toEqual([
      ['policy', 'Power'],
      ['policy', 'Queue'],
      ['group', 'PowerUsers'],
      ['group', 'Senders'],
      ['user', 'mary'],
    ])
    expect(seen).toHaveLength(5)
    const services = usage.entities[0]?.services ?? []
    // More services than one page of AWS's default size holds.
    expect(services.length).toBeGreaterThan(300)
    const ec2 = services.find(({ namespace }) => namespace === 'ec2')
    expect(ec2?.entities?.[0]?.arn).toBe(`arn:aws:iam::${accountId}:user/mary`)
    expect(ec2?.lastAuthenticatedEntity).toBe(`arn:aws:iam::${accountId}:user/mary`)
    expect(services.find(({ namespace }) => namespace === 'sqs')?.lastAuthenticated).toBeNull()
  })

  it('does not judge what was attached yesterday', async () => {
    await sandbox.advance({ days: 1 })
    const { review: early } = await review()
    expect(early.proposals).toEqual([])
    expect(early.notEnoughHistory.map(({ about, name }) => `${about} ${name}`)).toEqual([
      'policy Power',
      'policy Queue',
      'group PowerUsers',
      'group Senders',
      'person mary',
    ])
  })

  it('goes from months of use to a proposal, decisions, an edit, and a narrower policy', async () => {
    await monthsOfUse()
    const { review: made, file } = await review()
    expect(made.notEnoughHistory).toEqual([])
    const statements = made.proposals.filter(isStatementProposal)
    const [first, second, third] = statements
    expect(statements.map(({ policyName, kind }) => [policyName, kind])).toEqual([
      ['Power', 'narrow-statement'],
      ['Power', 'remove-statement'],
      ['Queue', 'remove-statement'],
    ])
    expect(first?.after).toEqual({
      Sid: 'FullAccessToSomeServices',
      Effect: 'Allow',
      Action: ['ec2:*', 's3:*'],
      Resource: '*',
    })
    expect(second?.removed.map(({ what, lastUsed }) => [what, lastUsed === null])).toEqual([
      ['iam', false],
      ['organizations', true],
    ])

    await record('review', async (history) => {
      const on = { history, reviews: await readReviews(join(dir, 'reviews')), now: await sandbox.now() }
      await decide(on, { proposal: first?.id ?? '', decision: 'accept', reason: 'only two services are used' })
      await decide(on, { proposal: (second?.id ?? '').slice(0, 8), decision: 'keep', reason: 'needed in an emergency' })
      await decide(on, { proposal: third?.id ?? '', decision: 'defer', reason: 'ask them', until: '2099-01-01' })
      await expect(decide(on, { proposal: 'nothing', decision: 'keep', reason: 'x' })).rejects.toMatchObject({
        code: 'unknown-proposal',
      })
      await expect(decide(on, { proposal: third?.id ?? '', decision: 'keep', reason: ' ' })).rejects.toMatchObject({
        code: 'reason-missing',
      })
      await expect(decide(on, { proposal: third?.id ?? '', decision: 'defer', reason: 'x' })).rejects.toMatchObject({
        code: 'invalid-date',
      })
    })
    await record('again', async (history) => {
      const on = { history, reviews: await readReviews(join(dir, 'reviews')), now: await sandbox.now() }
      const id = second?.id ?? ''
      expect(await decide(on, { proposal: id, decision: 'keep', reason: ' needed in an emergency ' })).toBeNull()
      await expect(
        decideAll(on, [
          { proposal: id, decision: 'keep', reason: 'other' },
          { proposal: id, decision: 'accept', reason: 'x', until: '2099-01-01' },
        ]),
      ).rejects.toMatchObject({ code: 'invalid-date', message: 'what is accepted has no date until when' })
      for (const until of ['2099-02-31', 'soon', '2001-01-01'])
        await expect(decide(on, { proposal: id, decision: 'keep', reason: 'x', until })).rejects.toMatchObject({
          code: 'invalid-date',
        })
    })
    const decisions = await readDecisions(join(dir, 'audit'), accountId)
    expect(decisions.map(({ decision, reason }) => [decision, reason])).toEqual([
      ['accept', 'only two services are used'],
      ['keep', 'needed in an emergency'],
      ['defer', 'ask them'],
    ])
    const accepted = statements.filter(({ id }) => decisionOn(id, decisions, made.at)?.decision === 'accept')

    await writeFile(
      join(dir, 'power.ts'),
      `definePolicy({\n  name: 'Power',\n  statements: [\n    allow({ notActions: ['iam:*', 'organizations:*'], resources: ['*'] }),\n    allow({ actions: ['iam:ListRoles', 'organizations:DescribeOrganization'], resources: ['*'] }),\n  ],\n})\n`,
    )
    const result = await record('review', (history) => patchSource({ dir, proposals: accepted, history }))
    expect(result.patched).toHaveLength(1)
    expect(await readFile(join(dir, 'power.ts'), 'utf8')).toContain(
      `    allow({ sid: 'FullAccessToSomeServices', actions: ['ec2:*', 's3:*'], resources: ['*'] }),\n`,
    )
    const stored = await readReviews(join(dir, 'reviews'), { accountId })
    expect(stored).toEqual([{ file, review: JSON.parse(JSON.stringify(made)) }])
    const kinds = (await readHistory(join(dir, 'audit')))[0]?.entries.map(({ kind }) => kind)
    expect(kinds?.filter((kind) => ['review', 'decision', 'patched'].includes(kind))).toEqual([
      'review',
      'decision',
      'decision',
      'decision',
      'patched',
    ])
  })

  it('never overwrites a stored review, and gives the same proposals the same ids', async () => {
    await monthsOfUse()
    const first = await review()
    const second = await review()
    const files = [first.file, second.file]
    expect(new Set(await readdir(join(dir, 'reviews')))).toEqual(new Set(files))
    expect(second.file).toMatch(/^\d{4}-\d{2}-\d{2}-111122223333-2\.json$/)
    expect(second.review.proposals.map(({ id }) => id)).toEqual(first.review.proposals.map(({ id }) => id))
    expect((await readReviews(join(dir, 'reviews'))).map(({ file }) => file)).toEqual(files)
  })

  it('names a stored review that was damaged', async () => {
    await monthsOfUse()
    const { file } = await review()
    const path = join(dir, 'reviews', file ?? '')
    await chmod(path, 0o644)
    await writeFile(path, '{"version":1}')
    await expect(readReviews(join(dir, 'reviews'))).rejects.toMatchObject({ code: 'unreadable-review', path: file })
  })
})
