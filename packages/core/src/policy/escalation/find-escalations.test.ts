import { array, assert, boolean, constantFrom, option, property, record, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { findAction } from '../../catalog/catalog.ts'
import { createEvaluator } from '../evaluate/create-evaluator.ts'
import type { Conditions, PolicyDocument, Statement } from '../document.ts'
import { escalationPaths } from './escalation-paths.ts'
import { PolicyError } from '../policy-error.ts'
import { findEscalations } from './find-escalations.ts'
import { resourcePatterns } from './sample-resources.ts'

function policy(...statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements }
}

function allow(
  actions: string | readonly string[],
  resources: string | readonly string[] = '*',
  condition?: Conditions,
): Statement {
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  }
}

function deny(
  actions: string | readonly string[],
  resources: string | readonly string[] = '*',
  condition?: Conditions,
): Statement {
  return { ...allow(actions, resources, condition), Effect: 'Deny' }
}

function idsOf(documents: PolicyDocument | readonly PolicyDocument[], boundary?: PolicyDocument): string[] {
  return findEscalations(documents, { boundary }).map(({ id }) => id)
}

const actionsOf = (id: string): string[] =>
  escalationPaths()
    .find((path) => path.id === id)
    ?.steps.flatMap((step) => step.actions) ?? []

test.each(escalationPaths().map(({ id }) => id))('finds %s where exactly its actions are allowed', (id) => {
  const found = findEscalations(policy(allow(actionsOf(id)))).find((escalation) => escalation.id === id)
  expect(found).toMatchObject({ id, conditional: false, statements: [{ document: 0, statement: 0 }] })
  expect(found?.steps.map(({ action }) => action)).toEqual(actionsOf(id))
})

test.each(escalationPaths().map(({ id }) => id))('does not find %s where any one of its actions is denied', (id) => {
  for (const missing of actionsOf(id)) expect(idsOf(policy(allow('*'), deny(missing)))).not.toContain(id)
})

test('lists each path once, sorted, with actions that exist and share what they act on', () => {
  const ids = escalationPaths().map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)].toSorted())
  for (const { steps, title, gains, needs } of escalationPaths()) {
    expect([title, gains, needs]).not.toContain('')
    for (const { actions } of steps) {
      expect(actions.filter((action) => findAction(action)?.action !== action)).toEqual([])
      expect(actions.length === 1 || !resourcePatterns(actions).includes('*')).toBe(true)
    }
  }
})

test('an administrator has every path, and someone who only reads has none', () => {
  expect(idsOf(policy(allow('*')))).toEqual(escalationPaths().map(({ id }) => id))
  expect(idsOf(policy(allow(['s3:Get*', 's3:List*', 'ec2:Describe*', 'iam:Get*', 'iam:List*'])))).toEqual([])
})

test('joins the actions of several documents and names the statements that open the path', () => {
  const documents = [
    policy({ Sid: 'Read', ...allow('s3:GetObject') }),
    policy(allow('logs:*'), { Sid: 'Functions', ...allow(['lambda:CreateFunction', 'lambda:InvokeFunction']) }),
    policy({ Sid: 'Roles', ...allow('iam:PassRole') }),
  ]
  expect(findEscalations(documents)).toEqual([
    {
      id: 'lambda-001',
      title: 'Create a function with a role and invoke it',
      category: 'new-use-of-role',
      gains: 'everything the role may do that is handed over',
      needs: 'a role that trusts `lambda.amazonaws.com`',
      conditional: false,
      steps: [
        {
          action: 'iam:PassRole',
          passedTo: 'lambda.amazonaws.com',
          resource: 'arn:aws:iam::111122223333:role/rolewright-example',
          statements: [{ document: 2, statement: 0, sid: 'Roles' }],
          limits: [],
        },
        {
          action: 'lambda:CreateFunction',
          resource: 'arn:aws:lambda:us-east-1:111122223333:function:rolewright-example',
          statements: [{ document: 1, statement: 1, sid: 'Functions' }],
          limits: [],
        },
        {
          action: 'lambda:InvokeFunction',
          resource: 'arn:aws:lambda:us-east-1:111122223333:function:rolewright-example',
          statements: [{ document: 1, statement: 1, sid: 'Functions' }],
          limits: [],
        },
      ],
      statements: [
        { document: 1, statement: 1, sid: 'Functions' },
        { document: 2, statement: 0, sid: 'Roles' },
      ],
    },
  ])
})

test('a role that can only be passed to another service opens nothing', () => {
  const passing = (service: string): Statement =>
    allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': service } })
  const compute = allow(['ec2:RunInstances', 'lambda:CreateFunction', 'lambda:InvokeFunction'])
  expect(idsOf(policy(compute, passing('glue.amazonaws.com')))).toEqual([])
  expect(idsOf(policy(compute, passing('ec2.amazonaws.com')))).toEqual(['ec2-001'])
  expect(idsOf(policy(compute, passing('lambda.*')))).toEqual([])
  const denied = deny('iam:PassRole', '*', { StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } })
  expect(idsOf(policy(compute, allow('iam:PassRole'), denied))).toEqual(['lambda-001'])
})

test('passing two named roles is conditional and says which', () => {
  const roles = ['EMR_DefaultRole', 'EMR_EC2_DefaultRole'].map((name) => `arn:aws:iam::111122223333:role/${name}`)
  const condition = { StringEquals: { 'iam:PassedToService': ['elasticmapreduce.amazonaws.com', 'ec2.amazonaws.com'] } }
  const [found] = findEscalations(policy(allow('elasticmapreduce:RunJobFlow'), allow('iam:PassRole', roles, condition)))
  expect(found).toMatchObject({ id: 'emr-001', conditional: true })
  expect(found?.steps[0]?.limits).toEqual(['only on `arn:aws:iam::111122223333:role/EMR_DefaultRole`'])
})

test('an action on resources of another kind opens nothing', () => {
  expect(idsOf(policy(allow('iam:AttachUserPolicy', 'arn:aws:iam::111122223333:role/*')))).toEqual([])
  expect(idsOf(policy(allow('iam:AttachUserPolicy', 'arn:aws:iam::111122223333:*')))).toEqual(['iam-008'])
  expect(
    idsOf(
      policy(allow('elasticmapreduce:RunJobFlow', 'arn:aws:elasticmapreduce:*:*:cluster/*'), allow('iam:PassRole')),
    ),
  ).toEqual([])
})

test('managing only the own access keys is no escalation, attaching policies to oneself is', () => {
  const self = 'arn:aws:iam::*:user/${aws:username}'
  expect(idsOf(policy(allow(['iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:UpdateLoginProfile'], self)))).toEqual(
    [],
  )
  expect(findEscalations(policy(allow('iam:AttachUserPolicy', self)))).toMatchObject([
    { id: 'iam-008', conditional: true },
  ])
})

test('two actions on different roles do not make a path that needs both on one', () => {
  const apart = policy(
    allow('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/app-*'),
    allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/audit-*'),
  )
  expect(idsOf(apart)).toEqual(['iam-005', 'sts-001'])
  const together = policy(
    allow('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/app-*'),
    allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/*-writer'),
  )
  expect(idsOf(together)).toEqual(['iam-005', 'iam-017', 'sts-001'])
})

test('a condition that might hold makes a path conditional, as does a denial that might apply', () => {
  const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
  const [allowed] = findEscalations(policy(allow('iam:CreatePolicyVersion', '*', mfa)))
  expect(allowed).toMatchObject({ id: 'iam-001', conditional: true })
  expect(allowed?.steps[0]?.limits).toEqual(['only under `Bool aws:MultiFactorAuthPresent`'])
  const without = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }
  const [denied] = findEscalations(policy(allow('iam:CreatePolicyVersion'), deny('*', '*', without)))
  expect(denied?.steps[0]?.limits).toEqual(['unless a Deny under a condition applies'])
})

test('a denial of all but some resources leaves these', () => {
  const app: Statement = { Effect: 'Deny', Action: 'iam:PutRolePolicy', NotResource: 'arn:aws:iam::*:role/app/*' }
  const [found] = findEscalations(policy(allow('iam:PutRolePolicy'), app))
  expect(found).toMatchObject({ id: 'iam-005', conditional: true })
})

test('a boundary must allow each step, and its resources narrow it', () => {
  const granted = policy(allow('*'))
  expect(idsOf(granted, policy(allow(['s3:*', 'ec2:Describe*'])))).toEqual([])
  const [found, ...others] = findEscalations(granted, {
    boundary: policy(allow('iam:AddUserToGroup', 'arn:aws:iam::111122223333:group/team-*')),
  })
  expect(others).toEqual([])
  expect(found).toMatchObject({ id: 'iam-013', conditional: true })
})

const anyAction = constantFrom(
  ...new Set(escalationPaths().flatMap(({ steps }) => steps.flatMap((step) => step.actions))),
  'iam:*',
  'lambda:*',
  '*',
  's3:*',
)
const anyResource = constantFrom(
  '*',
  'arn:aws:iam::111122223333:role/app-*',
  'arn:aws:iam::*:role/*-reader',
  'arn:aws:iam::*:user/*',
  'arn:aws:iam::*:user/${aws:username}',
  'arn:aws:lambda:*:*:function:team-*',
)
const anyCondition = option(
  constantFrom<Conditions>(
    { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    { StringLike: { 'iam:PassedToService': '*' }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  ),
  { nil: undefined },
)
const anyStatement = tuple(array(anyAction, { minLength: 1, maxLength: 4 }), anyResource, anyCondition, boolean()).map(
  ([actions, resource, condition, allowed]) =>
    allowed ? allow(actions, resource, condition) : deny(actions, resource, condition),
)
const anyPolicies = array(
  array(anyStatement, { minLength: 1, maxLength: 4 }).map((list) => policy(...list)),
  {
    minLength: 1,
    maxLength: 3,
  },
)

test('denying everything leaves nothing, whatever is allowed', () => {
  assert(
    property(anyPolicies, (documents) => {
      expect(findEscalations([...documents, policy(deny('*'))])).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('allowing more never takes a path away, and denying more never adds one', () => {
  const allowing = anyStatement.filter(({ Effect }) => Effect === 'Allow')
  const denying = anyStatement.filter(({ Effect }) => Effect === 'Deny')
  assert(
    property(anyPolicies, allowing, denying, (documents, more, less) => {
      const before = findEscalations(documents)
      expect(idsOf([...documents, policy(more)])).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
      expect(before.map(({ id }) => id)).toEqual(expect.arrayContaining(idsOf([...documents, policy(less)])))
    }),
    { numRuns: 100 },
  )
})

test('a denial that covers some names leaves the others', () => {
  const roles = (names: string): Statement => deny('iam:PutRolePolicy', `arn:aws:iam::*:role/${names}`)
  expect(idsOf(policy(allow('iam:PutRolePolicy'), roles('r*')))).toEqual(['iam-005'])
  expect(idsOf(policy(allow('iam:PutRolePolicy'), roles('?*')))).toEqual([])
  const region = deny('lambda:UpdateFunctionCode', 'arn:aws:lambda:us-east-1:*:function:*')
  expect(idsOf(policy(allow('lambda:UpdateFunctionCode'), region))).toEqual(['lambda-003'])
})

test('the evaluator allows each step of a path that is not conditional', () => {
  assert(
    property(anyPolicies, option(anyPolicies, { nil: undefined }), (documents, boundary) => {
      const evaluator = createEvaluator(documents, { boundary })
      for (const { steps, conditional } of findEscalations(documents, { boundary })) {
        for (const { action, resource, passedTo } of conditional ? [] : steps) {
          const context = passedTo === undefined ? {} : { 'iam:PassedToService': passedTo }
          expect(evaluator.decide({ action, resource, context }).effect).toBe('allow')
        }
      }
    }),
    { numRuns: 100 },
  )
})

test('a boundary that is as wide as the policies changes nothing, a narrower one only takes away', () => {
  assert(
    property(record({ documents: anyPolicies, boundary: anyPolicies }), ({ documents, boundary }) => {
      const free = idsOf(documents)
      expect(findEscalations(documents, { boundary: policy(allow('*')) })).toEqual(findEscalations(documents))
      for (const one of boundary) expect(free).toEqual(expect.arrayContaining(idsOf(documents, one)))
    }),
    { numRuns: 60 },
  )
})

test('what is no policy is refused with a PolicyError', () => {
  const find = (...given: readonly unknown[]): unknown => Reflect.apply(findEscalations, undefined, given)
  for (const given of [null, [{ Statement: [null] }], [{ Statement: { Effect: 'Allow', Action: [7] } }]])
    expect(() => find(given)).toThrow(PolicyError)
  expect(() => find([], { boundary: [null] })).toThrow(PolicyError)
})
