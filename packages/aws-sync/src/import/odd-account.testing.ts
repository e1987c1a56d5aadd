const account = 'arn:aws:iam::111122223333'
const allow = (Action: unknown, more: object = {}): object => ({ Effect: 'Allow', Action, Resource: '*', ...more })
const document = (...Statement: readonly object[]): object => ({ Version: '2012-10-17', Statement })
const aws = (name: string): object => ({ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` })
const own = (name: string, path = '/'): object => ({ PolicyName: name, PolicyArn: `${account}:policy${path}${name}` })
const policy = (name: string, versions: readonly object[], more: object = {}): object => ({
  PolicyName: name,
  Path: '/',
  Arn: `${account}:policy/${name}`,
  DefaultVersionId: `v${versions.length}`,
  PolicyVersionList: versions.map((Document, index) => ({ VersionId: `v${index + 1}`, Document })),
  ...more,
})
const many = Array.from({ length: 12 }, (_, index) => `Many${String(index + 1).padStart(2, '0')}`)

/** An account with one of everything that is odd, as hand-made test files of other tools and years of use have it. */
export const oddAccount: Readonly<Record<string, readonly object[]>> = {
  UserDetailList: [
    {
      UserName: 'ana',
      Path: '/staff/',
      Arn: `${account}:user/staff/ana`,
      GroupList: ['Everything', 'Nothing'],
      AttachedManagedPolicies: [own('Held'), aws('ReadOnlyAccess')],
      UserPolicyList: [{ PolicyName: 'by-hand', PolicyDocument: document(allow('s3:*')) }],
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: `${account}:policy/Bound` },
      Tags: [{ Key: 'team', Value: 'x' }],
    },
    { UserName: 'Ana', Path: '/', Arn: `${account}:user/Ana`, GroupList: ['Everything'] },
    { UserName: 'svc backup', Path: '/', Arn: `${account}:user/svc backup` },
  ],
  GroupDetailList: [
    {
      GroupName: 'Everything',
      Path: '/old/teams/',
      Arn: `${account}:group/old/teams/Everything`,
      AttachedManagedPolicies: [
        own('Held'),
        own('Odd'),
        own('Old'),
        own('Trusting'),
        own('Versions'),
        own('Pathed', '/p/'),
        aws('GoneForLong'),
        aws('SecurityAudit'),
      ],
      GroupPolicyList: [
        { PolicyName: 'in line', PolicyDocument: document(allow(['ec2:describe*', 'ec2:STARTINSTANCES'])) },
        {
          PolicyName: 'large',
          PolicyDocument: document(
            allow('s3:Get*', { Resource: Array.from({ length: 400 }, (_, index) => `arn:aws:s3:::bucket-${index}/*`) }),
          ),
        },
      ],
    },
    { GroupName: 'everything', Path: '/', Arn: `${account}:group/everything`, AttachedManagedPolicies: [own('Held')] },
    {
      GroupName: 'Many',
      Path: '/',
      Arn: `${account}:group/Many`,
      AttachedManagedPolicies: many.map((name) => own(name)),
    },
    { GroupName: 'Nothing', Path: '/', Arn: `${account}:group/Nothing` },
  ],
  RoleDetailList: [
    {
      RoleName: 'Worker',
      Path: '/service/',
      Arn: `${account}:role/service/Worker`,
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
      AttachedManagedPolicies: [own('OnlyRoles')],
    },
  ],
  Policies: [
    policy('Held', [document(allow('s3:GetObject'))]),
    policy('Odd', [
      {
        Id: 'Policy1',
        ...document(
          allow('newservice:DoThis', { Sid: 'A' }),
          { Sid: 'A', Effect: 'Deny', NotAction: ['iam:*', 'aws-portal:ViewBilling'], NotResource: 'arn:aws:s3:::a/*' },
          allow('s3:ListBucket', {
            Sid: 'not allowed',
            Condition: {
              NumericLessThanEquals: { 's3:max-keys': [10, '20'] },
              'ForAllValues:StringLike': { 'aws:TagKeys': ['{{a}}', '${aws:username}'] },
            },
          }),
        ),
      },
    ]),
    policy('Old', [{ Statement: allow('s3:Get*', { Resource: 'arn:aws:s3:::${aws:username}/*' }) }]),
    policy('Trusting', [document(allow('s3:GetObject', { Principal: '*' }))]),
    policy('Versions', [document(allow('s3:Get*')), document(allow('s3:Put*')), document(allow('s3:*'))], {
      DefaultVersionId: 'v2',
    }),
    policy('Pathed', [document(allow('s3:GetObject')), document(allow('s3:GetObject'), allow('sqs:*'))], {
      Path: '/p/',
      Arn: `${account}:policy/p/Pathed`,
    }),
    policy('OnlyRoles', [document(allow('s3:*'))]),
    policy('Bound', [document(allow('*'))]),
    policy('Unused', [document(allow('s3:*'))]),
    ...many.map((name) => policy(name, [document(allow('sqs:*'))])),
  ],
}
