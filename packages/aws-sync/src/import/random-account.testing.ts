import fc from 'fast-check'

/** How large and how odd a random account is. */
export interface RandomAccountOptions {
  readonly groups: number
  readonly policies: number
  readonly users: number
  /** Also what IAM itself would not have: hostile names, documents that it refuses, names in two cases. */
  readonly odd: boolean
}

const ACCOUNT = '111122223333'

const plainNames = [
  'Admins',
  'Developers',
  'DataScientists',
  'EC2ReadOnly',
  'ops',
  'team_a',
  'b.c',
  'x=y',
  'me@example.com',
  'class',
  'default',
  'model',
  'people',
  'tasks',
  '007',
  '1-2-3',
  'constructor',
  '__proto__',
  'toString',
  'CON',
  'a+b,c',
  '-',
  '___',
  'ReadBillsPolicy',
  'Policy',
  'allow',
  'VeryLong'.repeat(16),
  'äöü'.replaceAll(/[^\w]/g, '_'),
  'await',
  'Admin-2',
  'Admin',
  'admin-Admin',
  'unlisted',
  'import',
] as const

const hostileNames = [
  "a'b",
  'a"b',
  'a`${process.exit(1)}`',
  '../../etc/passwd',
  '..',
  '.',
  '',
  ' ',
  'a\nb',
  '\u2028',
  '\u202Enimda',
  '*/ throw 1 /*',
  '{{evil}}',
  '{{{x}}}',
  String.raw`\{{x`,
  '</script>',
  '\uD800',
  'ÄÖÜ',
  '管理',
  'x'.repeat(200),
  'a/b',
  "');process.exit(1);('",
  '\u0000',
] as const

const paths = ['/', '/', '/', '/team/', '/a/b/c/', '/rolewright/acme/', '/rolewright/other/'] as const

const actions = [
  's3:GetObject',
  's3:getobject',
  'S3:PutObject',
  's3:*',
  's3:Get*',
  's3:get*Acl',
  'ec2:Describe*',
  'ec2:describe?nstances',
  'iam:PassRole',
  '*',
  'newservice:DoThis',
  's3:BrandNewAction',
  's3:Nothing*',
  'aws-portal:ViewBilling',
  'ec2:*Instances',
  'execute-api:Invoke',
  'a4b:*',
  'sts:AssumeRole',
] as const

const oddActions = ['*:Get*', 's3:Get Object', 's3', ':x', 's3:', "s3:Get'Object", 's3:Get{{x}}'] as const

const resources = [
  '*',
  'arn:aws:s3:::bucket/*',
  'arn:aws:s3:::${aws:username}/*',
  'arn:aws:iam::111122223333:role/*',
  "arn:aws:s3:::it's",
  'arn:aws:s3:::a"b',
  'arn:aws:s3:::{{name}}/*',
  String.raw`arn:aws:s3:::a\b`,
  'arn:aws:s3:::ünï\u2028\u202E',
  'arn:aws:s3:::{{{{x}}}}',
  'arn:aws:s3:::{x}',
  'arn:aws:s3:::${*}',
] as const

const oddResources = [
  '',
  'bucket/*',
  String.raw`arn:aws:s3:::\{{x}}`,
  '{{',
  'arn:aws:s3:::{{#if x}}',
  'arn:aws:s3:::\uD800',
] as const

const conditions = [
  { Bool: { 'aws:MultiFactorAuthPresent': true } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
  { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['a*', '{{b}}'] }, NumericLessThan: { 's3:max-keys': 10 } },
  { NumericEquals: { 'aws:MultiFactorAuthAge': [1, 2, 3] } },
  { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } },
  { StringLike: { 'aws:PrincipalTag/team': "it's ${aws:username}" } },
  { Null: { 'aws:TokenIssueTime': 'true' } },
  {},
] as const

const list = <T>(of: fc.Arbitrary<T>, most: number): fc.Arbitrary<T | T[]> =>
  fc.oneof(of, fc.uniqueArray(of, { minLength: 1, maxLength: most }))

function documents(odd: boolean): fc.Arbitrary<object> {
  const action = odd
    ? fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...actions) },
        { weight: 1, arbitrary: fc.constantFrom(...oddActions) },
      )
    : fc.constantFrom(...actions)
  const resource = odd
    ? fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...resources) },
        { weight: 1, arbitrary: fc.constantFrom(...oddResources) },
      )
    : fc.constantFrom(...resources)
  const statement = fc
    .record({
      sid: fc.option(
        odd ? fc.constantFrom('A', 'B', 'VisualEditor0', '', 'with space', "q'") : fc.constantFrom('A', 'B', 'C', 'D'),
        { nil: undefined },
      ),
      effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      actions: list(action, 6),
      resources: list(resource, 4),
      notAction: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      notResource: fc.integer({ min: 0, max: 19 }).map((number) => number === 0),
      condition: fc.option(fc.constantFrom(...conditions), { nil: undefined }),
      principal: fc.integer({ min: 0, max: odd ? 30 : 0 }).map((number) => number === 1),
    })
    .map((one) => ({
      ...(one.sid === undefined ? {} : { Sid: one.sid }),
      Effect: one.effect,
      ...(one.principal ? { Principal: { AWS: '*' } } : {}),
      [one.notAction ? 'NotAction' : 'Action']: one.actions,
      [one.notResource ? 'NotResource' : 'Resource']: one.resources,
      ...(one.condition === undefined ? {} : { Condition: one.condition }),
    }))
  const sidOnce = (statements: readonly { readonly Sid?: string }[]): readonly object[] => {
    const seen = new Set<string>()
    return statements.map(({ Sid, ...rest }) => {
      if (Sid === undefined || seen.has(Sid)) return rest
      seen.add(Sid)
      return { Sid, ...rest }
    })
  }
  return fc
    .record({
      statements: fc.array(statement, { minLength: odd ? 0 : 1, maxLength: 4 }),
      version: odd
        ? fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17', undefined)
        : fc.constant('2012-10-17'),
      single: fc.boolean(),
      id: odd ? fc.constantFrom(undefined, undefined, undefined, 'Policy1') : fc.constant(undefined),
    })
    .map(({ statements, version, single, id }) => {
      const written = odd ? statements : sidOnce(statements)
      return {
        ...(version === undefined ? {} : { Version: version }),
        ...(id === undefined ? {} : { Id: id }),
        Statement: single && written.length === 1 ? written[0] : written,
      }
    })
}

const awsPolicies = [
  'ReadOnlyAccess',
  'AdministratorAccess',
  'job-function/Billing',
  'PowerUserAccess',
  'service-role/AWSLambdaRole',
  'NoSuchPolicyAtAll',
] as const

/** The JSON of `aws iam get-account-authorization-details` of a random account. */
export function randomAccounts(
  options: RandomAccountOptions,
): fc.Arbitrary<Readonly<Record<string, readonly object[]>>> {
  const { odd } = options
  const plain = fc.oneof(fc.constantFrom(...plainNames), fc.stringMatching(/^[A-Za-z][\w+=,.@-]{0,20}$/))
  const name = odd
    ? fc.oneof({ weight: 6, arbitrary: plain }, { weight: 1, arbitrary: fc.constantFrom(...hostileNames) })
    : plain
  const names = (count: number, longest = 128): fc.Arbitrary<string[]> =>
    fc.uniqueArray(
      name.map((one) => (odd ? one : one.slice(0, longest))),
      { maxLength: count, selector: (one) => (odd ? one : one.toLowerCase()) },
    )
  const document = documents(odd)
  const path = fc.constantFrom(...paths)
  const inline = fc.uniqueArray(fc.record({ PolicyName: name, PolicyDocument: document }), {
    maxLength: 2,
    selector: ({ PolicyName }) => PolicyName.toLowerCase(),
  })
  return fc
    .record({
      policies: names(options.policies).chain((all) =>
        fc.tuple(
          ...all.map((PolicyName) =>
            fc.record({
              PolicyName: fc.constant(PolicyName),
              path,
              versions: fc.array(document, { minLength: 1, maxLength: 3 }),
              current: fc.nat(2),
              description: fc.option(name, { nil: undefined }),
            }),
          ),
        ),
      ),
      groups: names(options.groups).chain((all) =>
        fc.tuple(
          ...all.map((GroupName) =>
            fc.record({
              GroupName: fc.constant(GroupName),
              path,
              inline,
              aws: fc.subarray(awsPolicies.slice(0, odd ? 6 : 5), { maxLength: odd ? 6 : 2 }),
              own: fc.array(fc.nat(), { maxLength: odd ? 14 : 5 }),
            }),
          ),
        ),
      ),
      users: names(options.users, 64).chain((all) =>
        fc.tuple(
          ...all.map((UserName) =>
            fc.record({
              UserName: fc.constant(UserName),
              path,
              inline,
              groups: fc.array(fc.nat(), { maxLength: 4 }),
              direct: fc.boolean(),
              bounded: fc.boolean(),
            }),
          ),
        ),
      ),
      listed: fc.boolean(),
    })
    .map(({ policies, groups, users, listed }) => {
      const own = policies.map((policy) => ({
        PolicyName: policy.PolicyName,
        Path: policy.path,
        Arn: `arn:aws:iam::${ACCOUNT}:policy${policy.path}${policy.PolicyName}`,
        ...(policy.description === undefined ? {} : { Description: policy.description }),
        DefaultVersionId: `v${1 + (policy.current % policy.versions.length)}`,
        PolicyVersionList: policy.versions.map((Document, index) => ({
          VersionId: `v${index + 1}`,
          Document,
          IsDefaultVersion: index === policy.current % policy.versions.length,
        })),
      }))
      const pick = <T>(all: readonly T[], numbers: readonly number[]): readonly T[] =>
        all.length === 0
          ? []
          : [...new Set(numbers.map((number) => number % all.length))].flatMap((index) => all[index] ?? [])
      const attached = (arns: readonly string[]): readonly object[] =>
        arns.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) }))
      const [first] = own
      return {
        UserDetailList: users.map((user) => ({
          UserName: user.UserName,
          Path: user.path,
          Arn: `arn:aws:iam::${ACCOUNT}:user${user.path}${user.UserName}`,
          GroupList: pick(groups, user.groups).map(({ GroupName }) => GroupName),
          UserPolicyList: odd ? user.inline : [],
          AttachedManagedPolicies: attached(user.direct && first !== undefined ? [first.Arn] : []),
          ...(user.bounded && first !== undefined
            ? { PermissionsBoundary: { PermissionsBoundaryArn: first.Arn } }
            : {}),
          Tags: user.direct ? [{ Key: 'team', Value: 'x' }] : [],
        })),
        GroupDetailList: groups.map((group) => ({
          GroupName: group.GroupName,
          Path: group.path,
          Arn: `arn:aws:iam::${ACCOUNT}:group${group.path}${group.GroupName}`,
          GroupPolicyList: group.inline,
          AttachedManagedPolicies: attached([
            ...group.aws.map((one) => `arn:aws:iam::aws:policy/${one}`),
            ...pick(own, group.own).map(({ Arn }) => Arn),
          ]),
        })),
        RoleDetailList: [
          {
            RoleName: 'Worker',
            Path: '/',
            Arn: `arn:aws:iam::${ACCOUNT}:role/Worker`,
            AssumeRolePolicyDocument: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
            },
            RolePolicyList: [],
            AttachedManagedPolicies: attached(own.slice(-1).map(({ Arn }) => Arn)),
            Tags: [],
          },
        ],
        Policies: [...own, ...(listed ? [adminAccess] : [])],
      }
    })
}

const adminAccess = {
  PolicyName: 'AdministratorAccess',
  Path: '/',
  Arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  DefaultVersionId: 'v1',
  PolicyVersionList: [
    {
      VersionId: 'v1',
      Document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      IsDefaultVersion: true,
    },
  ],
}
