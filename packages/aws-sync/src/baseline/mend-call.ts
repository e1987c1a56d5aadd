import {
  AttachGroupPolicyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  DeleteGroupPolicyCommand,
  type IAMClient,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam'
import type { AccountPasswordPolicy, MendCall } from '@rolewright/core'
import type { AccountCall } from '../audit/record-account-call.ts'

/** A mend's call as IAM takes it, ready to be recorded and sent. */
export interface ReadyCall {
  readonly call: AccountCall
  readonly send: (iam: IAMClient) => Promise<unknown>
}

/** What a call of a mend is to IAM. */
export function mendCall(mend: MendCall): ReadyCall {
  switch (mend.kind) {
    case 'create-alias': {
      const input = { AccountAlias: mend.alias }
      return ready('iam:CreateAccountAlias', `alias ${mend.alias}`, input, (iam) =>
        iam.send(new CreateAccountAliasCommand(input)),
      )
    }
    case 'set-password-policy': {
      const input = passwordPolicyInput(mend.after)
      return ready('iam:UpdateAccountPasswordPolicy', 'password policy', input, (iam) =>
        iam.send(new UpdateAccountPasswordPolicyCommand(input)),
      )
    }
    case 'create-group': {
      const input = { GroupName: mend.group }
      return ready('iam:CreateGroup', `group ${mend.group}`, input, (iam) => iam.send(new CreateGroupCommand(input)))
    }
    case 'attach-policy': {
      const input = { GroupName: mend.group, PolicyArn: mend.policyArn }
      const subject = `policy ${nameIn(mend.policyArn)} to group ${mend.group}`
      return ready('iam:AttachGroupPolicy', subject, input, (iam) => iam.send(new AttachGroupPolicyCommand(input)))
    }
    case 'create-policy': {
      const input = { PolicyName: mend.policy, PolicyDocument: JSON.stringify(mend.document) }
      return ready('iam:CreatePolicy', `policy ${mend.policy}`, input, (iam) =>
        iam.send(new CreatePolicyCommand(input)),
      )
    }
    case 'delete-inline-policy': {
      const input = { GroupName: mend.group, PolicyName: mend.policy }
      const subject = `policy ${mend.policy} inside group ${mend.group}`
      return ready('iam:DeleteGroupPolicy', subject, input, (iam) => iam.send(new DeleteGroupPolicyCommand(input)))
    }
    default:
      return mend satisfies never
  }
}

function ready(
  operation: string,
  subject: string,
  input: object,
  send: (iam: IAMClient) => Promise<unknown>,
): ReadyCall {
  return { call: { operation, subject, input }, send }
}

const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** All of a policy: what a request leaves out falls back to IAM's own default. */
function passwordPolicyInput(policy: AccountPasswordPolicy): {
  readonly MinimumPasswordLength: number
  readonly RequireSymbols: boolean
  readonly RequireNumbers: boolean
  readonly RequireUppercaseCharacters: boolean
  readonly RequireLowercaseCharacters: boolean
  readonly AllowUsersToChangePassword: boolean
  readonly MaxPasswordAge?: number
  readonly PasswordReusePrevention?: number
  readonly HardExpiry?: boolean
} {
  return {
    MinimumPasswordLength: policy.minimumLength,
    RequireSymbols: policy.symbols,
    RequireNumbers: policy.numbers,
    RequireUppercaseCharacters: policy.uppercase,
    RequireLowercaseCharacters: policy.lowercase,
    AllowUsersToChangePassword: policy.usersMayChange,
    ...(policy.maxAge === undefined ? {} : { MaxPasswordAge: policy.maxAge }),
    ...(policy.reusePrevention === undefined ? {} : { PasswordReusePrevention: policy.reusePrevention }),
    ...(policy.hardExpiry === undefined ? {} : { HardExpiry: policy.hardExpiry }),
  }
}
