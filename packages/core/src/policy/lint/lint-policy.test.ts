import { expect, test } from 'vitest'
import { coveredChecks } from './covered-checks.ts'
import { lintPolicy } from './lint-policy.ts'
import type { LintKind } from './statement-view.ts'
import { uncoveredChecks } from './uncovered-checks.ts'

interface Case {
  /** Elements to put into an otherwise good statement; `undefined` leaves one out. */
  readonly statement?: Readonly<Record<string, unknown>>
  readonly statements?: readonly unknown[]
  readonly document?: Readonly<Record<string, unknown>>
  readonly text?: string
  readonly kind?: LintKind
  /** The path of the finding. */
  readonly at?: string
}

const good = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::example/*' }
const trusting = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }

function condition(operator: string, key: string, value: unknown): Readonly<Record<string, unknown>> {
  return { Condition: { [operator]: { [key]: value } } }
}

const github = { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' }
const web = { Action: 'sts:AssumeRoleWithWebIdentity' }
const githubKey = 'token.actions.githubusercontent.com'
const rolesAnywhere = { Principal: { Service: 'rolesanywhere.amazonaws.com' } }
const tag = condition('StringEquals', 'aws:ResourceTag/team', 'blue')

/** For each code a policy that has exactly that issue, or more than one such policy. */
const cases: Readonly<Record<string, Case | readonly Case[]>> = {
  ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: {
    statement: { Action: undefined, NotAction: ['iam:*', 'sts:*'], Resource: 'arn:aws:s3:::example/*', ...tag },
  },
  ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: {
    statement: { Action: ['ec2:StartInstances', 's3:ListAllMyBuckets'], Resource: '*', ...tag },
  },
  ARN_ACCOUNT_NOT_ALLOWED: { statement: { Resource: 'arn:aws:s3::111122223333:example/*' } },
  ARN_REGION_NOT_ALLOWED: {
    statement: { Action: 'iam:GetRole', Resource: 'arn:aws:iam:us-east-1:111122223333:role/a' },
  },
  CONFIRM_AUDIENCE_CLAIM_TYPE: {
    kind: 'trust',
    statement: {
      Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/id.example.com' },
      ...web,
      ...condition('StringEquals', 'id.example.com:aud', 'app'),
    },
  },
  CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: {
    statement: {
      Action: undefined,
      NotAction: 'iam:PassRole',
      Resource: undefined,
      NotResource: 'arn:aws:s3:::example',
    },
  },
  CREATE_SLR_WITH_NOT_RESOURCE: {
    statement: { Action: 'iam:CreateServiceLinkedRole', Resource: undefined, NotResource: 'arn:aws:iam::*:role/a' },
  },
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: {
    statement: { Action: 'iam:Create*', Resource: undefined, NotResource: 'arn:aws:iam::*:role/a' },
  },
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: { statement: { Action: 'iam:Create*', Resource: '*' } },
  CREATE_SLR_WITH_STAR_IN_RESOURCE: {
    statement: { Action: 'iam:CreateServiceLinkedRole', Resource: 'arn:aws:iam::*:role/aws-service-role/*' },
  },
  CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: {
    statement: { Action: undefined, NotAction: 'iam:PassRole', Resource: '*' },
  },
  DATA_TYPE_MISMATCH: [
    { text: '[]', at: '$' },
    { document: { Version: 2012 }, at: '$.Version' },
    { statement: { Effect: true }, at: '$.Statement[0].Effect' },
    { statement: { Action: ['s3:GetObject', 7] }, at: '$.Statement[0].Action[1]' },
    { statement: { Sid: null }, at: '$.Statement[0].Sid' },
    { statement: { Condition: [] }, at: '$.Statement[0].Condition' },
    { statements: ['Allow'], at: '$.Statement[0]' },
    { kind: 'trust', statement: { Principal: { AWS: 5 } }, at: '$.Statement[0].Principal.AWS' },
  ],
  DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: {
    statement: { Effect: 'Deny', Action: undefined, NotAction: 'iam:*', Resource: '*', ...tag },
  },
  DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: {
    statement: { Effect: 'Deny', Action: 's3:ListAllMyBuckets', Resource: '*', ...tag },
  },
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: {
    statement: { Condition: { StringEquals: { 'aws:SourceAccount': '1', 'AWS:sourceaccount': '2' } } },
  },
  EMPTY_ARRAY_ACTION: { statement: { Action: [] }, at: '$.Statement[0].Action' },
  EMPTY_ARRAY_CONDITION: { statement: condition('StringEquals', 'aws:SourceAccount', []) },
  EMPTY_ARRAY_CONDITION_FORALLVALUES: { statement: condition('ForAllValues:StringEquals', 'aws:TagKeys', []) },
  EMPTY_ARRAY_CONDITION_FORANYVALUE: { statement: condition('ForAnyValue:StringEquals', 'aws:TagKeys', []) },
  EMPTY_ARRAY_CONDITION_IFEXISTS: { statement: condition('StringEqualsIfExists', 'aws:SourceAccount', []) },
  EMPTY_ARRAY_PRINCIPAL: { kind: 'trust', statement: { Principal: { AWS: [] } } },
  EMPTY_ARRAY_RESOURCE: { statement: { Resource: [] }, at: '$.Statement[0].Resource' },
  EMPTY_OBJECT_CONDITION: [{ statement: { Condition: {} } }, { statement: { Condition: { StringEquals: {} } } }],
  EMPTY_OBJECT_PRINCIPAL: { kind: 'trust', statement: { Principal: {} } },
  EMPTY_SID_VALUE: { statement: { Sid: '' } },
  EMPTY_VARIABLE: { statement: { Resource: 'arn:aws:s3:::example/${}' } },
  FORALLVALUES_WITH_SINGLE_VALUED_KEY: {
    statement: condition('ForAllValues:StringEquals', 'aws:SourceAccount', '111122223333'),
  },
  IMPROVE_IP_RANGE: [
    { statement: condition('IpAddress', 'aws:SourceIp', '203.0.113.7/24') },
    { statement: condition('IpAddress', 'aws:SourceIp', '2001:db8::1/64') },
  ],
  INVALID_ACTION: [
    { statement: { Action: 's3:GetObjct' } },
    { statement: { Action: 's3:Nothing*' } },
    { statement: { Action: 'GetObject' } },
  ],
  INVALID_ARN_ACCOUNT: { statement: { Action: 'iam:GetRole', Resource: 'arn:aws:iam::11112222333:role/a' } },
  INVALID_ARN_PREFIX: [{ statement: { Resource: 'example/*' } }, { statement: { Resource: 'aws:s3:::example' } }],
  INVALID_ARN_RESOURCE: { statement: { Action: 'iam:GetRole', Resource: 'arn:aws:iam::111122223333:rolle/a' } },
  INVALID_ARN_SERVICE_CASE: { statement: { Resource: 'arn:aws:S3:::example/*' } },
  INVALID_CONDITION_DATA_TYPE: { statement: condition('StringEquals', 'aws:SourceAccount', ['1', 2]) },
  INVALID_CONDITION_KEY_FORMAT: { statement: condition('StringEquals', 'SourceAccount', '1') },
  INVALID_CONDITION_MULTIPLE_BOOLEAN: { statement: condition('Bool', 'aws:SecureTransport', ['true', 'false']) },
  INVALID_CONDITION_OPERATOR: { statement: condition('StringEqual', 'aws:SourceAccount', '1') },
  INVALID_DATE_VALUE: { statement: condition('DateLessThan', 'aws:CurrentTime', '2027-01-01') },
  INVALID_EFFECT: { statement: { Effect: 'allow' } },
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: {
    kind: 'trust',
    statement: {
      Principal: { Federated: 'saml' },
      Action: 'sts:AssumeRoleWithWebIdentity',
    },
  },
  INVALID_GLOBAL_CONDITION_KEY: { statement: condition('StringEquals', 'aws:SourceAcount', '1') },
  INVALID_PARTITION: { statement: { Resource: 'arn:amazon:s3:::example/*' } },
  INVALID_POLICY_ELEMENT: [{ statement: { action: 's3:*' } }, { document: { Statements: [] } }],
  INVALID_PRINCIPAL_FORMAT: [
    { kind: 'trust', statement: { Principal: 'ec2.amazonaws.com' } },
    { kind: 'trust', statement: { Principal: { AWS: 'mary' } } },
  ],
  INVALID_PRINCIPAL_KEY: { kind: 'trust', statement: { Principal: { Aws: '111122223333' } } },
  INVALID_REGION: {
    statement: { Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:useast1:111122223333:queue' },
  },
  INVALID_ROLE_REFERENCE: { kind: 'trust', statement: { Principal: { AWS: 'AROAEXAMPLE0000000000' } } },
  INVALID_SERVICE: { statement: { Resource: 'arn:aws:s33:::example/*' } },
  INVALID_SERVICE_CONDITION_KEY: { statement: condition('StringEquals', 's3:prefx', 'a') },
  INVALID_SERVICE_IN_ACTION: { statement: { Action: 's33:GetObject' } },
  INVALID_SERVICE_PRINCIPAL_FORMAT: { kind: 'trust', statement: { Principal: { Service: 'ec2' } } },
  INVALID_USER_REFERENCE: { kind: 'trust', statement: { Principal: { AWS: 'AIDAEXAMPLE0000000000' } } },
  INVALID_VARIABLE_FOR_OPERATOR: {
    statement: condition('NumericLessThan', 'aws:MultiFactorAuthAge', '${aws:username}'),
  },
  INVALID_VERSION: { document: { Version: '2012-10-18' } },
  INVALID_VPCE_FORMAT: { statement: condition('StringEquals', 'aws:SourceVpce', 'vpc-0123abcd') },
  INVALID_VPC_FORMAT: { statement: condition('StringEquals', 'aws:SourceVpc', 'vpce-0123abcd') },
  JSON_SYNTAX_ERROR: [
    { text: '{"Version": "2012-10-17",}' },
    { text: '' },
    { text: '{"Statement": [], "Statement": []}' },
  ],
  MISMATCHED_ACTION_FOR_PRINCIPAL: [
    { kind: 'trust', statement: web },
    {
      kind: 'trust',
      statement: { Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/a' }, Action: 'sts:AssumeRole' },
    },
  ],
  MISSING_ACTION: { statement: { Action: undefined } },
  MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: { kind: 'trust', statement: rolesAnywhere },
  MISSING_ARN_ACCOUNT: { statement: { Action: 'iam:GetRole', Resource: 'arn:aws:iam:::role/a' } },
  MISSING_ARN_FIELD: { statement: { Resource: 'arn:aws:s3:example' } },
  MISSING_ARN_REGION: { statement: { Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs::111122223333:queue' } },
  MISSING_BRACE_IN_VARIABLE: { statement: { Resource: 'arn:aws:s3:::example/${aws:username/*' } },
  MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: {
    kind: 'trust',
    statement: { Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/id.example.com' }, ...web },
  },
  MISSING_EFFECT: { statement: { Effect: undefined } },
  MISSING_GITHUB_REPO_CONDITION_KEY: { kind: 'trust', statement: { Principal: github, ...web } },
  MISSING_PAIRED_CONDITION_KEYS: { statement: condition('IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8') },
  MISSING_PRINCIPAL: { kind: 'trust', statement: { Principal: undefined } },
  MISSING_QUALIFIER: { statement: condition('StringEquals', 'aws:TagKeys', 'team') },
  MISSING_QUOTE_IN_VARIABLE: { statement: { Resource: "arn:aws:s3:::example/${aws:username, 'a}" } },
  MISSING_RESOURCE: { statement: { Resource: undefined } },
  MISSING_STATEMENT: [{ document: { Statement: undefined } }, { statements: [] }],
  MISSING_TAG_KEY_IN_CONDITION: { statement: condition('StringEquals', 'aws:RequestTag', 'a') },
  MISSING_VERSION: { document: { Version: undefined } },
  NULL_WITH_IF_EXISTS: { statement: condition('NullIfExists', 'aws:SourceAccount', 'true') },
  NULL_WITH_QUALIFIER: { statement: condition('ForAnyValue:Null', 'aws:TagKeys', 'true') },
  PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: {
    statement: {
      Action: undefined,
      NotAction: 'iam:CreateServiceLinkedRole',
      Resource: undefined,
      NotResource: 'arn:aws:s3:::example',
    },
  },
  PASS_ROLE_WITH_NOT_RESOURCE: {
    statement: { Action: 'iam:PassRole', Resource: undefined, NotResource: 'arn:aws:iam::*:role/a' },
  },
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: {
    statement: { Action: 'iam:Pass*', Resource: undefined, NotResource: 'arn:aws:iam::*:role/a' },
  },
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: { statement: { Action: 'iam:P*', Resource: '*' } },
  PASS_ROLE_WITH_STAR_IN_RESOURCE: [
    { statement: { Action: 'iam:PassRole', Resource: '*' } },
    { statement: { Action: 'iam:PassRole', Resource: 'arn:aws:iam::444455556666:role/*' } },
  ],
  PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: {
    statement: { Action: undefined, NotAction: 'iam:CreateServiceLinkedRole', Resource: '*' },
  },
  POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: {
    statement: { Resource: Array.from({ length: 200 }, (_, index) => `arn:aws:s3:::example-bucket-${index}/key/*`) },
  },
  POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: {
    kind: 'trust',
    statement: {
      Principal: { AWS: Array.from({ length: 60 }, (_, index) => `arn:aws:iam::111122223333:role/role-${index}`) },
    },
  },
  PRIVATE_IP_ADDRESS: { statement: condition('IpAddress', 'aws:SourceIp', '10.1.0.0/16') },
  PRIVATE_IP_ADDRESS_SUBSET: { statement: condition('IpAddress', 'aws:SourceIp', ['10.1.0.0/16', '203.0.113.0/24']) },
  PRIVATE_NOT_IP_ADDRESS: { statement: condition('NotIpAddress', 'aws:SourceIp', '192.168.1.1') },
  PRIVATE_NOT_IP_ADDRESS_SUBSET: {
    statement: condition('NotIpAddress', 'aws:SourceIp', ['fd00::/8', '203.0.113.0/24']),
  },
  REDUNDANT_ACTION: [
    { statement: { Action: ['s3:GetObject*', 's3:getobjectacl'] }, at: '$.Statement[0].Action[1]' },
    { statement: { Action: ['s3:GetObject', 's3:GetObject'] }, at: '$.Statement[0].Action[1]' },
  ],
  REDUNDANT_CONDITION_VALUE_NUM: {
    statement: condition('NumericLessThan', 'aws:MultiFactorAuthAge', ['2700', '3600']),
  },
  REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: {
    kind: 'trust',
    statement: {
      Principal: {
        AWS: ['arn:aws:iam::111122223333:role/path/reader', 'arn:aws:sts::111122223333:assumed-role/reader/mary'],
      },
    },
  },
  REDUNDANT_RESOURCE: {
    statement: { Resource: ['arn:aws:s3:::example/a/b', 'arn:aws:s3:::example/a/*'] },
    at: '$.Statement[0].Resource[0]',
  },
  REDUNDANT_STATEMENT: {
    statements: [good, { Sid: 'Again', ...good, Action: ['s3:GetObject'] }],
    at: '$.Statement[1]',
  },
  ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL: {
    kind: 'trust',
    statement: { Principal: undefined, NotPrincipal: { AWS: '111122223333' } },
  },
  ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE: { kind: 'trust', statement: { Resource: '*' } },
  ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL: { kind: 'trust', statement: { Principal: '*' } },
  SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: {
    kind: 'trust',
    statement: { Principal: github, ...web, ...condition('StringLike', `${githubKey}:sub`, 'repo:example/*') },
  },
  STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: {
    statement: condition('StringLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*'),
  },
  TYPE_MISMATCH: { statement: condition('StringEquals', 'aws:SourceIp', '203.0.113.7') },
  TYPE_MISMATCH_BOOLEAN: { statement: condition('Bool', 'aws:SecureTransport', 'yes') },
  TYPE_MISMATCH_DATE: { statement: condition('DateLessThan', 'aws:CurrentTime', 'tomorrow') },
  TYPE_MISMATCH_IP_RANGE: { statement: condition('IpAddress', 'aws:SourceIp', '203.0.113.0/33') },
  TYPE_MISMATCH_NUMBER: { statement: condition('NumericLessThan', 'aws:MultiFactorAuthAge', 'an hour') },
  TYPE_MISMATCH_STRING: { statement: condition('BinaryEquals', 'aws:SourceAccount', 'not base64!') },
  UNIQUE_SIDS_RECOMMENDED: {
    kind: 'trust',
    statements: [
      { Sid: 'A', ...trusting },
      { Sid: 'A', ...trusting, Principal: { Service: 'lambda.amazonaws.com' } },
    ],
  },
  UNIQUE_SIDS_REQUIRED: {
    statements: [
      { Sid: 'A', ...good },
      { Sid: 'A', ...good, Action: 's3:PutObject' },
    ],
    at: '$.Statement[1].Sid',
  },
  UNSUPPORTED_ACTION_FOR_CONDITION_KEY: {
    statement: { Action: 'ec2:CreateVpc', Resource: '*', ...condition('StringEquals', 'ec2:InstanceType', 't3.micro') },
  },
  UNSUPPORTED_ACTION_IN_POLICY: { kind: 'trust', statement: { Action: ['sts:AssumeRole', 's3:GetObject'] } },
  UNSUPPORTED_ELEMENT_COMBINATION: [
    { statement: { NotAction: 's3:PutObject' } },
    { statement: { NotResource: 'arn:aws:s3:::other/*' } },
  ],
  UNSUPPORTED_GLOBAL_CONDITION_KEY: { statement: condition('ArnLike', 'aws:ARN', 'arn:aws:iam::111122223333:role/a') },
  UNSUPPORTED_PRINCIPAL: { statement: { Principal: { AWS: '111122223333' } } },
  UNSUPPORTED_SID: { statement: { Sid: 'read objects' } },
  UNSUPPORTED_SPACE_IN_VARIABLE: { statement: { Resource: 'arn:aws:s3:::example/${aws: username}' } },
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: {
    kind: 'trust',
    statement: { Principal: { AWS: 'arn:aws:iam::111122223333:role/app-*' } },
  },
  VARIABLE_UNSUPPORTED_IN_ELEMENT: { statement: { Action: ['s3:GetObject', 's3:${aws:username}'] } },
  VARIABLE_UNSUPPORTED_IN_VERSION: {
    document: { Version: '2008-10-17' },
    statement: { Resource: 'arn:aws:s3:::example/${aws:username}' },
  },
  WILDCARD_IN_SERVICE_NAME: { statement: { Action: 's*:GetObject' } },
  WILDCARD_WITHOUT_LIKE_OPERATOR: { statement: condition('StringEquals', 'aws:SourceAccount', '1111*') },
}

/** Findings that come along in some cases, since one mistake can be wrong in two ways. */
const besides: Readonly<Record<string, readonly string[]>> = {
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: ['MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL'],
}

function policyOf({ statement, statements, document, text, kind }: Case): string {
  if (text !== undefined) return text
  const base = kind === 'trust' ? trusting : good
  const all = statements ?? [{ ...base, ...statement }]
  return JSON.stringify({ Version: '2012-10-17', Statement: all, ...document })
}

const listed = Object.entries(cases).flatMap(([code, one]): { code: string; one: Case }[] =>
  [one].flat().map((each) => ({ code, one: each })),
)

test.each(listed.map(({ code, one }) => ({ code, policy: policyOf(one), one })))(
  'finds $code, and nothing else, in $policy',
  ({ code, policy, one }) => {
    const findings = lintPolicy(policy, { kind: one.kind ?? 'identity' })
    expect([...new Set(findings.map((finding) => finding.code))].toSorted()).toEqual(
      [code, ...(besides[code] ?? [])].toSorted(),
    )
    const found = findings.find((finding) => finding.code === code)
    expect(one.at ?? found?.path).toBe(found?.path)
    expect(found?.message).toMatch(/^[^A-Z\n]/)
    expect(found?.hint).toMatch(/\S/)
  },
)

test('has such a policy for every code that it covers, and lists every other code with a reason', () => {
  expect(Object.keys(cases).toSorted()).toEqual(Object.keys(coveredChecks).toSorted())
  for (const code of Object.keys(uncoveredChecks)) expect(Object.keys(coveredChecks)).not.toContain(code)
})

test('says nothing about good policies of either kind', () => {
  const documents = [
    { Statement: [{ Sid: 'Read', ...good }] },
    { Statement: { ...good, Resource: 'arn:aws:s3:::example/${aws:username}/*' } },
    { Statement: { ...good, Resource: "arn:aws:s3:::${aws:PrincipalTag/team, 'none'}/${*}" } },
    { Statement: { ...good, Action: '*', Resource: 'arn:aws:s3:::example' } },
    { Statement: { ...good, Effect: 'Deny', Action: 'iam:PassRole', Resource: '*' } },
    {
      Statement: {
        ...good,
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
        ...condition('StringEquals', 'secretsmanager:ResourceTag/team', 'a'),
      },
    },
    {
      Statement: {
        ...good,
        Action: 'iam:PassRole',
        Resource: '*',
        ...condition('StringEquals', 'iam:PassedToService', 'ec2.amazonaws.com'),
      },
    },
    { Statement: { ...good, Action: 'ec2:StartInstances', Resource: '*', ...tag } },
    { Statement: { ...good, ...condition('IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '2001:db8::/32']) } },
    { Statement: { ...good, ...condition('DateGreaterThan', 'aws:CurrentTime', '2026-11-22T00:00:00Z') } },
  ]
  for (const document of documents) expect(lintPolicy({ Version: '2012-10-17', ...document })).toEqual([])
  const main = `repo:example/app:ref:refs/heads/main`
  const trusted = [
    { Statement: trusting },
    { Statement: { ...trusting, Principal: { AWS: ['111122223333', 'arn:aws:iam::111122223333:root'] } } },
    { Statement: { ...trusting, Principal: github, ...web, ...condition('StringEquals', `${githubKey}:sub`, main) } },
    {
      Statement: {
        ...trusting,
        ...rolesAnywhere,
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
      },
    },
  ]
  for (const document of trusted)
    expect(lintPolicy({ Version: '2012-10-17', ...document }, { kind: 'trust' })).toEqual([])
})

test('gives code, severity, type, message, hint, path and span', () => {
  const text = `{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": ["s3:ListBucket", "s3:GetObjct"],
    "Resource": "*",
    "Condition": { "StringEqual": { "aws:SourceAccount": "111122223333" } }
  }
}`
  const start = text.indexOf('"s3:GetObjct"')
  expect(lintPolicy(text)).toEqual([
    {
      code: 'INVALID_CONDITION_OPERATOR',
      severity: 'error',
      findingType: 'ERROR',
      message: '`StringEqual` is not a condition operator',
      hint: 'did you mean `StringEquals`?',
      path: '$.Statement.Condition.StringEqual',
      span: { start: text.indexOf('"StringEqual"'), end: text.indexOf('"StringEqual"') + 13, line: 7, column: 20 },
    },
    {
      code: 'INVALID_ACTION',
      severity: 'error',
      findingType: 'ERROR',
      message: 'the action `s3:GetObjct` does not exist',
      hint: 'did you mean `s3:GetObject`?',
      path: '$.Statement.Action[1]',
      span: { start, end: start + 13, line: 5, column: 33 },
    },
  ])
})

test('says where a text stops being JSON', () => {
  expect(lintPolicy('{\n  "Version": "2012-10-17"\n  "Statement": []\n}')).toMatchObject([
    { code: 'JSON_SYNTAX_ERROR', severity: 'error', span: { start: 30, end: 30, line: 3, column: 3 } },
  ])
})

test('gives no spans for an object, and reads it without being fooled by its prototype', () => {
  const [finding, ...others] = lintPolicy({ Version: '2012-10-17', Statement: { ...good, Effect: 'allow' } })
  expect(others).toEqual([])
  expect(finding?.span).toBeUndefined()
  const text =
    '{"Version":"2012-10-17","Statement":{"__proto__":{"Effect":"Allow"},"Action":"s3:GetObject","Resource":"*"}}'
  expect(lintPolicy(text).map(({ code }) => code)).toEqual(['INVALID_POLICY_ELEMENT', 'MISSING_EFFECT'])
})

test('gives findings in the order of the statements, and the same ones each time', () => {
  const statements = Array.from({ length: 4 }, () => ({ Effect: 'Allow', Action: 's3:Nothing', Resource: 'bucket' }))
  const policy = { Version: '2012-10-17', Statement: statements }
  const places = lintPolicy(policy).map(({ path }) => (path ?? '').slice(0, '$.Statement[0]'.length))
  expect(places).toEqual(places.toSorted((a, b) => a.localeCompare(b)))
  expect(lintPolicy(policy)).toEqual(lintPolicy(policy))
})
