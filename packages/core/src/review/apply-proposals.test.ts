import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import { documentFinder } from '../account/documents.ts'
import { compile } from '../compile/compile.ts'
import { defineAccount } from '../define/define-account.ts'
import { definePerson } from '../define/define-person.ts'
import { definePolicy } from '../define/define-policy.ts'
import { defineRole } from '../define/define-role.ts'
import { defineTask } from '../define/define-task.ts'
import { allow, deny } from '../define/statement.ts'
import { defineModel } from '../model/define-model.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import { applyProposals } from './apply-proposals.ts'
import type { Proposal } from './proposal.ts'
import { reviewState } from './review-state.ts'
import type { EntityUsage, Usage } from './usage.ts'

const accountId = '111122223333'
const now = '2026-11-22T12:00:00.000Z'
const daysAgo = (days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString()
const long = daysAgo(390)
const account = defineAccount({ id: 'dev', accountId })
const owner = { owner: 'a@example.com', justification: 'does what this test is about' }

/** What the policies below allow, by how it can be observed. */
const tracked = ['iam:GetUser', 'iam:ListRoles', 'lambda:ListFunctions'] as const
const untracked = ['s3:GetObject', 'sqs:SendMessage', 'dynamodb:PutItem', 'iam:PassRole'] as const
const actions = [...tracked, ...untracked, 's3:ListAllMyBuckets', 'sns:Publish'] as const
const services = ['iam', 'lambda', 's3', 'sqs', 'sns', 'dynamodb'] as const

const statements = [
  allow({ actions: ['sqs:*', 's3:*', 'sns:*'], resources: ['*'] }),
  allow({ actions: ['iam:GetUser', 'iam:ListRoles', 'iam:PassRole'], resources: ['*'] }),
  allow({ actions: ['lambda:List*', 's3:GetObject', 'dynamodb:*'], resources: ['*'] }),
  allow({ notActions: ['ec2:*', 'lambda:*'], resources: ['*'] }),
  allow({ actions: ['iam:*'], resources: ['*'], conditions: { Bool: { 'aws:MultiFactorAuthPresent': true } } }),
  deny({ actions: ['sns:Publish'], resources: ['arn:aws:sns:*:*:secret'] }),
] as const

/** Policies are chosen by their statements, tasks by their policies, roles by their tasks, people by their roles: all by number. */
const some = (most: number, length: number) => fc.uniqueArray(fc.nat(most - 1), { minLength: 1, maxLength: length })
const shape = fc.record({
  policies: fc.array(some(statements.length, 2), { minLength: 4, maxLength: 4 }),
  tasks: fc.array(some(4, 2), { minLength: 4, maxLength: 4 }),
  roles: fc.array(some(4, 3), { minLength: 2, maxLength: 3 }),
  people: fc.array(some(2, 2), { minLength: 3, maxLength: 3 }),
  uses: fc.array(
    fc.record({ person: fc.nat(2), action: fc.constantFrom(...actions), days: fc.integer({ min: 1, max: 390 }) }),
    {
      maxLength: 12,
    },
  ),
})
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never

function company(made: Shape) {
  const pick = <T>(list: readonly T[], numbers: readonly number[]): T[] =>
    numbers.flatMap((number) => list[number] ?? [])
  const policies = made.policies.map((own, index) =>
    definePolicy({ name: `Policy${index}`, statements: pick(statements, own) }),
  )
  const tasks = made.tasks.map((own, index) =>
    defineTask({ id: `task-${index}`, title: `Task ${index}`, policies: pick(policies, own) }),
  )
  const roles = made.roles.map((own, index) =>
    defineRole({ id: `role-${index}`, title: `Role ${index}`, ...owner, tasks: pick(tasks, own) }),
  )
  const people = made.people.map((own, index) =>
    definePerson({ id: `p${index}`, userName: `p${index}`, name: `P ${index}`, roles: pick(roles, own) }),
  )
  const model = defineModel({ id: 'example', roles, people, accounts: [account] })
  const { state: desired, sources } = compile(model, account, { now: new Date(now), awsManaged: {} })
  const old = { createdAt: long }
  const state: AccountState = {
    ...desired,
    groups: desired.groups.map((group) => ({ ...group, ...old })),
    users: desired.users.map((user) => ({ ...user, ...old })),
    policies: desired.policies.map((policy) => ({
      ...policy,
      ...old,
      versions: policy.versions.map((version) => ({ ...version, ...old })),
    })),
  }
  return { state, model: { roles, sources, desired } }
}

/** Reports as AWS would make them of these uses: each service a row, each tracked action one. */
function usageOf(state: AccountState, made: Shape): Usage {
  const report = (kind: EntityUsage['kind'], arn: string, who: (name: string) => boolean): EntityUsage => {
    const mine = made.uses.filter(({ person }) => who(`p${person}`))
    const last = (of: (action: string) => boolean): string | null => {
      const days = mine.filter(({ action }) => of(action)).map((use) => use.days)
      return days.length === 0 ? null : daysAgo(Math.min(...days))
    }
    return {
      arn,
      kind,
      reportedAt: now,
      services: services.map((namespace) => ({
        namespace,
        name: namespace,
        lastAuthenticated: last((action) => action.startsWith(`${namespace}:`)),
        totalAuthenticatedEntities: 0,
        actions: tracked
          .filter((action) => action.startsWith(`${namespace}:`))
          .map((action) => ({ action, lastAccessed: last((used) => used === action) })),
      })),
    }
  }
  const members = (group: string) => state.users.filter((user) => user.groups.includes(group)).map(({ name }) => name)
  const holders = (arn: string) =>
    state.groups.filter((group) => group.attachedPolicies.includes(arn)).flatMap(({ name }) => members(name))
  return {
    accountId,
    collectedAt: now,
    entities: [
      ...state.policies.map(({ arn }) => report('policy', arn, (name) => holders(arn).includes(name))),
      ...state.groups.map(({ arn, name }) => report('group', arn, (user) => members(name).includes(user))),
      ...state.users.map(({ arn, name }) => report('user', arn, (user) => user === name)),
    ],
  }
}

const resource = 'arn:aws:s3:::bucket/key'

function requireLaws(made: Shape, proposals: readonly Proposal[], state: AccountState): void {
  const after = applyProposals(state, proposals)
  const [was, is] = [documentFinder(state), documentFinder(after)]
  for (const [number, user] of state.users.entries()) {
    const narrowed = after.users.find(({ name }) => name === user.name)
    if (narrowed === undefined) throw new Error('nobody is lost')
    const [before, then] = [was.ofUser(user).documents, is.ofUser(narrowed)]
    expect(then.unknown).toEqual([])
    expect(comparePolicies(before, then.documents)).toMatchObject({ gained: [] })
    const [old, young] = [createEvaluator(before), createEvaluator(then.documents)]
    const mine = made.uses.filter(({ person, days }) => person === number && days < 90)
    const used = new Set(mine.map(({ action }) => action))
    const usedServices = new Set(mine.map(({ action }) => action.split(':')[0]))
    const must = actions.filter(
      (action) =>
        used.has(action) ||
        action === 'iam:PassRole' ||
        (untracked.some((one) => one === action) && usedServices.has(action.split(':')[0])),
    )
    for (const action of must) {
      for (const context of [{}, { 'aws:MultiFactorAuthPresent': true }]) {
        const request = { action, resource: action.startsWith('s3:Get') ? resource : '*', context }
        if (old.decide(request).effect !== 'allow') continue
        expect([user.name, action, young.decide(request).effect]).toEqual([user.name, action, 'allow'])
      }
    }
  }
}

describe('accepted proposals', () => {
  it('never widen, and leave everybody what they used, what nobody can see, and iam:PassRole', () => {
    fc.assert(
      fc.property(shape, fc.infiniteStream(fc.boolean()), fc.boolean(), (made, chosen, splitServices) => {
        const given = company(made)
        const usage = usageOf(given.state, made)
        const options = { now, windowDays: 90, model: given.model, splitServices }
        const { proposals } = reviewState(given.state, usage, options)
        requireLaws(made, proposals, given.state)
        requireLaws(
          made,
          proposals.filter(() => chosen.next().value === true),
          given.state,
        )
      }),
      { numRuns: 25 },
    )
  }, 30_000)

  it('that widen are applied by themselves', () => {
    const given = company({
      policies: [[0], [0], [0], [0]],
      tasks: [[0], [1], [2], [3]],
      roles: [[0], [1]],
      people: [[0], [0], [0]],
      uses: [],
    })
    const attempt = {
      id: '1',
      at: daysAgo(3),
      region: 'us-east-1',
      source: 'sqs.amazonaws.com',
      name: 'CreateQueue',
      actor: { arn: `arn:aws:iam::${accountId}:user/p0`, kind: 'user' },
      resources: [],
    } as const
    const denied = { ...attempt, source: 's3.amazonaws.com', name: 'CreateBucket', error: { code: 'AccessDenied' } }
    const policy = definePolicy({
      name: 'Policy0',
      statements: [allow({ actions: ['s3:ListAllMyBuckets', 'sqs:*'], resources: ['*'] })],
    })
    const [first] = given.state.policies
    if (first === undefined) throw new Error('there is a policy')
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: policy.statements[0]?.actions ?? [], Resource: '*' }],
    } as const
    const state = {
      ...given.state,
      policies: [{ ...first, versions: [{ versionId: 'v1', createdAt: long, document }] }],
    }
    const usage = usageOf(state, {
      policies: [],
      tasks: [],
      roles: [],
      people: [],
      uses: [{ person: 0, action: 's3:ListAllMyBuckets', days: 2 }],
    })
    const trail = {
      from: daysAgo(90),
      to: now,
      regions: ['us-east-1'],
      events: [denied, { ...attempt, id: '2', source: 's3.amazonaws.com', name: 'ListBuckets' }],
    }
    const { proposals } = reviewState(state, usage, { now, windowDays: 90, trail })
    expect(proposals.map(({ kind }) => kind)).toEqual(['narrow-statement', 'grant-missing'])
    expect(() => applyProposals(state, proposals)).toThrow(expect.objectContaining({ code: 'mixed-proposals' }))
    const after = applyProposals(state, proposals.slice(1))
    const mary = after.users[0]
    const evaluator = createEvaluator(mary === undefined ? [] : documentFinder(after).ofUser(mary).documents)
    expect(evaluator.decide({ action: 's3:CreateBucket', resource: 'arn:aws:s3:::new' }).effect).toBe('allow')
  })
})
