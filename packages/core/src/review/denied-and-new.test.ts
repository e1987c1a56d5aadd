import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import type { CredentialReport } from '../people/credential-report.ts'
import {
  accountId,
  arnOf,
  company,
  daysAgo,
  event,
  find,
  long,
  now,
  policyOf,
  role,
  trail,
  usageOf,
} from './company.testing.ts'
import { reviewState, type ReviewOptions } from './review-state.ts'

const options: ReviewOptions = { now, windowDays: 90 }
const used = daysAgo(3)
const queues = policyOf('Queues', ['sqs:*'])

describe('an attempt that was denied', () => {
  it('by a condition is nothing that a task lacks', () => {
    const guarded = definePolicy({
      name: 'Guarded',
      statements: [
        allow({ actions: ['sqs:ListQueues'], resources: ['*'] }),
        allow({
          actions: ['sqs:DeleteQueue'],
          resources: ['*'],
          conditions: { Bool: { 'aws:MultiFactorAuthPresent': true } },
        }),
      ],
    })
    const clerk = role({ id: 'clerk', tasks: { work: [guarded] } })
    const given = company([clerk], { mary: [clerk] })
    const usage = usageOf(given.state, { Guarded: { sqs: used }, Clerk: { sqs: used } })
    const denied = event('mary', 'sqs', 'DeleteQueue', { error: { code: 'AccessDenied' } })
    const { proposals } = reviewState(given.state, usage, { ...options, trail: trail(denied) })
    expect(find(proposals, 'grant-missing')).toEqual([])
  })

  it('by a boundary would be denied still', () => {
    const clerk = role({ id: 'clerk', tasks: { work: [policyOf('List', ['sqs:ListQueues'])] } })
    const given = company([clerk], { mary: [clerk] })
    const bound = policyOf('Bound', ['sqs:ListQueues'])
    const second = role({ id: 'second', tasks: { bound: [bound] } })
    const wide = company([clerk, second], { mary: [clerk] })
    const denied = event('mary', 'sqs', 'DeleteQueue', { error: { code: 'AccessDenied' } })
    const found = (state: AccountState) => {
      const use = { sqs: used }
      const usage = usageOf(state, { List: use, Clerk: use, Bound: use, Second: use, mary: use })
      return find(reviewState(state, usage, { ...options, trail: trail(denied) }).proposals, 'grant-missing')
    }
    expect(found(given.state).map(({ action }) => action)).toEqual(['sqs:DeleteQueue'])
    const bounded = wide.state.users.map((user) => ({ ...user, permissionsBoundary: arnOf(wide.state, 'Bound') }))
    expect(found({ ...wide.state, users: bounded })).toEqual([])
  })
})

describe('a person with a new key', () => {
  it('is not called unused, since nothing older says so', () => {
    const clerk = role({ id: 'clerk', tasks: { queue: [queues] } })
    const given = company([clerk], { mary: [clerk] })
    const mary = {
      user: 'mary',
      arn: `arn:aws:iam::${accountId}:user/mary`,
      createdAt: long,
      password: null,
      mfaActive: true,
      certificates: [],
    }
    const credentials = (lastRotated: string): CredentialReport => ({
      generatedAt: now,
      root: { ...mary, user: '<root_account>', accessKeys: [] },
      users: [{ ...mary, accessKeys: [{ active: true, lastRotated, lastUsed: null }] }],
    })
    const usage = usageOf(given.state, { Queues: { sqs: used }, Clerk: { sqs: used }, mary: { sqs: null } })
    const kinds = (report: CredentialReport) =>
      reviewState(given.state, usage, { ...options, credentials: report }).proposals.map(({ kind }) => kind)
    expect(kinds(credentials(long))).toEqual(['unused-person'])
    expect(kinds(credentials(daysAgo(9)))).toEqual([])
  })
})

describe('resources that an action needs together', () => {
  const volumes = policyOf('Volumes', ['ec2:AttachVolume'], ['arn:aws:ec2:*:*:*/*'])
  const keeper = role({ id: 'keeper', tasks: { keep: [volumes] } })
  const given = company([keeper], { mary: [keeper] })
  const usage = usageOf(given.state, { Volumes: { ec2: used }, Keeper: { ec2: used } })
  const volume = `arn:aws:ec2:us-east-1:${accountId}:volume/vol-1`
  const instance = `arn:aws:ec2:us-east-1:${accountId}:instance/i-1`
  const narrowed = (resources: readonly string[]) =>
    find(
      reviewState(given.state, usage, {
        ...options,
        trail: trail(event('mary', 'ec2', 'AttachVolume', { resources })),
      }).proposals,
      'narrow-resources',
    ).map(({ after }) => after.Resource)

  it('are narrowed only where its event names all of them', () => {
    expect(narrowed([instance, volume])).toEqual([[instance, volume]])
    expect(narrowed([volume])).toEqual([])
  })
})
