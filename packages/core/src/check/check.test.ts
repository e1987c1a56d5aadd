import { describe, expect, it } from 'vitest'
import {
  allow,
  defineAccount,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  mutuallyExclusive,
  unlisted,
} from '../define/index.ts'
import type { ModelInput, StatementDefinition } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { defineModel } from '../model/define-model.ts'
import { check } from './check.ts'

const now = new Date('2026-06-01T00:00:00Z')
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

function checked(statement: StatementDefinition, more: Partial<ModelInput> = {}): readonly Finding[] {
  const policy = definePolicy({ name: 'P', statements: [statement] })
  const task = defineTask({ id: 't', title: 'T', policies: [policy] })
  const role = defineRole({ id: 'r', title: 'R', owner: 'o', justification: 'j', tasks: [task] })
  return check(defineModel({ id: 'test', roles: [role], people: [], accounts: [dev], ...more }), {
    now,
    awsManaged: {},
  })
}

const plain = (actions: readonly string[]): StatementDefinition => allow({ actions, resources: ['*'] })

describe('check', () => {
  it('has nothing to say of a model that is right', () => {
    expect(checked(plain(['s3:GetObject', 'ec2:Describe*']))).toEqual([])
  })

  it('finds an action that does not exist, and suggests the nearest', () => {
    expect(checked(plain(['s3:GetObjct']))).toEqual([
      {
        code: 'RW-ACTION-UNKNOWN',
        severity: 'error',
        message: '`s3:GetObjct` is not an action of Amazon S3',
        path: 'role r > task t > policy P > statements[0].actions[0]',
        hint: 'did you mean `s3:GetObject`?',
      },
    ])
  })

  it.each([
    ['s4:GetObject', '`s4:GetObject` names the service `s4`, which AWS does not have'],
    ['s3:Fetch*', '`s3:Fetch*` matches no action of Amazon S3'],
  ])('finds what `%s` matches: nothing', (action, message) => {
    expect(checked(plain([action]))).toMatchObject([{ code: 'RW-ACTION-UNKNOWN', message }])
  })

  it('looks into notActions too', () => {
    const missing: readonly string[] = ['iam:Nothing']
    const [finding] = checked(allow({ notActions: missing, resources: ['*'] }))
    expect(finding?.path).toBe('role r > task t > policy P > statements[0].notActions[0]')
  })

  it('takes the word of an author who says that an action is unlisted', () => {
    expect(checked(allow({ actions: [unlisted('s3:BrandNew')], resources: ['*'] }))).toEqual([])
  })

  it('finds an action of a retired service', () => {
    expect(checked(plain(['aws-portal:View*']))).toMatchObject([{ code: 'RW-ACTION-RETIRED', severity: 'error' }])
  })

  it.each([
    [allow({ actions: ['iam:PassRole'], resources: ['*'] }), 'every role to any service'],
    [allow({ actions: ['iam:*'], resources: ['arn:aws:iam::111122223333:role/one'] }), 'a role to any service'],
    [
      allow({
        actions: ['iam:PassRole'],
        resources: ['arn:aws:iam::111122223333:role/*'],
        conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      }),
      'every role',
    ],
  ])('warns of handing over %#', (statement, what) => {
    expect(checked(statement)).toMatchObject([{ code: 'RW-PASS-ROLE', message: `\`iam:PassRole\` hands over ${what}` }])
  })

  it('is content with a named role handed to a named service', () => {
    const statement = allow({
      actions: ['iam:PassRole'],
      resources: ['arn:aws:iam::111122223333:role/one'],
      conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    })
    expect(checked(statement)).toEqual([])
  })

  it('finds a person with two roles that a rule keeps apart, while both are held', () => {
    const task = defineTask({
      id: 'pay',
      title: 'Pay',
      policies: [definePolicy({ name: 'Pay', statements: [plain(['sqs:SendMessage'])] })],
    })
    const payer = defineRole({ id: 'payer', title: 'Payer', owner: 'o', justification: 'j', tasks: [task] })
    const approver = defineRole({ ...payer, id: 'approver' })
    const person = (until: string): ModelInput['people'][number] =>
      definePerson({ id: 'ada', userName: 'ada', name: 'Ada', roles: [payer, { role: approver, until }] })
    const given = (until: string): Partial<ModelInput> => ({
      roles: [payer, approver],
      people: [person(until)],
      rules: [mutuallyExclusive(payer, approver)],
    })
    expect(checked(plain(['s3:GetObject']), given('2027-01-01'))).toMatchObject([
      { code: 'RW-MUTUALLY-EXCLUSIVE', path: 'person ada', severity: 'error' },
    ])
    expect(checked(plain(['s3:GetObject']), given('2026-01-01'))).toEqual([])
  })

  it('tells of quotas that are nearly full, and of those that are over', () => {
    const long = (count: number): StatementDefinition =>
      allow({
        actions: ['s3:GetObject'],
        resources: Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-${100 + index}/*`),
      })
    expect(checked(long(200))).toMatchObject([{ code: 'RW-QUOTA-NEAR', severity: 'warning' }])
    expect(checked(long(250))).toEqual([])
    const teams = Array.from({ length: 900 }, (_, index) => `team-${index}`)
    const unsplittable = allow({
      actions: ['s3:GetObject'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:PrincipalTag/team': teams } },
    })
    expect(checked(unsplittable)).toMatchObject([{ code: 'RW-QUOTA', severity: 'error' }])
    expect(checked(long(10))).toEqual([])
  })

  it('puts errors first', () => {
    const severities = checked(plain(['iam:PassRole', 'nothing:Here'])).map((finding) => finding.severity)
    expect(severities).toEqual(['error', 'warning'])
  })
})
