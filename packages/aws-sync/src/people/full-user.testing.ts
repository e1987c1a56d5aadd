import * as sdk from '@aws-sdk/client-iam'
import { certificateBody, sshPublicKeyBody } from '../sandbox/public-halves.testing.ts'

const document = (...actions: readonly string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })

/** What the account told once of the user's secrets: what must stand nowhere else. */
export interface ToldSecrets {
  readonly secrets: readonly string[]
}

/** The name of the user that {@link createFullUser} makes. */
export const FULL_USER = 'mary'

/**
 * An account with an administrator, `jane`, a role that the account may assume, and `mary`, who has one of everything that an IAM user can
 * have.
 */
export async function createFullUser(iam: sdk.IAMClient): Promise<ToldSecrets> {
  const user = { UserName: FULL_USER }
  await iam.send(new sdk.CreateUserCommand({ UserName: 'jane' }))
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
  await iam.send(new sdk.AttachUserPolicyCommand({ UserName: 'jane', PolicyArn }))
  const { Policy } = await iam.send(new sdk.CreatePolicyCommand({ PolicyName: 'Bound', PolicyDocument: document('*') }))
  await iam.send(
    new sdk.CreateUserCommand({
      ...user,
      PermissionsBoundary: Policy?.Arn,
      Tags: [{ Key: 'team', Value: 'finance' }],
    }),
  )
  const password = 'Very-Secret-Passw0rd!'
  await iam.send(new sdk.CreateLoginProfileCommand({ ...user, Password: password }))
  const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand(user))
  const { VirtualMFADevice } = await iam.send(new sdk.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'mary' }))
  await iam.send(
    new sdk.EnableMFADeviceCommand({
      ...user,
      SerialNumber: VirtualMFADevice?.SerialNumber,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '654321',
    }),
  )
  await iam.send(new sdk.UploadSSHPublicKeyCommand({ ...user, SSHPublicKeyBody: sshPublicKeyBody }))
  const { ServiceSpecificCredential: git } = await iam.send(
    new sdk.CreateServiceSpecificCredentialCommand({ ...user, ServiceName: 'codecommit.amazonaws.com' }),
  )
  await iam.send(new sdk.UploadSigningCertificateCommand({ ...user, CertificateBody: certificateBody }))
  await iam.send(new sdk.CreateGroupCommand({ GroupName: 'Clerks' }))
  await iam.send(
    new sdk.PutGroupPolicyCommand({
      GroupName: 'Clerks',
      PolicyName: 'read',
      PolicyDocument: document('s3:Get*', 'sts:AssumeRole'),
    }),
  )
  await iam.send(new sdk.AddUserToGroupCommand({ GroupName: 'Clerks', ...user }))
  const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
  await iam.send(new sdk.AttachUserPolicyCommand({ ...user, PolicyArn: readOnly }))
  await iam.send(
    new sdk.PutUserPolicyCommand({ ...user, PolicyName: 'own', PolicyDocument: document('sqs:SendMessage') }),
  )
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
  })
  await iam.send(new sdk.CreateRoleCommand({ RoleName: 'Deployer', AssumeRolePolicyDocument }))
  return {
    secrets: [
      password,
      AccessKey?.SecretAccessKey ?? '',
      git?.ServicePassword ?? '',
      new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed),
    ],
  }
}
