import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeldDecisions } from './held-decisions.ts'
import type { AccountState, GroupState, PolicyState } from '../account/account-state.ts'
import { servicePrefixes } from '../catalog/index.ts'
import { asList } from '../policy/as-list.ts'
import { expandActions } from '../policy/match/expand-actions.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { reviewSchema } from './review-schema.ts'
import { isStatementProposal } from './is-statement-proposal.ts'
import type { StatementProposal } from './proposal.ts'
import { type ReviewOptions, reviewState } from './review-state.ts'
import { placeKey } from './observed-since.ts'
import type { ServiceUsage, Usage } from './usage.ts'

const accountId = '111122223333'
const now = '2026-11-22T12:00:00.000Z'
const options = { now, windowDays: 90 }
const long = '2025-01-01T00:00:00.000Z'
const daysAgo = (days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString()

interface Made {
  readonly name: string
  readonly statements: readonly Statement[]
  readonly path?: string
  readonly createdAt?: string
}

function policy({ name, statements, path = '/rolewright/example/', createdAt = long }: Made): PolicyState {
  const document: PolicyDocument = { Version: '2012-10-17', Statement: statements }
  const arn = `arn:aws:iam::${accountId}:policy${path}${name}`
  return { name, path, arn, defaultVersionId: 'v1', versions: [{ versionId: 'v1', document, createdAt }], createdAt }
}

function account(policies: readonly PolicyState[], group: Partial<GroupState> = {}): AccountState {
  return {
    accountId,
    policies,
    groups: [
      {
        name: 'Developers',
        path: '/rolewright/example/',
        arn: `arn:aws:iam::${accountId}:group/rolewright/example/Developers`,
        createdAt: long,
        attachedPolicies: policies.map(({ arn }) => arn),
        inlinePolicies: [],
        ...group,
      },
    ],
    users: [],
    roles: [],
  }
}

type Rows = Readonly<
  Record<string, { readonly used: string | null; readonly actions?: Readonly<Record<string, string | null>> }>
>

function services(rows: Rows): readonly ServiceUsage[] {
  return Object.entries(rows).map(([namespace, { used, actions }]) => ({
    namespace,
    name: namespace,
    lastAuthenticated: used,
    ...(used === null ? {} : { lastAuthenticatedEntity: `arn:aws:iam::${accountId}:user/mary` }),
    totalAuthenticatedEntities: used === null ? 0 : 1,
    ...(actions === undefined
      ? {}
      : { actions: Object.entries(actions).map(([action, lastAccessed]) => ({ action, lastAccessed })) }),
  }))
}

function usage(policies: readonly PolicyState[], rows: Rows, reportedAt = now): Usage {
  return {
    accountId,
    collectedAt: now,
    entities: policies.map(({ arn }) => ({ arn, kind: 'policy', reportedAt, services: services(rows) })),
  }
}

const allow = (Action: string | readonly string[], more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
})

/** The proposals about statements. */
function proposeNarrowing(state: AccountState, evidence: Usage, given: ReviewOptions): readonly StatementProposal[] {
  return reviewState(state, evidence, given).proposals.filter(isStatementProposal)
}

/** AWS gives a row to every service that is granted. */
function servicesNotNamed(named: readonly string[]): [string, { readonly used: null }][] {
  return servicePrefixes()
    .filter((prefix) => !named.includes(prefix))
    .map((prefix) => [prefix, { used: null }])
}

describe('reviewState', () => {
  it('narrows NotAction to the services that were used, whole, and names who used what last', () => {
    const power = policy({
      name: 'Power',
      statements: [
        { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' },
        allow(['iam:ListRoles', 'organizations:DescribeOrganization']),
      ],
    })
    const proposals = proposeNarrowing(
      account([power]),
      usage([power], {
        ec2: { used: daysAgo(20), actions: { 'ec2:RunInstances': daysAgo(20), 'ec2:CreateVpc': null } },
        s3: { used: daysAgo(3) },
        autoscaling: { used: daysAgo(180) },
        sqs: { used: null },
        iam: { used: daysAgo(180), actions: { 'iam:ListRoles': daysAgo(180) } },
        organizations: { used: null },
        ...Object.fromEntries(servicesNotNamed(['ec2', 's3', 'autoscaling', 'sqs', 'iam', 'organizations'])),
      }),
      options,
    )
    expect(proposals.map(({ kind, statementIndex }) => [kind, statementIndex])).toEqual([
      ['narrow-statement', 0],
      ['remove-statement', 1],
    ])
    expect(proposals[0]?.after).toEqual({
      Sid: 'FullAccessToSomeServices',
      Effect: 'Allow',
      Action: ['ec2:*', 's3:*'],
      Resource: '*',
    })
    expect(proposals[0]?.documents[0]?.after?.Statement).toEqual([proposals[0]?.after, proposals[1]?.before])
    expect(proposals[0]?.removed.find(({ what }) => what === 'autoscaling')).toEqual({
      what: 'autoscaling',
      lastUsed: daysAgo(180),
      lastUsedBy: `arn:aws:iam::${accountId}:user/mary`,
      origin: 'last-accessed',
    })
    expect(proposals[0]?.removed.find(({ what }) => what === 'sqs')).toEqual({
      what: 'sqs',
      lastUsed: null,
      origin: 'last-accessed',
    })
    expect(proposals[0]?.groups).toEqual(['Developers'])
    expect(proposals[0]?.actionsRemoved).toBeGreaterThan(1000)
  })

  it('leaves out what somebody kept, where the proposal has grown since, and shows the same proposal again', () => {
    const one = policy({ name: 'One', statements: [allow(['kms:*', 's3:*', 'sqs:*'])] })
    const find = (rows: Rows, held?: HeldDecisions) =>
      proposeNarrowing(account([one]), usage([one], rows), { ...options, ...(held === undefined ? {} : { held }) })
    const then = { kms: { used: null }, s3: { used: daysAgo(1) }, sqs: { used: daysAgo(1) } }
    const [kept] = find(then)
    const held = { proposals: new Set([kept?.id ?? '']), removals: new Map([[one.arn, new Set(['kms'])]]) }
    expect(find(then, held)).toEqual([kept])
    const [grown, ...others] = find({ ...then, s3: { used: daysAgo(100) } }, held)
    expect(others).toEqual([])
    expect(grown?.after).toEqual(allow(['kms:*', 'sqs:*']))
    expect(grown?.removed.map(({ what }) => what)).toEqual(['s3'])
    expect(grown?.kept.map(({ what, because }) => [what, because])).toEqual([
      ['kms', 'decided'],
      ['sqs', 'used'],
    ])
    // What is left of the statement when the rest has gone would be the same removal in another shape.
    const rest = policy({ name: 'One', statements: [allow(['kms:*', 'sqs:*'])] })
    expect(proposeNarrowing(account([rest]), usage([rest], then), { ...options, held })).toEqual([])
  })

  it('takes single tracked actions where they are named, not out of a whole service', () => {
    const both = policy({ name: 'Both', statements: [allow(['iam:GetUser', 'iam:ListUsers']), allow('lambda:*')] })
    const rows = {
      iam: { used: daysAgo(1), actions: { 'iam:GetUser': daysAgo(1), 'iam:ListUsers': null } },
      lambda: { used: daysAgo(1), actions: { 'lambda:ListFunctions': null } },
    }
    const [proposal, ...others] = proposeNarrowing(account([both]), usage([both], rows), options)
    expect(proposal?.after).toEqual(allow(['iam:GetUser']))
    expect(others).toEqual([])
    const split = proposeNarrowing(account([both]), usage([both], rows), { ...options, splitServices: true })
    expect(split.map(({ statementIndex }) => statementIndex)).toEqual([0, 1])
  })

  it('says nothing of what has no row, of PassRole, of denies and of AWS managed policies', () => {
    const quiet = policy({
      name: 'Quiet',
      statements: [allow('iam:PassRole'), allow('dynamodb:*'), { Effect: 'Deny', Action: 'sqs:*', Resource: '*' }],
    })
    const aws: PolicyState = {
      ...policy({ name: 'X', statements: [allow('sqs:*')] }),
      arn: 'arn:aws:iam::aws:policy/X',
    }
    const found = reviewState(
      account([quiet, aws]),
      usage([quiet], { iam: { used: null }, sqs: { used: null } }),
      options,
    )
    expect(found).toEqual({ proposals: [], notEnoughHistory: [], unmapped: [], evidence: [] })
  })

  it('has a proposal for each of two statements that allow the same, of which one alone takes nothing away', () => {
    const twins = policy({ name: 'P', statements: [allow('sqs:*'), allow(['sqs:*', 's3:*'])] })
    const rows = { sqs: { used: null }, s3: { used: daysAgo(1) } }
    const found = proposeNarrowing(account([twins]), usage([twins], rows), options)
    expect(found.map(({ statementIndex, after, actionsRemoved }) => [statementIndex, after, actionsRemoved])).toEqual([
      [0, null, 0],
      [1, allow(['s3:*']), 0],
    ])
    const equal = policy({ name: 'P', statements: [allow('sqs:*'), allow(['sqs:*'])] })
    const ids = proposeNarrowing(account([equal]), usage([equal], rows), options).map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
  })

  it('does not judge what is younger than the window, and says from when it can', () => {
    const young = policy({ name: 'Young', statements: [allow('sqs:*')], createdAt: daysAgo(89) })
    const old = policy({ name: 'Old', statements: [allow('sqs:*')], createdAt: daysAgo(91) })
    const rows = { sqs: { used: null } }
    const found = reviewState(account([young, old]), usage([young, old], rows), options)
    expect(found.proposals.flatMap(({ documents }) => documents.map(({ policyName }) => policyName))).toEqual(['Old'])
    expect(found.notEnoughHistory).toEqual([
      {
        about: 'policy',
        name: 'Young',
        arn: young.arn,
        reason: `version v1 is in force only since ${daysAgo(89).slice(0, 10)}`,
        from: daysAgo(-1),
      },
    ])
    const group = reviewState(account([old], { createdAt: daysAgo(10) }), usage([old], rows), options)
    expect(group.notEnoughHistory.map(({ reason }) => reason)).toEqual([
      `a group can hold it only since ${daysAgo(10).slice(0, 10)}`,
      `there only since ${daysAgo(10).slice(0, 10)}`,
    ])
    const attached = { ...options, dates: { attached: { [placeKey('Developers', old.arn)]: daysAgo(5) } } }
    expect(reviewState(account([old]), usage([old], rows), attached).proposals).toEqual([])
  })

  it('judges what is exactly as old as the window', () => {
    const made = policy({ name: 'P', statements: [allow('sqs:*')], createdAt: daysAgo(90) })
    expect(proposeNarrowing(account([made]), usage([made], { sqs: { used: null } }), options)).toHaveLength(1)
  })

  it('proposes nothing that could not be proved to take anything away', () => {
    const Condition = { StringEqualsIgnoreCase: { 'acme:When': 'a' }, DateGreaterThan: { 'acme:When': '2026-01-01' } }
    const never = policy({ name: 'P', statements: [allow(['sqs:*', 's3:*'], { Condition })] })
    const rows = { sqs: { used: null }, s3: { used: daysAgo(1) } }
    expect(proposeNarrowing(account([never]), usage([never], rows), options)).toEqual([])
  })

  it('goes by whole services where a list of single actions would not fit into a policy', () => {
    const all = policy({ name: 'P', statements: [allow('*')] })
    const big = ['ec2', 's3', 'iam', 'rds', 'ssm', 'glue', 'iot', 'sagemaker', 'connect', 'quicksight']
    const busy = Object.fromEntries(
      big.map((service) => [
        service,
        {
          used: daysAgo(1),
          actions: Object.fromEntries(
            expandActions(`${service}:*`).map((action, at) => [action, at % 2 === 0 ? null : daysAgo(1)]),
          ),
        },
      ]),
    )
    const rows = { ...Object.fromEntries(servicesNotNamed(big)), ...busy }
    const [proposal] = proposeNarrowing(account([all]), usage([all], rows), { ...options, splitServices: true })
    expect(proposal?.after?.Action).toEqual(big.map((service) => `${service}:*`).toSorted())
  })

  it('looks only at the owned path, when one is given, and at what a group holds', () => {
    const own = policy({ name: 'Own', statements: [allow('sqs:*')] })
    const foreign = policy({ name: 'Foreign', statements: [allow('sqs:*')], path: '/' })
    const state = account([own, foreign])
    const evidence = usage([own, foreign], { sqs: { used: null } })
    expect(proposeNarrowing(state, evidence, options)).toHaveLength(2)
    const owned = proposeNarrowing(state, evidence, { ...options, ownedPath: '/rolewright/example/' })
    expect(owned.map(({ policyName }) => policyName)).toEqual(['Own'])
    expect(proposeNarrowing({ ...state, groups: [] }, evidence, options)).toEqual([])
  })

  it('keeps an id over time and over other statements, and changes it with what is removed', () => {
    const rows = { sqs: { used: null }, sns: { used: null }, s3: { used: daysAgo(1) } }
    const first = policy({ name: 'P', statements: [allow(['sqs:*', 's3:*'])] })
    const moved = policy({ name: 'P', statements: [allow('s3:*'), allow(['s3:*', 'sqs:*'])] })
    const more = policy({ name: 'P', statements: [allow(['sqs:*', 's3:*', 'sns:*'])] })
    const idOf = (made: PolicyState, at = now): string | undefined =>
      proposeNarrowing(account([made]), usage([made], rows, at), { ...options, now: at })[0]?.id
    expect(idOf(first)).toMatch(/^[0-9a-f]{16}$/)
    expect(idOf(first, '2026-12-22T00:00:00.000Z')).toBe(idOf(first))
    expect(idOf(moved)).toBe(idOf(first))
    expect(idOf(more)).not.toBe(idOf(first))
  })

  it('refuses a missing report, another account, and a window that AWS does not look back over', () => {
    const one = policy({ name: 'One', statements: [allow('sqs:*')] })
    const state = account([one])
    expect(() => reviewState(state, usage([], {}), options)).toThrow(
      expect.objectContaining({ code: 'usage-incomplete' }),
    )
    expect(() => reviewState(state, { ...usage([one], {}), accountId: '444455556666' }, options)).toThrow(
      expect.objectContaining({ code: 'wrong-account' }),
    )
    expect(() => reviewState(state, usage([one], {}), { ...options, windowDays: 401 })).toThrow(
      expect.objectContaining({ code: 'invalid-window' }),
    )
  })

  const servicePool = ['sqs', 'sns', 's3', 'ec2', 'iam', 'lambda'] as const
  const patterns = fc.constantFrom(
    ...servicePool.map((service) => `${service}:*`),
    'iam:PassRole',
    'iam:Get*',
    'iam:GetUser',
    'sqs:SendMessage',
    's3:GetObject',
    'lambda:List*',
    '*',
  )
  const statement = fc.record({
    Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    not: fc.boolean(),
    Action: fc.uniqueArray(patterns, { minLength: 1, maxLength: 4 }),
    Resource: fc.constantFrom('*', 'arn:aws:s3:::bucket/*'),
  })
  const used = fc.option(fc.integer({ min: 0, max: 390 }), { nil: null })
  const evidence = fc.dictionary(fc.constantFrom(...servicePool), used)
  const tracked = fc.dictionary(fc.constantFrom('iam:GetUser', 'iam:GetRole', 'lambda:ListFunctions'), used)

  it('never widens, keeps all that was used and iam:PassRole, and gives the same twice', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), evidence, tracked, (made, days, actions) => {
        const statements = made.map(({ not, Action, ...rest }): Statement => ({
          ...rest,
          [not ? 'NotAction' : 'Action']: Action,
        }))
        const one = policy({ name: 'Random', statements })
        const rows = Object.fromEntries(
          Object.entries(days).map(([service, age]) => {
            const own = Object.entries(actions).filter(([action]) => action.startsWith(`${service}:`))
            const dates = own.map(([action, ago]): [string, string | null] => [
              action,
              ago === null ? null : daysAgo(ago),
            ])
            return [service, { used: age === null ? null : daysAgo(age), actions: Object.fromEntries(dates) }]
          }),
        )
        const state = account([one])
        const proposals = proposeNarrowing(state, usage([one], rows), options)
        expect(proposeNarrowing(state, usage([one], rows), options)).toEqual(proposals)
        const before = createEvaluator([{ Version: '2012-10-17', Statement: statements }])
        const requests = [
          'sqs:SendMessage',
          's3:GetObject',
          'iam:GetUser',
          'iam:GetRole',
          'lambda:ListFunctions',
          'dynamodb:GetItem',
        ]
        for (const proposal of proposals) {
          const [change] = proposal.documents
          const after = change?.after ?? []
          expect(comparePolicies(change?.before ?? [], after).gained).toEqual([])
          const evaluator = createEvaluator(asList(after))
          for (const action of [...requests, 'iam:PassRole']) {
            const service = action.split(':')[0] ?? ''
            const row = days[service]
            const age = actions[action] === undefined ? row : actions[action]
            const notObservable = row === undefined || action === 'iam:PassRole'
            const wasUsed = notObservable || (typeof age === 'number' && age < 90)
            const request = { action, resource: 'arn:aws:s3:::bucket/x' }
            if (wasUsed && before.decide(request).effect === 'allow' && evaluator.decide(request).effect !== 'allow') {
              throw new Error(`${action} was taken away by ${JSON.stringify(proposal.after)}`)
            }
          }
        }
        const review = {
          version: 2,
          accountId,
          at: now,
          windowDays: 90,
          proposals,
          notEnoughHistory: [],
          unmapped: [],
          evidence: [],
        }
        expect(reviewSchema.parse(JSON.parse(JSON.stringify(review)))).toEqual(JSON.parse(JSON.stringify(review)))
      }),
      { numRuns: 20 },
    )
  })
})
