import { describe, expect, it } from 'vitest'
import type { StatementDefinition } from '../define/definitions.ts'
import { awsManaged } from '../define/aws-managed.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow, deny } from '../define/statement.ts'
import { company, daysAgo, event, find, now, role, trail, usageOf } from './company.testing.ts'
import { reviewState } from './review-state.ts'
import type { TrailEvent } from './trail-event.ts'

const refused = { error: { code: 'AccessDenied' } }
const list = allow({ actions: ['sqs:ListQueues'], resources: ['*'] })

/** What Mary's one policy is proposed to be given. */
function missing(events: readonly TrailEvent[], ...statements: readonly StatementDefinition[]) {
  const policy = definePolicy({ name: 'Work', statements })
  const clerk = role({ id: 'clerk', tasks: { work: [policy] } })
  const { state } = company([clerk], { mary: [clerk] })
  const usage = usageOf(state, { Work: { sqs: daysAgo(2) }, Clerk: { sqs: daysAgo(2) } })
  return find(reviewState(state, usage, { now, windowDays: 90, trail: trail(...events) }).proposals, 'grant-missing')
}

const actionsOf = (found: ReturnType<typeof missing>): readonly string[] => found.map(({ action }) => action)

describe('a missing action', () => {
  it('is one that was denied within the window, and still is', () => {
    expect(actionsOf(missing([event('mary', 'sqs', 'DeleteQueue', refused)], list))).toEqual(['sqs:DeleteQueue'])
    expect(actionsOf(missing([event('mary', 'sqs', 'DeleteQueue')], list))).toEqual([])
    expect(actionsOf(missing([event('mary', 'sqs', 'DeleteQueue', { error: { code: 'Throttling' } })], list))).toEqual(
      [],
    )
    const at = (days: number) => [event('mary', 'sqs', 'DeleteQueue', { ...refused, at: daysAgo(days) })]
    expect(actionsOf(missing(at(90), list))).toEqual(['sqs:DeleteQueue'])
    expect(actionsOf(missing(at(91), list))).toEqual([])
    expect(actionsOf(missing([event('paul', 'sqs', 'DeleteQueue', refused)], list))).toEqual([])
  })

  it('is not one that something denies on purpose, nor one of several that an event stands for', () => {
    const no = deny({ actions: ['sqs:Delete*'], resources: ['*'] })
    expect(actionsOf(missing([event('mary', 'sqs', 'DeleteQueue', refused)], list, no))).toEqual([])
    const s3 = allow({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })
    expect(actionsOf(missing([event('mary', 's3', 'HeadBucket', refused)], s3))).toEqual(['s3:ListBucket'])
    expect(actionsOf(missing([event('mary', 's3', 'DeleteObjects', refused)], s3))).toEqual([])
  })

  it('is not one by which people could raise their own permissions', () => {
    const users = allow({ actions: ['iam:GetUser'], resources: ['*'] })
    expect(actionsOf(missing([event('mary', 'iam', 'AttachUserPolicy', refused)], users))).toEqual([])
    expect(actionsOf(missing([event('mary', 'iam', 'ListGroups', refused)], users))).toEqual(['iam:ListGroups'])
  })

  it('is allowed under the conditions of the statement that it is like, on what was tried', () => {
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:bills'
    const conditions = { Bool: { 'aws:SecureTransport': true } }
    const guarded = allow({ actions: ['sqs:GetQueueUrl'], resources: ['arn:aws:sqs:*:*:*'], conditions })
    const [named] = missing([event('mary', 'sqs', 'DeleteQueue', { ...refused, resources: [queue] })], guarded)
    expect(named?.statement).toEqual({
      Effect: 'Allow',
      Action: ['sqs:DeleteQueue'],
      Resource: [queue],
      Condition: { Bool: { 'aws:SecureTransport': true } },
    })
    const [unnamed] = missing([event('mary', 'sqs', 'DeleteQueue', refused)], guarded)
    expect(unnamed?.statement.Resource).toEqual(['arn:aws:sqs:*:*:*'])
    expect(unnamed?.risk).toEqual({
      level: 'medium',
      reasons: ['it allows more than before: an action of level Write'],
    })
  })

  it('goes to where an allowed action depends on it, never into a policy of AWS', () => {
    const copy = allow({ actions: ['elasticache:CopySnapshot'], resources: ['*'] })
    const [found] = missing([event('mary', 's3', 'GetBucketAcl', refused)], copy)
    expect(found?.reason).toBe('`elasticache:CopySnapshot`, which Work allows, depends on it')

    const arn = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess'
    const document = {
      Version: '2012-10-17' as const,
      Statement: [{ Effect: 'Allow' as const, Action: ['sqs:ListQueues'], Resource: '*' }],
    }
    const reader = role({ id: 'reader', tasks: { read: [awsManaged('AmazonSQSReadOnlyAccess')] } })
    const { state } = company([reader], { mary: [reader] }, { [arn]: { versionId: 'v1', document } })
    const usage = usageOf(state, { Reader: { sqs: daysAgo(2) } })
    const denied = trail(event('mary', 'sqs', 'DeleteQueue', refused))
    expect(reviewState(state, usage, { now, windowDays: 90, trail: denied }).proposals).toEqual([])
  })
})
