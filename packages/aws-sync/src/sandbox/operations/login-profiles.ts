import {
  ChangePassword$,
  CreateLoginProfile$,
  DeleteLoginProfile$,
  GetLoginProfile$,
  UpdateLoginProfile$,
  type ChangePasswordRequest,
  type CreateLoginProfileRequest,
  type CreateLoginProfileResponse,
  type DeleteLoginProfileRequest,
  type GetLoginProfileRequest,
  type GetLoginProfileResponse,
  type LoginProfile,
  type UpdateLoginProfileRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { userNamedOrCalling } from '../lookup.ts'
import { changing, reading, type Call, type QueryOperation } from '../operation.ts'
import { checkPassword, refusedPassword } from '../password.ts'
import { quotas } from '../quotas.ts'
import { secretHash } from '../secret-hash.ts'
import { entityDate } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { StoredUser } from '../state/entities.ts'
import { tellSecret } from '../tell-secret.ts'

type Stored = NonNullable<StoredUser['loginProfile']>

const createLoginProfile = changing<CreateLoginProfileRequest, CreateLoginProfileResponse>(
  CreateLoginProfile$,
  (account, input, call) => {
    const user = userNamedOrCalling(account, input.UserName, call)
    if (user.loginProfile !== undefined) {
      throw new AwsError('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`)
    }
    const { Password: password } = input
    if (password === undefined) throw new AwsError('ValidationError', 'Must specify password')
    checkPassword(account, user.name, password)
    const loginProfile = {
      createdAt: call.now.toISOString(),
      resetRequired: input.PasswordResetRequired ?? false,
      passwordSha256: passwordHash(password),
    }
    account.users.put({ ...user, loginProfile })
    return { LoginProfile: profileShape(user, loginProfile) }
  },
)

const getLoginProfile = reading<GetLoginProfileRequest, GetLoginProfileResponse>(
  GetLoginProfile$,
  (account, input, call) => {
    const user = userNamedOrCalling(account, input.UserName, call)
    return { LoginProfile: profileShape(user, profileOf(user)) }
  },
)

const updateLoginProfile = changing<UpdateLoginProfileRequest, object>(UpdateLoginProfile$, (account, input, call) => {
  const user = account.users.get(input.UserName ?? '')
  if (user === undefined) {
    throw new AwsError('NoSuchEntity', `The user with name ${input.UserName} cannot be found.`)
  }
  const profile = profileOf(user)
  const { Password: password, PasswordResetRequired: resetRequired = profile.resetRequired } = input
  const changed = password === undefined ? profile : newPassword(account, user, { password, profile, call })
  account.users.put({ ...user, loginProfile: { ...changed, resetRequired } })
  return {}
})

const deleteLoginProfile = changing<DeleteLoginProfileRequest, object>(DeleteLoginProfile$, (account, input, call) => {
  const { loginProfile: _, ...user } = userWithProfile(userNamedOrCalling(account, input.UserName, call))
  account.users.put(user)
  return {}
})

const changePassword = changing<ChangePasswordRequest, object>(ChangePassword$, (account, input, call) => {
  if (call.caller.kind === 'root') throw new AwsError('InvalidUserType', 'Only IAM Users can change their own password')
  const user = userNamedOrCalling(account, undefined, call)
  const profile = profileOf(user)
  if (passwordHash(input.OldPassword ?? '') !== profile.passwordSha256) {
    throw new AwsError('AccessDenied', 'The old password was incorrect.')
  }
  const { NewPassword: password = '' } = input
  const loginProfile = { ...newPassword(account, user, { password, profile, call }), resetRequired: false }
  account.users.put({ ...user, loginProfile })
  return {}
})

/** @throws {AwsError} `PasswordPolicyViolation`, for one of the last passwords too where the policy remembers them. */
function newPassword(
  account: Account,
  user: StoredUser,
  { password, profile, call }: { readonly password: string; readonly profile: Stored; readonly call: Call },
): Stored {
  checkPassword(account, user.name, password)
  const passwordSha256 = passwordHash(password)
  const { passwordReusePrevention: remembered = 0 } = account.settings.get().passwordPolicy ?? {}
  const earlierSha256 = [profile.passwordSha256, ...(profile.earlierSha256 ?? [])].slice(0, quotas.rememberedPasswords)
  if (earlierSha256.slice(0, remembered).includes(passwordSha256)) throw refusedPassword()
  return { ...profile, passwordSha256, earlierSha256, changedAt: call.now.toISOString() }
}

const passwordHash = (password: string): string => secretHash(tellSecret(password))

function profileOf(user: StoredUser): Stored {
  if (user.loginProfile === undefined) {
    throw new AwsError('NoSuchEntity', `Login Profile for User ${user.name} cannot be found.`)
  }
  return user.loginProfile
}

function userWithProfile(user: StoredUser): StoredUser {
  profileOf(user)
  return user
}

function profileShape(user: StoredUser, { createdAt, resetRequired }: Stored): LoginProfile {
  return { UserName: user.name, CreateDate: entityDate(createdAt), PasswordResetRequired: resetRequired }
}

export const loginProfileOperations: readonly QueryOperation[] = [
  createLoginProfile,
  getLoginProfile,
  updateLoginProfile,
  deleteLoginProfile,
  changePassword,
]
