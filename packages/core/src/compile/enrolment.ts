import type { GroupState, PolicyState } from '../account/account-state.ts'
import { enrolmentPath } from '../people/own-paths.ts'
import type { PolicyDocument } from '../policy/document.ts'

/**
 * What somebody may do who has a first password and nothing else: read the password policy, set a password of their own, and enrol an MFA
 * device of their own. Follows "Allows MFA-authenticated IAM users to manage their own credentials" in the IAM User Guide.
 */
export const enrolmentDocument: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ReadPasswordPolicy',
      Effect: 'Allow',
      Action: ['iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices'],
      Resource: '*',
    },
    {
      Sid: 'ManageOwnPasswordAndMfa',
      Effect: 'Allow',
      Action: [
        'iam:ChangePassword',
        'iam:EnableMFADevice',
        'iam:GetLoginProfile',
        'iam:GetMFADevice',
        'iam:GetUser',
        'iam:ListMFADevices',
        'iam:ResyncMFADevice',
      ],
      // ${aws:username} has no path, the ARN of a user has.
      Resource: ['arn:*:iam::*:user/${aws:username}', 'arn:*:iam::*:user/*/${aws:username}'],
    },
    {
      Sid: 'MakeVirtualMfaDevice',
      Effect: 'Allow',
      Action: 'iam:CreateVirtualMFADevice',
      Resource: 'arn:*:iam::*:mfa/*',
    },
  ],
}

/**
 * The group of those who have not signed in yet, with its policy: in the path of a model, but of no role. IAM knows names once, so that the
 * model's id stands in both.
 */
export function enrolment(of: {
  readonly model: string
  readonly accountId: string
  /** `aws` unless given. */
  readonly partition?: string | undefined
  readonly path: string
}): {
  readonly group: GroupState
  readonly policy: PolicyState
} {
  const path = enrolmentPath(of.path)
  const arn = (kind: string, name: string): string =>
    `arn:${of.partition ?? 'aws'}:iam::${of.accountId}:${kind}${path}${name}`
  const [group, policy] = [`Enrolment-${of.model}`, `EnrolOwnCredentials-${of.model}`]
  return {
    group: {
      name: group,
      path,
      arn: arn('group', group),
      attachedPolicies: [arn('policy', policy)],
      inlinePolicies: [],
    },
    policy: {
      name: policy,
      path,
      arn: arn('policy', policy),
      description: 'Set a password and enrol an MFA device of your own, until the first sign-in',
      defaultVersionId: 'v1',
      versions: [{ versionId: 'v1', document: enrolmentDocument }],
    },
  }
}
