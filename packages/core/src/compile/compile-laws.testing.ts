import fc from 'fast-check'
import { expect } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import { defaultDocument, documentFinder } from '../account/documents.ts'
import {
  allow,
  awsManaged,
  defineAccount,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  deny,
} from '../define/index.ts'
import type {
  Model,
  PolicyDefinition,
  RoleDefinition,
  StatementDefinition,
  TaskDefinition,
} from '../define/definitions.ts'
import { defineModel } from '../model/define-model.ts'
import { groupName } from '../model/group-name.ts'
import { ModelError } from '../model/model-error.ts'
import { tasksOf } from '../model/tasks-of.ts'
import { report } from '../policy/compare/compare-laws.testing.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { Request } from '../policy/request.ts'
import { compile } from './compile.ts'
import { compilePolicy } from './compile-policy.ts'
import { requireMfaDocument } from './require-mfa.ts'

const now = new Date('2026-06-01')
const parameters = { bucket: 'data', team: 'one' }
const dev = defineAccount({ id: 'dev', accountId: '111122223333', parameters })
const readOnly: PolicyDocument = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:List*', Resource: '*' },
}
const managed = awsManaged('ReadOnlyAccess')
const options = { now, awsManaged: { [managed.arn]: { versionId: 'v1', document: readOnly } } }

const actions = ['s3:GetObject', 's3:PutObject', 's3:Get*', 's3:*', 's3:DeleteObject', 'sqs:SendMessage', 'sqs:*']
const names = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `arn:aws:s3:::{{bucket}}-${1000 + from + index}/*`)

/** A statement that is short as a rule, and at times far too long for one policy. */
const statement: fc.Arbitrary<StatementDefinition> = fc
  .record({
    kind: fc.nat(9),
    actions: fc.uniqueArray(fc.constantFrom(...actions), { minLength: 1, maxLength: 4 }),
    from: fc.nat(300),
    count: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.integer({ min: 60, max: 240 })),
    sid: fc.constantFrom('Use', 'Keep', undefined),
    tagged: fc.boolean(),
  })
  .map(({ kind, actions: chosen, from, count, sid, tagged }) => {
    const given = {
      ...(kind === 0 ? { notActions: chosen } : { actions: chosen }),
      ...(kind === 1 ? { notResources: names(from, count) } : { resources: kind === 2 ? ['*'] : names(from, count) }),
      ...(sid === undefined ? {} : { sid }),
      ...(tagged ? { conditions: { StringEquals: { 'aws:PrincipalTag/team': '{{team}}' } } } : {}),
    }
    return kind > 7 ? deny(given) : allow(given)
  })

const withUniqueSids = (statements: readonly StatementDefinition[]): StatementDefinition[] => {
  const seen = new Set<string>()
  return statements.map(({ sid, ...rest }) => {
    if (sid === undefined || seen.has(sid)) return rest
    seen.add(sid)
    return { ...rest, sid }
  })
}

/** A company of few roles that share tasks, with tasks that require others, guards, AWS's own policies and more policies than a group takes. */
const model: fc.Arbitrary<Model> = fc
  .record({
    policies: fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 16 }),
    tasks: fc.array(
      fc.record({ uses: fc.array(fc.nat(15), { minLength: 1, maxLength: 6 }), needs: fc.nat(7), aws: fc.nat(5) }),
      {
        minLength: 1,
        maxLength: 7,
      },
    ),
    roles: fc.array(
      fc.record({
        does: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 5 }),
        mfa: fc.boolean(),
        ends: fc.nat(6),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    people: fc.array(fc.uniqueArray(fc.nat(3), { maxLength: 4 }), { maxLength: 3 }),
  })
  .map((drawn) => {
    const policies = drawn.policies.map((statements, index) =>
      definePolicy({ name: `P${index}`, statements: withUniqueSids(statements) }),
    )
    const tasks: TaskDefinition[] = []
    for (const [index, { uses, needs, aws }] of drawn.tasks.entries()) {
      const used = [...new Set(uses.map((use) => policies[use % policies.length]))].filter((one) => one !== undefined)
      const needed = tasks[needs]
      tasks.push(
        defineTask({
          id: `t${index}`,
          title: `T${index}`,
          policies: aws === 0 ? [...used, managed] : used,
          ...(needed === undefined ? {} : { requires: [needed] }),
        }),
      )
    }
    const roles = drawn.roles.map(({ does, mfa, ends }, index) => {
      const own = [...new Set(does.map((one) => tasks[one % tasks.length]))].filter((one) => one !== undefined)
      const ending = ends === 0 ? { expires: '2026-05-01' } : {}
      return defineRole({
        id: `r${index}`,
        title: `R${index}`,
        owner: 'o',
        justification: 'j',
        tasks: own,
        requireMfa: mfa,
        ...ending,
      })
    })
    const people = drawn.people.map((held, index) =>
      definePerson({
        id: `p${index}`,
        userName: `p${index}`,
        name: `P${index}`,
        roles: [...new Set(held.map((one) => roles[one % roles.length]))].filter((one) => one !== undefined),
      }),
    )
    return defineModel({ id: 'test', roles, people, accounts: [dev] })
  })

/** The state, or why there is none: nothing but a quota may be in the way. */
function compiled(of: Model): AccountState | undefined {
  try {
    return compile(of, dev, options).state
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    for (const { code, hint } of error.findings) expect([code, hint]).toEqual(['RW-QUOTA', expect.any(String)])
    return undefined
  }
}

/** What a role would hold if IAM had no quotas. */
function unpacked(role: RoleDefinition): readonly PolicyDocument[] {
  const own = [...new Set(tasksOf(role).flatMap((task) => task.policies))]
  const filling = { parameters, account: 'dev', findings: [] }
  return [
    ...own.filter((one): one is PolicyDefinition => one.kind === 'policy').map((one) => compilePolicy(one, filling)),
    ...(own.includes(managed) ? [readOnly] : []),
    ...(role.requireMfa === true ? [requireMfaDocument] : []),
  ]
}

const request: fc.Arbitrary<Request> = fc.record({
  action: fc.constantFrom(
    's3:GetObject',
    's3:PutObject',
    's3:DeleteObject',
    's3:ListBucket',
    'sqs:SendMessage',
    'iam:GetUser',
  ),
  resource: fc.nat(560).map((bucket) => (bucket > 540 ? '*' : `arn:aws:s3:::data-${1000 + bucket}/key`)),
  context: fc.constantFrom(
    {},
    { 'aws:PrincipalTag/team': 'one' },
    { 'aws:MultiFactorAuthPresent': true, 'aws:PrincipalTag/team': 'one' },
  ),
})

const characters = (document: PolicyDocument | undefined): number => JSON.stringify(document).length

/** The laws of compiling, over that many random models each; each gives null or what breaks it. */
export const laws = (numRuns: number): Readonly<Record<string, () => string | null>> => ({
  'keeps every quota and every decision, or says which quota stands in the way': () => {
    let whole = 0
    const broken = report(
      fc.property(model, fc.array(request, { minLength: 12, maxLength: 12 }), (of, requests) => {
        const state = compiled(of)
        if (state === undefined) return
        whole++
        for (const policy of state.policies) expect(characters(defaultDocument(policy))).toBeLessThanOrEqual(6144)
        for (const group of state.groups) expect(group.attachedPolicies.length).toBeLessThanOrEqual(10)
        for (const user of state.users) expect(user.groups.length).toBeLessThanOrEqual(10)
        expect(new Set(state.policies.map(({ name }) => name.toLowerCase())).size).toBe(state.policies.length)
        const finder = documentFinder(state)
        for (const role of of.roles) {
          const group = state.groups.find(({ name }) => name === groupName(role))
          if (group === undefined) throw new Error(`${role.id} has no group`)
          const [before, after] = [createEvaluator(unpacked(role)), createEvaluator(finder.ofGroup(group).documents)]
          for (const one of requests) expect([one, after.decide(one).effect]).toEqual([one, before.decide(one).effect])
        }
      }),
      { numRuns },
    )
    return broken ?? (whole > numRuns / 2 ? null : `only ${whole} of ${numRuns} models compiled`)
  },
  'gives the same bytes whatever the order of roles, tasks, policies and people': () =>
    report(
      fc.property(model, (of) => {
        const turned = defineModel({
          ...input(of),
          roles: of.roles.toReversed(),
          people: of.people.map((person) => ({ ...person, roles: person.roles.toReversed() })).toReversed(),
        })
        expect(JSON.stringify(compiled(turned))).toBe(JSON.stringify(compiled(of)))
      }),
      { numRuns },
    ),
})

function input({ id, roles, people, accounts }: Model): Pick<Model, 'id' | 'roles' | 'people' | 'accounts'> {
  return { id, roles, people, accounts }
}
