import { describe, expect, test } from 'vitest'
import { servicePrefixes } from '../../catalog/catalog.ts'
import { asList } from '../as-list.ts'
import { comparePolicies } from '../compare/compare-policies.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { expandActions } from '../match/expand-actions.ts'
import { narrowPolicy, narrowStatement } from './narrow-policy.ts'
import type { UsageEvidence } from './usage-evidence.ts'

const options = { now: '2026-11-22T12:00:00Z', windowDays: 90 }
const recently = '2026-11-01'
const longAgo = '2026-05-20'

const policy = (...statements: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements })

const allow = (action: string | string[], resource: string | string[] = '*'): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
})

/** A report in which every service but the given ones was never used. */
const onlyUsed = (services: Readonly<Record<string, string | null>>): UsageEvidence => ({
  services: { ...Object.fromEntries(servicePrefixes().map((prefix) => [prefix, null])), ...services },
})

/** The actions that remain of a policy with one statement. */
const remaining = (statement: Statement, usage: UsageEvidence): string | readonly string[] | undefined =>
  asList(narrowPolicy(policy(statement), usage, options).document?.Statement)[0]?.Action

describe('services', () => {
  test('full access but to user management becomes full access to what a team uses', () => {
    const powerUser = policy(
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' },
      allow([
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeOrganization',
      ]),
    )
    const usage = onlyUsed({ ec2: recently, s3: recently, autoscaling: longAgo, iam: longAgo })
    const { document, before, after, removed, kept } = narrowStatement(powerUser, 0, usage, options)
    expect(document).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'FullAccessToSomeServices', Effect: 'Allow', Action: ['ec2:*', 's3:*'], Resource: '*' },
        asList(powerUser.Statement)[1],
      ],
    })
    expect([before, after]).toEqual([asList(powerUser.Statement)[0], asList(document?.Statement)[0]])
    expect(removed).toContainEqual({ statement: 0, what: 'autoscaling', lastUsed: longAgo })
    expect(removed).toContainEqual({ statement: 0, what: 'lambda', lastUsed: null })
    expect(removed.map(({ what }) => what)).not.toContain('iam')
    expect(kept).toEqual([
      { statement: 0, what: 'ec2', lastUsed: recently, because: 'used' },
      { statement: 0, what: 's3', lastUsed: recently, because: 'used' },
    ])
    expect(comparePolicies(powerUser, document ?? []).relation).toBe('narrower')
    expect(asList(narrowPolicy(powerUser, usage, options).document?.Statement)).toHaveLength(1)
  })

  test('a service used on the first day of the window stays, one used just before goes', () => {
    const usage = { services: { ec2: '2026-08-24T12:00:00Z', sqs: '2026-08-24T11:59:59Z' } }
    expect(remaining(allow(['ec2:*', 'sqs:*']), usage)).toEqual(['ec2:*'])
  })

  test('a date without an offset is of UTC, one in the future is use, and of two spellings the later counts', () => {
    const usage = { services: { ec2: '2026-08-24T12:00:00', sqs: '2027-01-01', SNS: null, sns: recently, s3: longAgo } }
    expect(remaining(allow(['ec2:*', 'sqs:*', 'sns:*', 's3:*']), usage)).toEqual(['ec2:*', 'sqs:*', 'sns:*'])
    expect(remaining(allow(['ec2:*', 's3:*']), { services: { ec2: '2026-08-24T11:59:59', s3: recently } })).toEqual([
      's3:*',
    ])
    const late = narrowPolicy(policy(allow('sqs:*')), { services: { SQS: null, sqs: longAgo } }, options)
    expect(late.removed).toEqual([{ statement: 0, what: 'sqs', lastUsed: longAgo }])
  })

  test('a service whose last use was of one of its actions is said to have been used then', () => {
    const usage = { services: { sqs: null }, actions: { 'sqs:ListQueues': longAgo, 'SQS:createqueue': '2026-07-01' } }
    const { removed } = narrowPolicy(policy(allow('sqs:*')), usage, options)
    expect(removed).toEqual([{ statement: 0, what: 'sqs', lastUsed: '2026-07-01' }])
  })

  test('a service that the evidence does not name stays', () => {
    expect(remaining(allow(['ec2:*', 'sqs:SendMessage']), { services: { ec2: null } })).toEqual(['sqs:SendMessage'])
    const all = remaining(allow('*'), { services: { ec2: null, s3: recently } })
    expect(all).toEqual(
      servicePrefixes()
        .filter((prefix) => prefix !== 'ec2')
        .map((prefix) => `${prefix}:*`)
        .toSorted(),
    )
  })

  test('a service newer than the catalogue stays when it was used', () => {
    expect(remaining(allow('*'), onlyUsed({ 'brand-new': recently }))).toEqual(['brand-new:*', 'iam:PassRole'])
    expect(
      remaining(allow(['brand-new:*', 'old-new:Do']), { services: { 'brand-new': recently, 'old-new': null } }),
    ).toEqual(['brand-new:*'])
  })

  test('what was used stays as it was written', () => {
    const document = policy(allow(['S3:get*', 's3:PutObject']), { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })
    const { document: same, removed } = narrowPolicy(document, { services: { s3: recently } }, options)
    expect(same).toBe(document)
    expect(removed).toEqual([])
  })

  test('nothing remains of a policy that nobody uses', () => {
    expect(narrowPolicy(policy(allow('ec2:*')), { services: { ec2: null } }, options).document).toBe(null)
    expect(
      narrowStatement(policy(allow('ec2:*'), allow('s3:*')), 0, { services: { ec2: null } }, options),
    ).toMatchObject({
      document: policy(allow('s3:*')),
      after: null,
    })
  })

  test('a service counts as used when one of its actions does', () => {
    const usage = { services: { iam: longAgo }, actions: { 'iam:GetUser': recently } }
    expect(narrowPolicy(policy(allow('iam:*')), usage, options).removed).toEqual([])
  })
})

describe('what is kept', () => {
  test.each([
    ['iam:*', ['iam:PassRole']],
    ['iam:Pass*', ['iam:PassRole']],
    [['*'], ['iam:PassRole', 's3:*']],
    [['iam:GetUser', 'IAM:passrole'], ['IAM:passrole']],
  ])('iam:PassRole out of %j, since nobody can see its use', (action, expected) => {
    const remains = remaining(allow(action), onlyUsed({ s3: recently }))
    expect([remains].flat()).toEqual(expected)
  })

  test('iam:PassRole is named among what stays, and a service without a row as not observable', () => {
    const { kept } = narrowPolicy(policy(allow(['iam:*', 's3:*'])), { services: { iam: null } }, options)
    expect(kept).toEqual([
      { statement: 0, what: 'iam:PassRole', lastUsed: null, because: 'never-observed' },
      { statement: 0, what: 's3', lastUsed: null, because: 'not-observable' },
    ])
  })

  test('iam:PassRole out of a NotAction that grants it', () => {
    const usage = onlyUsed({ s3: recently })
    const rest: Statement = { Effect: 'Allow', NotAction: ['iam:Get*'], Resource: '*' }
    expect(narrowPolicy(policy(rest), usage, options).document).toEqual(policy(allow(['iam:PassRole', 's3:*'])))
    expect(remaining({ ...rest, NotAction: ['iam:Pass*'] }, usage)).toEqual(['s3:*'])
  })

  test('denies, conditions, resources and Sids', () => {
    const statement: Statement = {
      Sid: 'Work',
      Effect: 'Allow',
      Action: ['ec2:*', 'sqs:*'],
      NotResource: 'arn:aws:ec2:*:*:volume/*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    }
    const denies: Statement = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' }
    const { document } = narrowPolicy(policy(statement, denies), { services: { ec2: recently, sqs: null } }, options)
    expect(document).toEqual(policy({ ...statement, Action: ['ec2:*'] }, denies))
  })

  test('a condition that no request may ever meet, without a word on what is lost by it', () => {
    const Condition = { StringEqualsIgnoreCase: { 'acme:When': 'a' }, DateGreaterThan: { 'acme:When': '2026-01-01' } }
    const statement: Statement = { ...allow(['ec2:*', 'sqs:*']), Condition }
    expect(narrowPolicy(policy(statement), { services: { sqs: null } }, options).document).toEqual(
      policy({ ...statement, Action: ['ec2:*'] }),
    )
  })

  test('a document of one statement keeps its shape', () => {
    const single: PolicyDocument = { Id: 'one', Statement: allow('*') }
    expect(narrowPolicy(single, onlyUsed({}), options).document).toEqual({
      Id: 'one',
      Statement: allow('iam:PassRole'),
    })
  })
})

describe('actions of a used service', () => {
  const iam = { services: { iam: recently } }

  test('a tracked action that nobody used goes, untracked ones stay', () => {
    const usage = {
      ...iam,
      actions: { 'iam:GetUser': recently, 'iam:CreateUser': null, 'iam:DeleteUser': longAgo, 'iam:GetRole': null },
    }
    const { document, removed, kept } = narrowPolicy(
      policy(allow(['iam:CreateUser', 'iam:Get*', 'iam:ListUsers'])),
      usage,
      options,
    )
    const left = asList(asList(document?.Statement)[0]?.Action)
    expect(expandActions(left)).toEqual([
      ...expandActions('iam:Get*').filter((action) => action !== 'iam:GetRole'),
      'iam:ListUsers',
    ])
    expect(removed).toEqual([
      { statement: 0, what: 'iam:CreateUser', lastUsed: null },
      { statement: 0, what: 'iam:GetRole', lastUsed: null },
    ])
    expect(kept).toEqual([
      { statement: 0, what: 'iam', lastUsed: recently, because: 'used' },
      { statement: 0, what: 'iam:GetUser', lastUsed: recently, because: 'used' },
    ])
  })

  test('wildcards stay inside of the original and clear of what goes', () => {
    const left = asList(remaining(allow('iam:*'), { ...iam, actions: { 'iam:GetRole': null, 'iam:ListRoles': null } }))
    expect(left).toContain('iam:Create*')
    expect(left).toContain('iam:PassRole')
    expect(left).not.toContain('iam:Get*')
    expect(expandActions(left)).toEqual(
      expandActions('iam:*').filter((action) => !['iam:GetRole', 'iam:ListRoles'].includes(action)),
    )
  })

  test('a pattern that does not end in its only wildcard becomes a list', () => {
    const left = asList(remaining(allow('iam:*User'), { ...iam, actions: { 'iam:CreateUser': null } }))
    expect(left.filter((pattern) => pattern.includes('*'))).toEqual([])
    expect(left).toEqual(expandActions('iam:*User').filter((action) => action !== 'iam:CreateUser'))
  })

  test('what NotAction keeps out stays out', () => {
    const rest: Statement = { Effect: 'Allow', NotAction: ['s3:Delete*', 'iam:*'], Resource: '*' }
    const left = asList(remaining(rest, onlyUsed({ s3: recently, sqs: recently })))
    expect(left).toContain('s3:Get*')
    expect(left).toContain('sqs:*')
    expect(expandActions(left)).toEqual(
      expandActions(['s3:*', 'sqs:*']).filter((action) => !action.startsWith('s3:Delete')),
    )
  })

  test('iam:PassRole stays even if a report calls it unused', () => {
    expect(
      asList(
        remaining(allow(['iam:PassRole', 'iam:GetUser']), {
          ...iam,
          actions: { 'iam:PassRole': null, 'iam:GetUser': null },
        }),
      ),
    ).toEqual(['iam:PassRole'])
  })
})

describe('Sids', () => {
  const rest: Statement = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }
  const sidOf = (document: PolicyDocument, sids?: boolean): string | undefined =>
    asList(
      narrowPolicy(document, onlyUsed({ s3: recently }), { ...options, ...(sids === undefined ? {} : { sids }) })
        .document?.Statement,
    ).at(-1)?.Sid

  test('are new only where a NotAction becomes whole services', () => {
    expect(sidOf(policy(rest))).toBe('FullAccessToSomeServices')
    expect(sidOf(policy(rest), false)).toBe(undefined)
    expect(sidOf(policy({ ...rest, Sid: 'Mine' }))).toBe('Mine')
    expect(sidOf(policy(allow('*')))).toBe(undefined)
    expect(sidOf(policy({ ...rest, NotAction: ['s3:Delete*', 'iam:*'] }))).toBe(undefined)
  })

  test('are unique', () => {
    expect(sidOf(policy({ ...allow('s3:GetObject'), Sid: 'FullAccessToSomeServices' }, rest))).toBe(
      'FullAccessToSomeServices2',
    )
  })
})

describe('refuses', () => {
  test.each([
    [{ now: 'yesterday', windowDays: 90 }, { services: {} }, '`yesterday` is not an ISO date'],
    [
      { now: '2026-11-22', windowDays: Number.NaN },
      { services: {} },
      'the window of `NaN` days is not a number of days',
    ],
    [JSON.parse('null'), { services: {} }, 'the window of `undefined` days is not a number of days'],
    [{ now: '2026-11-22', windowDays: 90 }, { services: { s3: '2026-02-31' } }, '`2026-02-31` is not an ISO date'],
    [{ now: '2026-11-22', windowDays: -1 }, { services: {} }, 'the window of `-1` days is not a number of days'],
    [{ now: '2026-11-22', windowDays: 90 }, { services: { s3: '11/22/2026' } }, '`11/22/2026` is not an ISO date'],
  ])('%j with %j', (bad, usage, message) => {
    expect(() => narrowPolicy(policy(allow('s3:*')), usage, bad)).toThrow(
      expect.objectContaining({ name: 'RolewrightError', message }),
    )
  })

  test.each([null, {}, { services: null }, { services: {}, actions: 'all' }])('usage that is %j', (broken) => {
    const usage: UsageEvidence = JSON.parse(JSON.stringify(broken))
    expect(() => narrowPolicy(policy(allow('s3:*')), usage, options)).toThrow(
      expect.objectContaining({ name: 'RolewrightError', code: 'wrong-type' }),
    )
  })

  test.each([null, { Statement: [null] }, { Statement: { Effect: 'Allow', Action: [5], Resource: '*' } }])(
    'the document %j',
    (broken) => {
      const document: PolicyDocument = JSON.parse(JSON.stringify(broken))
      const error = expect.objectContaining({ name: 'PolicyError', code: 'wrong-type' })
      expect(() => narrowPolicy(document, { services: { s3: null } }, options)).toThrow(error)
      expect(() => narrowStatement(document, 0, { services: { s3: null } }, options)).toThrow(error)
    },
  )

  test('a statement that is not there', () => {
    expect(() => narrowStatement(policy(allow('s3:*')), 1, { services: {} }, options)).toThrow(
      expect.objectContaining({
        code: 'no-such-statement',
        message: 'there is no statement `1` in a document of 1',
      }),
    )
  })
})
