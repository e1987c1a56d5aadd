import {
  CreateUser$,
  DeleteUser$,
  GetUser$,
  ListUsers$,
  UpdateUser$,
  type CreateUserRequest,
  type CreateUserResponse,
  type DeleteUserRequest,
  type GetUserRequest,
  type GetUserResponse,
  type ListUsersRequest,
  type ListUsersResponse,
  type UpdateUserRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { newId } from '../identifiers.ts'
import { userNamed, userNamedOrCalling } from '../lookup.ts'
import { boundaryToSet } from '../boundary.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { accountIdOf, entityDate, fullUserShape, userShape } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { StoredUser } from '../state/entities.ts'
import { keyOf } from '../state/table.ts'
import { newTags } from '../tag-list.ts'

const createUser = changing<CreateUserRequest, CreateUserResponse>(CreateUser$, (account, input, call) => {
  const { UserName: name = '', Path: path = '/' } = input
  refuseTaken(account, name)
  if (account.users.size >= quotas.users) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for UsersPerAccount: ${quotas.users}`)
  }
  const user: StoredUser = {
    name,
    path,
    id: newId('user'),
    createdAt: call.now.toISOString(),
    groups: [],
    attachedPolicies: [],
    inlinePolicies: [],
    ...boundaryToSet(account, input.PermissionsBoundary),
    tags: newTags([], input.Tags),
    accessKeys: [],
    mfaDevices: [],
    sshKeys: [],
    certificates: [],
    serviceCredentials: [],
  }
  account.users.put(user)
  return { User: fullUserShape(account, user) }
})

const getUser = reading<GetUserRequest, GetUserResponse>(GetUser$, (account, input, call) => {
  if (input.UserName === undefined && call.caller.kind === 'root') return { User: rootUser(account) }
  return { User: fullUserShape(account, userNamedOrCalling(account, input.UserName, call)) }
})

/** What `GetUser` tells the root user about itself. */
function rootUser(account: Account): GetUserResponse['User'] {
  const accountId = accountIdOf(account)
  return {
    Path: '/',
    UserName: accountId,
    UserId: accountId,
    Arn: `arn:aws:iam::${accountId}:root`,
    CreateDate: entityDate(account.settings.get().createdAt),
  }
}

const listUsers = reading<ListUsersRequest, ListUsersResponse>(ListUsers$, (account, input) => {
  const { PathPrefix: prefix = '/' } = input
  const users = account.users.all().filter(({ path }) => path.startsWith(prefix))
  const { items, rest } = page(users, {
    request: input,
    scope: ['ListUsers', prefix],
    keyOf: ({ name }) => keyOf(name),
  })
  return { Users: items.map((user) => userShape(account, user)), ...rest }
})

const updateUser = changing<UpdateUserRequest, object>(UpdateUser$, (account, input) => {
  const user = userNamed(account, input.UserName)
  const { NewUserName: name = user.name, NewPath: path = user.path } = input
  if (keyOf(name) !== keyOf(user.name)) refuseTaken(account, name)
  account.users.remove(user.name)
  account.users.put({ ...user, name, path })
  return {}
})

const deleteUser = changing<DeleteUserRequest, object>(DeleteUser$, (account, input) => {
  const user = userNamed(account, input.UserName)
  const obstacle = obstacleToDeleting(user)
  if (obstacle !== undefined) throw new AwsError('DeleteConflict', `Cannot delete entity, must ${obstacle} first.`)
  account.users.remove(user.name)
  return {}
})

function obstacleToDeleting(user: StoredUser): string | undefined {
  if (user.groups.length > 0) return 'remove users from group'
  if (user.attachedPolicies.length > 0) return 'detach all policies'
  if (user.inlinePolicies.length > 0) return 'delete policies'
  if (user.accessKeys.length > 0) return 'delete access keys'
  if (user.loginProfile !== undefined) return 'delete login profile'
  if (user.mfaDevices.length > 0) return 'delete MFA device'
  if (user.certificates.length > 0) return 'delete signing certificates'
  if (user.sshKeys.length > 0) return 'delete SSH public keys'
  if (user.serviceCredentials.length > 0) return 'delete service specific credentials'
  return undefined
}

function refuseTaken(account: Account, name: string): void {
  if (account.users.get(name) !== undefined) {
    throw new AwsError('EntityAlreadyExists', `User with name ${name} already exists.`)
  }
}

export const userOperations: readonly QueryOperation[] = [createUser, getUser, listUsers, updateUser, deleteUser]
