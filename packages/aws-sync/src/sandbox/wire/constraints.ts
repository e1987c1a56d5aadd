/** What IAM asks of one request parameter, from the API reference's "Length Constraints", "Pattern" and "Valid Values". */
export interface Constraint {
  readonly length?: readonly [least: number, most: number]
  readonly range?: readonly [least: number, most: number]
  readonly pattern?: RegExp
  /** How IAM words a broken pattern, after "It must"; the pattern itself where it has no wording of its own. */
  readonly must?: string
  readonly values?: readonly string[]
  /** How many members a list may have. */
  readonly members?: readonly [least: number, most: number]
}

const nameWording = 'contain only alphanumeric characters and/or the following: +=,.@_-'
const name = { length: [1, 128], pattern: /^[\w+=,.@-]+$/, must: nameWording } satisfies Constraint
const shortName = { ...name, length: [1, 64] } satisfies Constraint
const arn = { length: [20, 2048] } satisfies Constraint
const path = {
  length: [1, 512],
  pattern: /^\/(?:[!-\u007E]+\/)?$/,
  must: 'begin and end with / and contain only alphanumeric characters and/or / characters.',
} satisfies Constraint
const policyPath = { ...path, pattern: /^(?:\/[A-Za-z0-9.,+@=_-]+)*\/$/ } satisfies Constraint
const pathPrefix = {
  length: [1, 512],
  pattern: /^\/[!-\u007F]*$/,
  must: 'begin with / and contain only printable ASCII characters.',
} satisfies Constraint
const document = {
  length: [1, 131_072],
  pattern: /^[\t\n\r\u0020-\u00FF]+$/,
  must: 'contain only printable Latin-1 characters, tab, line feed and carriage return.',
} satisfies Constraint
const description = { length: [0, 1000], pattern: /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]*$/ } satisfies Constraint
const password = { length: [1, 128], pattern: /^[\t\n\r\u0020-\u00FF]+$/ } satisfies Constraint

const code = { length: [6, 6], pattern: /^\d+$/ } satisfies Constraint

/** By member name; the same name means the same type in every operation but those in {@link constraintsOfOperation}. */
export const constraints: Readonly<Record<string, Constraint>> = {
  AWSServiceName: { length: [1, 128], pattern: /^[\w+=,.@-]+$/ },
  AccessKeyId: { length: [16, 128], pattern: /^\w+$/ },
  AccountAlias: { length: [3, 63], pattern: /^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$/ },
  Arn: arn,
  AssignmentStatus: { values: ['Assigned', 'Unassigned', 'Any'] },
  AssumeRolePolicyDocument: document,
  AuthenticationCode1: code,
  AuthenticationCode2: code,
  CertificateId: { length: [24, 128], pattern: /^\w+$/ },
  CredentialAgeDays: { range: [1, 36_600] },
  CustomSuffix: { length: [1, 64], pattern: /^[\w+=,.@-]+$/ },
  DeletionTaskId: { length: [1, 1000] },
  Description: description,
  EntityFilter: { values: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] },
  Filter: { values: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] },
  Granularity: { values: ['SERVICE_LEVEL', 'ACTION_LEVEL'] },
  GroupName: name,
  InstanceProfileName: name,
  JobId: { length: [36, 36] },
  Key: { length: [1, 128], pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u },
  Marker: {
    length: [1, 320],
    pattern: /^[\u0020-\u00FF]+$/,
    must: 'contain only printable ASCII characters.',
  },
  MaxItems: { range: [1, 1000] },
  MaxPasswordAge: { range: [1, 1095] },
  MaxSessionDuration: { range: [3600, 43_200] },
  MinimumPasswordLength: { range: [6, 128] },
  Name: { length: [1, 128], pattern: /^[\w._-]+$/ },
  NewGroupName: name,
  NewPassword: password,
  NewPath: path,
  NewUserName: shortName,
  Password: password,
  PasswordReusePrevention: { range: [1, 24] },
  Path: path,
  PathPrefix: pathPrefix,
  PermissionsBoundary: arn,
  PolicyArn: arn,
  PolicyDocument: document,
  PolicyName: name,
  PolicyUsageFilter: { values: ['PermissionsPolicy', 'PermissionsBoundary'] },
  RoleName: shortName,
  RoleSessionName: { length: [2, 64], pattern: /^[\w+=,.@-]*$/ },
  SSHPublicKeyId: { length: [20, 128], pattern: /^\w+$/ },
  SAMLMetadataDocument: { length: [1000, 10_000_000] },
  Scope: { values: ['All', 'AWS', 'Local'] },
  SerialNumber: { length: [9, 256], pattern: /^[\w+=/:,.@-]+$/ },
  ServiceNamespace: { length: [1, 64], pattern: /^[\w-]*$/ },
  ServiceNamespaces: { members: [1, 200] },
  ServiceSpecificCredentialId: { length: [20, 128], pattern: /^\w+$/ },
  Status: { values: ['Active', 'Inactive'] },
  TagKeys: { members: [0, 50], length: [1, 128] },
  Tags: { members: [0, 50] },
  Url: { length: [1, 255] },
  UserName: name,
  Value: { length: [0, 256], pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u },
  VirtualMFADeviceName: name,
  VersionId: { pattern: /^v[1-9]\d*(?:\.[A-Za-z0-9-]*)?$/ },
}

/** Where one operation asks for more than the name alone says. */
export const constraintsOfOperation: Readonly<Record<string, Readonly<Record<string, Constraint>>>> = {
  CreateUser: { UserName: shortName },
  CreatePolicy: { Path: policyPath },
  ListPolicies: { PathPrefix: policyPath },
  ListEntitiesForPolicy: { PathPrefix: path },
  ListPoliciesGrantingServiceAccess: { ServiceNamespaces: { members: [1, 200], length: [1, 64], pattern: /^[\w-]*$/ } },
}
