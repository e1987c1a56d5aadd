import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DetachGroupPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'

// What the demo's account lives through besides Rolewright: what was there before, and what somebody does by hand.

const document = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })

/** Groups, users, a role and a policy that somebody made long before, outside of any model. */
export async function layForeignThings(iam: IAMClient): Promise<void> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'BackupToVault',
      Path: '/operations/',
      PolicyDocument: document({ Effect: 'Allow', Action: ['backup:StartBackupJob'], Resource: '*' }),
    }),
  )
  const PolicyArn = Policy?.Arn ?? ''
  await iam.send(new CreateGroupCommand({ GroupName: 'Contractors', Path: '/operations/' }))
  await iam.send(
    new PutGroupPolicyCommand({
      GroupName: 'Contractors',
      PolicyName: 'ReadTickets',
      PolicyDocument: document({ Effect: 'Allow', Action: 'support:Describe*', Resource: '*' }),
    }),
  )
  await iam.send(new CreateGroupCommand({ GroupName: 'NightShift' }))
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'NightShift', PolicyArn }))
  for (const UserName of ['backup-server', 'terry.whitlock']) await iam.send(new CreateUserCommand({ UserName }))
  await iam.send(new AttachUserPolicyCommand({ UserName: 'backup-server', PolicyArn }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Contractors', UserName: 'terry.whitlock' }))
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'nightly-backup',
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Principal: { Service: 'backup.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    }),
  )
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'nightly-backup', PolicyArn }))
}

const foreignNames = new Set([
  'BackupToVault',
  'Contractors',
  'NightShift',
  'backup-server',
  'terry.whitlock',
  'nightly-backup',
])

/** Everything that the account tells of the foreign things, as text: the same bytes mean that nothing of them changed. */
export async function foreignThings(iam: IAMClient): Promise<string> {
  const details = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }))
  return JSON.stringify(
    {
      groups: details.GroupDetailList?.filter((group) => foreignNames.has(group.GroupName ?? '')),
      users: details.UserDetailList?.filter((user) => foreignNames.has(user.UserName ?? '')),
      roles: details.RoleDetailList?.filter((role) => foreignNames.has(role.RoleName ?? '')),
      policies: details.Policies?.filter((policy) => foreignNames.has(policy.PolicyName ?? '')),
    },
    null,
    2,
  )
}

/** Somebody in a hurry widens one policy and takes another from a group, in the console. */
export async function changeByHand(iam: IAMClient, accountId: string): Promise<void> {
  const owned = `arn:aws:iam::${accountId}:policy/rolewright/example/`
  const { PolicyVersion } = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn: `${owned}CloudHsmAdminPolicy`, VersionId: 'v1' }),
  )
  const before = decodeURIComponent(PolicyVersion?.Document ?? '')
  await iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: `${owned}CloudHsmAdminPolicy`,
      PolicyDocument: before.replace('"cloudhsm:*"', '"cloudhsm:*","kms:*"'),
      SetAsDefault: true,
    }),
  )
  await iam.send(new DetachGroupPolicyCommand({ GroupName: 'DataAdministrator', PolicyArn: `${owned}ExperimentData` }))
}
