import { expect, it } from 'vitest'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { company, daysAgo, find, now, role, usageOf } from './company.testing.ts'
import { reviewState } from './review-state.ts'

const policy = (service: string) =>
  definePolicy({ name: service, statements: [allow({ actions: [`${service}:*`], resources: ['*'] })] })
const [ec2, sqs, sns, kms] = [policy('ec2'), policy('sqs'), policy('sns'), policy('kms')]

it('a dropped task says what goes only with another, and who loses it then', () => {
  const clerk = role({ id: 'clerk', tasks: { compute: [ec2], queue: [sqs, kms], publish: [sns, kms] } })
  const { state, model } = company([clerk], { mary: [clerk] })
  const use = { ec2: daysAgo(5), sqs: null, sns: null, kms: null }
  const usage = usageOf(state, {
    ec2: { ec2: use.ec2 },
    sqs: { sqs: null },
    sns: { sns: null },
    kms: { kms: null },
    Clerk: use,
    mary: use,
  })
  const drops = find(reviewState(state, usage, { now, windowDays: 90, model }).proposals, 'drop-task')
  expect(
    drops.map(({ task, documents, shared, risk }) => [
      task,
      documents.map(({ policyName }) => policyName),
      shared?.map((part) => [part.tasks, part.documents.map(({ policyName, after }) => [policyName, after])]),
      risk.reasons.at(-1),
    ]),
  ).toEqual([
    ['queue', ['sqs'], [[['publish'], [['kms', null]]]], 'if `publish` is dropped too, mary also loses kms:*'],
    ['publish', ['sns'], [[['queue'], [['kms', null]]]], 'if `queue` is dropped too, mary also loses kms:*'],
  ])
})
