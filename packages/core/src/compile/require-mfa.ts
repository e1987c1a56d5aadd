import type { PolicyDocument } from '../policy/document.ts'

/**
 * The guard of a role that requires MFA: denies everything but what a person needs to enrol a device and to sign in with it,
 * until the caller has. It restricts all that the person does, with other roles and with plain access keys too.
 *
 * Follows "Allows MFA-authenticated IAM users to manage their own credentials" in the IAM User Guide. `BoolIfExists` since plain
 * access keys bring no `aws:MultiFactorAuthPresent` at all.
 */
export const requireMfaDocument: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyAllButEnrolmentWithoutMfa',
      Effect: 'Deny',
      NotAction: [
        'iam:ChangePassword',
        'iam:CreateVirtualMFADevice',
        'iam:EnableMFADevice',
        'iam:GetAccountPasswordPolicy',
        'iam:GetMFADevice',
        'iam:GetUser',
        'iam:ListMFADevices',
        'iam:ListVirtualMFADevices',
        'iam:ResyncMFADevice',
        'sts:GetSessionToken',
      ],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  ],
}
