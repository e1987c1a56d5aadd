import { describe, expect, it } from 'vitest'
import {
  allow,
  awsManaged,
  defineAccount,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
} from '../define/index.ts'
import type { AwsManagedPolicy, PolicyDefinition, RoleDefinition } from '../define/definitions.ts'
import { defineModel } from '../model/define-model.ts'
import { ModelError } from '../model/model-error.ts'
import { compile } from './compile.ts'

const now = new Date('2026-06-01T00:00:00Z')
const dev = defineAccount({ id: 'dev', accountId: '111122223333', parameters: { bucket: 'dev-data' } })
const prod = defineAccount({
  id: 'prod',
  accountId: '444455556666',
  parameters: { bucket: 'prod-data' },
  roles: ['reader'],
})
const data = definePolicy({
  name: 'ReadData',
  description: 'Reads data',
  statements: [
    allow({ sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::{{bucket}}/{{accountId}}/*'] }),
  ],
})
const readData = defineTask({ id: 'read-data', title: 'Read data', policies: [data] })
const role = (id: string, extra: Partial<RoleDefinition> = {}): RoleDefinition =>
  defineRole({ id, title: id, owner: 'o', justification: 'j', tasks: [readData], ...extra })
const reader = role('reader')
const lead = role('data-lead', { requireMfa: true, members: 'exclusive' })
const model = defineModel({
  id: 'test',
  roles: [reader, lead],
  people: [
    definePerson({ id: 'ada', userName: 'ada', name: 'Ada', roles: [{ role: reader, until: '2026-05-01' }, lead] }),
    definePerson({
      id: 'bob',
      userName: 'bob',
      name: 'Bob',
      roles: [{ role: reader, from: '2026-06-01' }],
      accounts: ['dev'],
    }),
  ],
  accounts: [dev, prod],
})

const longPolicy = (name: string, buckets: number): PolicyDefinition =>
  definePolicy({
    name,
    statements: [
      allow({
        actions: ['s3:GetObject'],
        resources: Array.from({ length: buckets }, (_, index) => `arn:aws:s3:::${name}-${1000 + index}/*`),
      }),
    ],
  })

/** Why a role with these policies can't be compiled. */
function failure(policies: readonly (PolicyDefinition | AwsManagedPolicy)[]): ModelError {
  const wide = role('wide', { tasks: [defineTask({ id: 'wide', title: 'Wide', policies })] })
  const made = defineModel({ id: 'test', roles: [wide], people: [], accounts: [dev] })
  try {
    compile(made, dev, { now, awsManaged: {} })
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
  throw new Error('it compiles')
}

describe('compile', () => {
  it('makes a group a role, a policy a definition and a user a person', () => {
    const { state, sources } = compile(model, dev, { now, awsManaged: {} })
    expect(state.groups).toEqual([
      {
        name: 'DataLead',
        path: '/rolewright/test/',
        arn: 'arn:aws:iam::111122223333:group/rolewright/test/DataLead',
        attachedPolicies: [
          'arn:aws:iam::111122223333:policy/rolewright/test/DataLeadRequireMfa',
          'arn:aws:iam::111122223333:policy/rolewright/test/ReadData',
        ],
        inlinePolicies: [],
      },
      expect.objectContaining({ name: 'Reader' }),
    ])
    expect(state.policies.map((policy) => policy.name)).toEqual(['DataLeadRequireMfa', 'ReadData'])
    expect(state.policies[1]?.versions[0]?.document).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::dev-data/111122223333/*'] },
      ],
    })
    expect(state.ownership).toEqual({ path: '/rolewright/test/', exclusiveGroups: ['DataLead'] })
    expect(sources.groups).toEqual({ Reader: 'reader', DataLead: 'data-lead' })
    expect(sources.statements[0]).toMatchObject({
      policyName: 'ReadData',
      roles: ['data-lead', 'reader'],
      tasks: ['read-data'],
    })
  })

  it('drops memberships that have ended and takes those that have begun', () => {
    const { state } = compile(model, dev, { now, awsManaged: {} })
    expect(state.users.map((user) => [user.name, user.groups])).toEqual([
      ['ada', ['DataLead']],
      ['bob', ['Reader']],
    ])
    const earlier = compile(model, dev, { now: new Date('2026-04-01'), awsManaged: {} })
    expect(earlier.state.users.map((user) => user.groups)).toEqual([['DataLead', 'Reader'], []])
  })

  it('gives an account its own parameters, and only the roles and people that go there', () => {
    const { state } = compile(model, prod, { now, awsManaged: {} })
    expect(state.groups.map((group) => group.name)).toEqual(['Reader'])
    expect(JSON.stringify(state.policies)).toContain('prod-data')
    expect(state.users.map((user) => [user.name, user.groups])).toEqual([['ada', []]])
  })

  it('is deterministic', () => {
    expect(JSON.stringify(compile(model, dev, { now, awsManaged: {} }))).toBe(
      JSON.stringify(compile(model, dev, { now, awsManaged: {} })),
    )
  })

  it.each([
    ['an AWS managed policy that is not pinned', 'RW-AWS-MANAGED-UNPINNED', [awsManaged('ReadOnlyAccess')]],
    [
      'a document that no splitting brings under 6,144 characters',
      'RW-QUOTA',
      [
        definePolicy({
          name: 'Long',
          statements: [
            allow({
              actions: ['s3:GetObject'],
              resources: ['*'],
              conditions: {
                StringEquals: { 'aws:PrincipalTag/team': Array.from({ length: 900 }, (_, index) => `team-${index}`) },
              },
            }),
          ],
        }),
      ],
    ],
    [
      'an eleventh policy on a group where none can be joined',
      'RW-QUOTA',
      Array.from({ length: 11 }, (_, index) => longPolicy(`P${index}`, 200)),
    ],
    ['a name that packing makes', 'RW-DUPLICATE-POLICY', [longPolicy('Long', 400), longPolicy('Long-2', 1)]],
    [
      'a missing parameter',
      'RW-PARAMETER-MISSING',
      [definePolicy({ name: 'P', statements: [allow({ actions: ['s3:GetObject'], resources: ['{{nothing}}'] })] })],
    ],
  ])('refuses %s', (_, code, policies) => {
    expect(failure(policies)).toMatchObject({ code: 'compile-failed', findings: [{ code, severity: 'error' }] })
  })

  it('names account, role and place of a missing parameter', () => {
    const statements = [allow({ actions: ['s3:GetObject'], resources: ['{{nothing}}'] })]
    expect(failure([definePolicy({ name: 'P', statements })]).findings[0]).toMatchObject({
      message: 'the account `dev` has no parameter `nothing`',
      path: 'role wide > policy P > statements[0].resources[0]',
    })
  })
})

describe('enrolment', () => {
  it('has a group and a policy of its own where a role waits for the first sign-in, and whoever waits is told apart', () => {
    const late = role('late', { activation: 'after first sign-in' })
    const { state, sources } = compile(
      defineModel({
        id: 'test',
        roles: [reader, late],
        people: [definePerson({ id: 'ada', userName: 'ada', name: 'Ada', roles: [reader, late] })],
        accounts: [dev],
      }),
      dev,
      { now, awsManaged: {} },
    )
    const path = '/rolewright/test/enrolment/'
    expect(state.groups.find((group) => group.name === 'Enrolment-test')).toEqual({
      name: 'Enrolment-test',
      path,
      arn: `arn:aws:iam::111122223333:group${path}Enrolment-test`,
      attachedPolicies: [`arn:aws:iam::111122223333:policy${path}EnrolOwnCredentials-test`],
      inlinePolicies: [],
    })
    expect(state.users).toMatchObject([{ groups: ['Late', 'Reader'], afterSignIn: ['Late'] }])
    expect(sources.groups).toEqual({ Reader: 'reader', Late: 'late' })
  })

  it('can’t share its name with a role', () => {
    const late = role('late', { activation: 'after first sign-in', group: 'enrolment-TEST' })
    const clash = defineModel({ id: 'test', roles: [late], people: [], accounts: [dev] })
    expect(() => compile(clash, dev, { now, awsManaged: {} })).toThrow(
      expect.objectContaining({ findings: [expect.objectContaining({ code: 'RW-DUPLICATE-GROUP' })] }),
    )
  })
})

describe('a break-glass role', () => {
  it('is compiled, so that it is checked, and named as one that no plan makes', () => {
    const rescuer = role('rescuer', { breakGlass: true })
    const { state } = compile(defineModel({ id: 'test', roles: [rescuer], people: [], accounts: [dev] }), dev, {
      now,
      awsManaged: {},
    })
    expect(state.groups.map(({ name }) => name)).toEqual(['Rescuer'])
    expect(state.ownership).toEqual({ path: '/rolewright/test/', exclusiveGroups: [], breakGlass: ['Rescuer'] })
  })
})
