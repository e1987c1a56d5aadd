import {
  DeleteAccountPasswordPolicy$,
  GetAccountPasswordPolicy$,
  UpdateAccountPasswordPolicy$,
  type GetAccountPasswordPolicyResponse,
  type UpdateAccountPasswordPolicyRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import type { Account } from '../state/account.ts'
import type { PasswordPolicy } from '../state/settings.ts'
import { accountIdOf } from '../shapes.ts'

/** What a request leaves out falls back to IAM's default, not to what was there before. */
const updatePasswordPolicy = changing<UpdateAccountPasswordPolicyRequest, object>(
  UpdateAccountPasswordPolicy$,
  (account, input) => {
    const passwordPolicy: PasswordPolicy = {
      minimumPasswordLength: input.MinimumPasswordLength ?? 6,
      requireSymbols: input.RequireSymbols ?? false,
      requireNumbers: input.RequireNumbers ?? false,
      requireUppercaseCharacters: input.RequireUppercaseCharacters ?? false,
      requireLowercaseCharacters: input.RequireLowercaseCharacters ?? false,
      allowUsersToChangePassword: input.AllowUsersToChangePassword ?? false,
      ...(input.MaxPasswordAge === undefined ? {} : { maxPasswordAge: input.MaxPasswordAge }),
      ...(input.PasswordReusePrevention === undefined
        ? {}
        : { passwordReusePrevention: input.PasswordReusePrevention }),
      ...(input.HardExpiry === undefined ? {} : { hardExpiry: input.HardExpiry }),
    }
    account.settings.set({ ...account.settings.get(), passwordPolicy })
    return {}
  },
)

const getPasswordPolicy = reading<object, GetAccountPasswordPolicyResponse>(GetAccountPasswordPolicy$, (account) => {
  const policy = policyOf(account)
  return {
    PasswordPolicy: {
      MinimumPasswordLength: policy.minimumPasswordLength,
      RequireSymbols: policy.requireSymbols,
      RequireNumbers: policy.requireNumbers,
      RequireUppercaseCharacters: policy.requireUppercaseCharacters,
      RequireLowercaseCharacters: policy.requireLowercaseCharacters,
      AllowUsersToChangePassword: policy.allowUsersToChangePassword,
      ExpirePasswords: (policy.maxPasswordAge ?? 0) > 0,
      MaxPasswordAge: policy.maxPasswordAge,
      PasswordReusePrevention: policy.passwordReusePrevention,
      HardExpiry: policy.hardExpiry,
    },
  }
})

const deletePasswordPolicy = changing<object, object>(DeleteAccountPasswordPolicy$, (account) => {
  policyOf(account)
  const { passwordPolicy: _, ...settings } = account.settings.get()
  account.settings.set(settings)
  return {}
})

function policyOf(account: Account): PasswordPolicy {
  const { passwordPolicy } = account.settings.get()
  if (passwordPolicy === undefined) {
    const message = `The Password Policy with domain name ${accountIdOf(account)} cannot be found.`
    throw new AwsError('NoSuchEntity', message)
  }
  return passwordPolicy
}

export const passwordPolicyOperations: readonly QueryOperation[] = [
  updatePasswordPolicy,
  getPasswordPolicy,
  deletePasswordPolicy,
]
