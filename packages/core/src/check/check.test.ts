import { describe, expect, it } from 'vitest'
import {
  allow,
  atMost,
  defineAccount,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  deny,
  mutuallyExclusive,
  requires,
  separate,
  suppress,
  unlisted,
} from '../define/index.ts'
import type { ModelInput, PersonDefinition, RoleDefinition, StatementDefinition } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { defineModel } from '../model/define-model.ts'
import { check } from './check.ts'
import type { CheckOptions, DefinedPlace } from './rule.ts'
import { rules } from './rules.ts'

const now = new Date('2026-06-01T00:00:00Z')
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

function role(
  id: string,
  statements: readonly StatementDefinition[],
  extra: Partial<RoleDefinition> = {},
): RoleDefinition {
  const policies = [definePolicy({ name: `P-${id}`, statements })]
  const tasks = [defineTask({ id: `t-${id}`, title: 'T', policies })]
  return defineRole({ id, title: id, owner: 'o@p.q', justification: 'does the work of a tester', tasks, ...extra })
}

function person(id: string, roles: PersonDefinition['roles']): PersonDefinition {
  return definePerson({ id, userName: id, name: id, roles })
}

function found(
  model: Partial<ModelInput> & Pick<ModelInput, 'roles'>,
  outside: Pick<CheckOptions, 'defined' | 'changedByAws'> = {},
): readonly Finding[] {
  const people = model.roles.map((one, index) => person(`p${index}`, one.breakGlass === true ? [] : [one]))
  return check(defineModel({ id: 'test', people, accounts: [dev], ...model }), { now, awsManaged: {}, ...outside })
}

const checked = (...statements: readonly StatementDefinition[]): readonly Finding[] =>
  found({ roles: [role('tester', statements)] })
const codes = (findings: readonly Finding[]): readonly string[] => findings.map((finding) => finding.code)

const plain = (actions: readonly string[]): StatementDefinition => allow({ actions, resources: ['*'] })
const queue = [plain(['sqs:SendMessage'])]
const bucket = [plain(['s3:ListAllMyBuckets'])]
const long = (count: number): StatementDefinition =>
  allow({
    actions: ['s3:GetObject'],
    resources: Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-${100 + index}/*`),
  })
const teams = Array.from({ length: 900 }, (_, index) => `team-${index}`)
const defines = (kind: DefinedPlace['kind'], name: string): readonly Finding[] =>
  found({ roles: [role('tester', queue)] }, { defined: [{ kind, name, file: 'roles/old.ts', line: 2 }] })
const named = {
  actions: ['iam:PassRole'],
  resources: ['arn:aws:iam::111122223333:role/one'],
  conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
} as const

/** Findings of AWS's own checks carry AWS's codes. */
const asRule = (findings: readonly Finding[]): readonly Finding[] =>
  findings.map((finding) => ({ ...finding, code: finding.code.startsWith('RW-') ? finding.code : 'RW-POLICY' }))

/** For each rule a model that it speaks of, and one so near that it must not. */
const cases: Readonly<Record<string, readonly [speaks: () => readonly Finding[], silent: () => readonly Finding[]]>> = {
  'RW-ACTION-UNKNOWN': [
    () => checked(plain(['s3:GetObjct'])),
    () => checked(allow({ actions: [unlisted('s3:BrandNew'), 's3:ListAllMyBuckets'], resources: ['*'] })),
  ],
  'RW-ACTION-RETIRED': [
    () => checked(plain(['aws-portal:View*'])),
    () => checked(plain(['account:GetAccountInformation'])),
  ],
  'RW-RESOURCE-TYPE': [
    () => checked(allow({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data'] })),
    () =>
      checked(
        allow({ actions: ['s3:GetObject', 's3:ListBucket'], resources: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'] }),
      ),
  ],
  'RW-CONDITION-KEY': [
    () =>
      checked(
        allow({
          actions: ['s3:GetObject'],
          resources: ['*'],
          conditions: { StringEquals: { 'ec2:InstanceType': 't3.micro' } },
        }),
      ),
    () =>
      checked(
        allow({
          actions: ['s3:ListBucket'],
          resources: ['*'],
          conditions: { StringEquals: { 's3:prefix': 'home', 'aws:SourceVpc': 'vpc-1' } },
        }),
      ),
  ],
  'RW-POLICY': [
    () => asRule(checked(plain(['iam:CreateServiceLinkedRole']))),
    () =>
      asRule(
        checked(
          allow({
            actions: ['iam:CreateServiceLinkedRole'],
            resources: ['*'],
            conditions: { StringEquals: { 'iam:AWSServiceName': 'ec2.amazonaws.com' } },
          }),
        ),
      ),
  ],
  'RW-PASS-ROLE': [() => checked(allow({ ...named, resources: ['*'] })), () => checked(allow(named))],
  'RW-PERMISSION-WILDCARD': [
    () => checked(plain(['sqs:Add*'])),
    () => checked(plain(['sqs:Receive*', 'sqs:AddPermission', 'billing:Get*'])),
  ],
  'RW-GIANT-POLICY': [
    () => checked(plain(['s3:*', 'sqs:*', 'sns:*', 'ec2:*', 'rds:*', 'kms:*'])),
    () =>
      checked(
        plain(['s3:Get*', 'sqs:Get*', 'sns:Get*', 'ec2:Get*', 'rds:Describe*', 'kms:Describe*', 'dynamodb:PutItem']),
      ),
  ],
  'RW-IDENTICAL-POLICIES': [
    () => found({ roles: [role('tester', queue), role('sender', queue)] }),
    () => found({ roles: [role('tester', queue), role('sender', bucket)] }),
  ],
  'RW-ESCALATION': [
    () => checked(plain(['iam:CreatePolicyVersion'])),
    () => checked(plain(['iam:CreatePolicyVersion']), deny({ actions: ['iam:CreatePolicyVersion'], resources: ['*'] })),
  ],
  'RW-MUTUALLY-EXCLUSIVE': [
    () => {
      const [payer, approver] = [role('payer', queue), role('approver', bucket)]
      return found({
        roles: [payer, approver],
        people: [person('ada', [payer, approver])],
        rules: [mutuallyExclusive(payer, approver)],
      })
    },
    () => {
      const [payer, approver] = [role('payer', queue), role('approver', bucket)]
      const people = [person('ada', [payer, { role: approver, until: '2026-01-01' }]), person('bob', [approver])]
      return found({ roles: [payer, approver], people, rules: [mutuallyExclusive(payer, approver)] })
    },
  ],
  'RW-SEPARATE': [
    () => {
      const roles = [role('payer', queue), role('approver', bucket)]
      return found({ roles, people: [person('ada', roles)], rules: [separate(['sqs:Send*'], ['s3:*'])] })
    },
    () =>
      found({ roles: [role('payer', queue), role('approver', bucket)], rules: [separate(['sqs:Send*'], ['s3:*'])] }),
  ],
  'RW-MEMBERS': [
    () => {
      const chief = role('chief', queue)
      const [ada, bob] = [person('ada', [chief]), person('bob', [chief])]
      return found({ roles: [chief], people: [ada, bob], rules: [atMost(1, chief)] })
    },
    () => {
      const [chief, employee] = [role('chief', queue), role('employee-owner', bucket)]
      const people = [person('ada', [chief, employee]), person('bob', [employee])]
      return found({ roles: [chief, employee], people, rules: [atMost(1, chief), requires(chief, employee)] })
    },
  ],
  'RW-BREAK-GLASS': [
    () => {
      const rescuer = role('rescuer', queue, { breakGlass: true })
      return found({ roles: [rescuer], people: [person('ada', [rescuer])] })
    },
    () => found({ roles: [role('rescuer', queue, { breakGlass: true })] }),
  ],
  'RW-ROLE-NAME': [
    () => found({ roles: [role('launch-redshift-cluster', queue)] }),
    () => found({ roles: [role('iam-administrator', queue)] }),
  ],
  'RW-JUSTIFICATION': [
    () => found({ roles: [role('tester', queue, { owner: 'TODO' })] }),
    () => found({ roles: [role('tester', queue, { owner: 'todor@examplecorp.com' })] }),
  ],
  'RW-UNUSED-ROLE': [() => found({ roles: [role('tester', queue)], people: [] }), () => checked(...queue)],
  'RW-UNUSED-DEFINITION': [() => defines('policy', 'P-left'), () => defines('policy', 'P-tester')],
  'RW-AWS-MANAGED-CHANGED': [
    () => {
      const changedByAws = [{ subject: 'policy ReadOnlyAccess', message: 'AWS has changed it since v3 was pinned' }]
      return found({ roles: [role('tester', queue)] }, { changedByAws })
    },
    () => found({ roles: [role('tester', queue)] }, { changedByAws: [] }),
  ],
  'RW-QUOTA-NEAR': [() => checked(long(200)), () => checked(long(10))],
}

describe('each rule', () => {
  it.each(rules.map((rule) => rule.code))('%s speaks where it should, and is silent where it should', (code) => {
    const [speaks, silent] = cases[code] ?? [() => [], () => []]
    expect(codes(speaks())).toContain(code)
    expect(codes(silent())).not.toContain(code)
  })
})

describe('check', () => {
  it('has nothing to say of a model that is right', () => {
    expect(checked(plain(['s3:ListAllMyBuckets', 'ec2:Describe*']))).toEqual([])
  })

  it('says what, where and how to mend', () => {
    expect(checked(plain(['s3:GetObjct']))).toEqual([
      {
        code: 'RW-ACTION-UNKNOWN',
        severity: 'error',
        message: '`s3:GetObjct` is not an action of Amazon S3',
        path: 'role tester > task t-tester > policy P-tester > statements[0].actions[0]',
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
    const paths = checked(allow({ notActions: missing, resources: ['*'] })).flatMap((finding) => finding.path ?? [])
    expect(paths).toContain('role tester > task t-tester > policy P-tester > statements[0].notActions[0]')
  })

  it.each([
    [allow({ ...named, resources: ['*'], conditions: {} }), 'every role to any service'],
    [allow({ ...named, conditions: {} }), 'a role to any service'],
    [allow({ ...named, resources: ['arn:aws:iam::111122223333:role/*'] }), 'every role'],
    [allow({ ...named, resources: ['arn:aws:iam::{{account}}:*'] }), 'every role'],
    [allow({ ...named, resources: ['arn:*:iam::*:role*'] }), 'every role'],
    [allow({ ...named, conditions: { StringLike: { 'iam:PassedToService': '*' } } }), 'a role to any service'],
    [
      allow({ ...named, conditions: { StringNotEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } }),
      'a role to any service',
    ],
  ])('says what is handed over (%#)', (statement, what) => {
    expect(checked(statement)).toContainEqual(
      expect.objectContaining({ code: 'RW-PASS-ROLE', message: `\`iam:PassRole\` hands over ${what}` }),
    )
  })

  it.each([
    allow({ ...named, resources: ['arn:aws:iam::{{account}}:role/batch-*'] }),
    allow({ ...named, conditions: { 'ForAnyValue:StringLike': { 'iam:passedToService': ['ec2.*'] } } }),
    allow({ ...named, conditions: { StringEqualsIfExists: { 'iam:PassedToService': 'ec2.amazonaws.com' } } }),
  ])('finds nothing open where roles and services are named (%#)', (statement) => {
    expect(codes(checked(statement))).not.toContain('RW-PASS-ROLE')
  })

  it('looks into the tasks that a task requires', () => {
    const bad = defineTask({
      id: 'bad',
      title: 'Bad',
      policies: [definePolicy({ name: 'Bad', statements: [plain(['s3:GetObjct'])] })],
    })
    const good = defineTask({
      id: 'good',
      title: 'Good',
      policies: [definePolicy({ name: 'Good', statements: queue })],
      requires: [bad],
    })
    expect(codes(found({ roles: [role('tester', [], { tasks: [good] })] }))).toContain('RW-ACTION-UNKNOWN')
  })

  it('tells a quota that nothing can keep', () => {
    const unsplittable = allow({
      actions: ['s3:GetObject'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:PrincipalTag/team': teams } },
    })
    expect(checked(long(250)).filter((finding) => finding.severity === 'error')).toEqual([])
    expect(codes(checked(unsplittable))).toContain('RW-QUOTA')
  })

  it('validates the documents of every account, and tells what is wrong in several once', () => {
    const region = (id: string, accountId: string, name: string) =>
      defineAccount({ id, accountId, parameters: { region: name } })
    const findings = found({
      roles: [
        role('tester', [allow({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:{{region}}:111122223333:q'] })]),
      ],
      accounts: [
        region('dev', '111122223333', 'us-east-1'),
        region('test', '222233334444', 'moon'),
        region('prod', '444455556666', 'moon'),
      ],
    })
    expect(findings.filter(({ code }) => code === 'INVALID_REGION')).toHaveLength(1)
  })

  it('tells an escalation of a sensitive role as information', () => {
    const statements = [plain(['iam:CreatePolicyVersion'])]
    expect(found({ roles: [role('tester', statements, { sensitive: true })] })).toMatchObject([
      { code: 'RW-ESCALATION', severity: 'info' },
    ])
  })

  it('tells an escalation that is open in a later account only, and one that is open in several once', () => {
    const [limited, passer] = [role('limited', [allow(named)]), role('passer', [allow({ ...named, resources: ['*'] })])]
    const [starter, writer] = [
      role('starter', [plain(['ec2:RunInstances'])]),
      role('writer', [plain(['iam:CreatePolicyVersion'])]),
    ]
    const findings = found({
      roles: [limited, passer, starter, writer],
      people: [person('ada', [limited, passer, starter]), person('bob', [writer])],
      accounts: [
        defineAccount({ id: 'dev', accountId: '111122223333', roles: ['limited', 'starter', 'writer'] }),
        defineAccount({ id: 'prod', accountId: '444455556666' }),
      ],
    })
    expect(findings.filter(({ code }) => code === 'RW-ESCALATION')).toEqual([
      expect.objectContaining({
        path: 'role writer',
        severity: 'warning',
        message: expect.stringContaining('in `dev`, `prod` by'),
      }),
      expect.objectContaining({ path: 'person ada', severity: 'warning', account: 'prod' }),
      expect.objectContaining({ path: 'person ada', severity: 'info', account: 'dev' }),
    ])
  })

  it('finds an escalation that only two roles together give', () => {
    const passer = role('passer', [allow({ ...named, resources: ['*'] })])
    const starter = role('starter', [plain(['ec2:RunInstances'])])
    const findings = found({ roles: [passer, starter], people: [person('ada', [passer, starter])] })
    expect(findings).toContainEqual(expect.objectContaining({ code: 'RW-ESCALATION', path: 'person ada' }))
  })

  it('names the account of what holds in one and not in another', () => {
    const [payer, approver, chief] = [role('payer', queue), role('approver', bucket), role('chief', bucket)]
    const prod = defineAccount({ id: 'prod', accountId: '444455556666' })
    const [ada, bob] = ['ada', 'bob'].map((id) =>
      definePerson({ id, userName: id, name: id, roles: [payer, approver], accounts: ['prod'] }),
    )
    if (ada === undefined || bob === undefined) throw new Error('nobody')
    const findings = found({
      roles: [payer, approver, chief],
      people: [ada, bob],
      accounts: [dev, prod],
      rules: [
        mutuallyExclusive(payer, approver),
        separate(['sqs:Send*'], ['s3:*']),
        atMost(1, payer),
        requires(payer, chief),
      ],
    })
    const told = new Set(findings.filter(({ account }) => account === 'prod').map(({ code }) => code))
    expect([...told].toSorted()).toEqual(['RW-MEMBERS', 'RW-MUTUALLY-EXCLUSIVE', 'RW-SEPARATE'])
    expect(findings.filter(({ code }) => told.has(code)).every(({ account }) => account === 'prod')).toBe(true)
    expect(findings.filter(({ account }) => account === 'dev')).toEqual([])
    expect(checked(long(200))).toContainEqual(expect.objectContaining({ code: 'RW-QUOTA-NEAR', account: 'dev' }))
  })

  it('hides what is suppressed, until the date', () => {
    const roles = [role('tester', [allow({ ...named, conditions: {} })])]
    const known = (until: string, path: string): readonly Finding[] =>
      found({
        roles,
        suppressions: [suppress({ code: 'RW-PASS-ROLE', path, reason: 'replaced by the pipeline', until })],
      })
    expect(codes(known('2026-07-01', 'role tester'))).not.toContain('RW-PASS-ROLE')
    expect(codes(known('2026-07-01', 'role tester'))).not.toContain('RW-SUPPRESSION')
    expect(codes(known('2026-06-01', 'role tester'))).toEqual(
      expect.arrayContaining(['RW-PASS-ROLE', 'RW-SUPPRESSION']),
    )
    expect(codes(known('2026-07-01', 'role test'))).toEqual(expect.arrayContaining(['RW-PASS-ROLE', 'RW-SUPPRESSION']))
  })

  it('looks into one account without taking the others out of the model', () => {
    const [here, there] = [role('here', queue), role('there', [plain(['iam:CreatePolicyVersion'])])]
    const prod = defineAccount({ id: 'prod', accountId: '444455556666', parameters: { unfilled: '*' } })
    const model = defineModel({
      id: 'test',
      roles: [here, there],
      people: [person('ada', [here]), person('bob', [there])],
      accounts: [defineAccount({ id: 'dev', accountId: '111122223333', roles: ['here'] }), prod],
      suppressions: [
        suppress({ code: 'RW-ESCALATION', path: 'role there', reason: 'meant to be powerful', until: '2026-07-01' }),
        suppress({ code: 'RW-GIANT-POLICY', path: 'role here', reason: 'was one of the first', until: '2026-05-01' }),
      ],
    })
    const inAccount = (account?: string) =>
      check(model, { now, awsManaged: {}, ...(account === undefined ? {} : { account }) })
    const ended = expect.objectContaining({ code: 'RW-SUPPRESSION', path: 'model.suppressions[1]' })
    expect([inAccount(), inAccount('dev'), inAccount('prod')]).toEqual([[ended], [ended], [ended]])
  })

  it('hides what is known from outside too, but nothing that keeps a model from compiling', () => {
    const until = '2026-07-01'
    const reason = 'kept for the auditor to see'
    const hidden = found(
      {
        roles: [role('tester', queue)],
        suppressions: [suppress({ code: 'RW-UNUSED-DEFINITION', path: 'policy P-left', reason, until })],
      },
      { defined: [{ kind: 'policy', name: 'P-left', file: 'roles/old.ts', line: 2 }] },
    )
    expect(hidden).toEqual([])
    const broken = [allow({ actions: ['s3:GetObject'], resources: ['{{nothing}}'] })]
    const told = found({
      roles: [role('tester', broken)],
      suppressions: [suppress({ code: 'RW-PARAMETER-MISSING', reason, until })],
    })
    expect(codes(told)).toEqual(expect.arrayContaining(['RW-PARAMETER-MISSING', 'RW-SUPPRESSION']))
  })

  it('puts errors first', () => {
    const severities = checked(plain(['iam:PassRole', 'nothing:Here'])).map((finding) => finding.severity)
    expect(severities[0]).toBe('error')
    expect(severities.indexOf('warning')).toBeGreaterThan(severities.lastIndexOf('error'))
  })
})
