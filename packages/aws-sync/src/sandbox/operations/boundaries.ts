import {
  DeleteRolePermissionsBoundary$,
  DeleteUserPermissionsBoundary$,
  PutRolePermissionsBoundary$,
  PutUserPermissionsBoundary$,
  type DeleteRolePermissionsBoundaryRequest,
  type DeleteUserPermissionsBoundaryRequest,
  type PutRolePermissionsBoundaryRequest,
  type PutUserPermissionsBoundaryRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { boundaryToSet } from '../boundary.ts'
import { refuseServiceLinked } from '../holder.ts'
import { roleNamed, userNamed } from '../lookup.ts'
import { changing, type QueryOperation } from '../operation.ts'

const putUserBoundary = changing<PutUserPermissionsBoundaryRequest, object>(
  PutUserPermissionsBoundary$,
  (account, input) => {
    const user = userNamed(account, input.UserName)
    account.users.put({ ...user, ...boundaryToSet(account, input.PermissionsBoundary) })
    return {}
  },
)

const putRoleBoundary = changing<PutRolePermissionsBoundaryRequest, object>(
  PutRolePermissionsBoundary$,
  (account, input) => {
    const role = roleNamed(account, input.RoleName)
    refuseServiceLinked(role)
    account.roles.put({ ...role, ...boundaryToSet(account, input.PermissionsBoundary) })
    return {}
  },
)

const deleteUserBoundary = changing<DeleteUserPermissionsBoundaryRequest, object>(
  DeleteUserPermissionsBoundary$,
  (account, input) => {
    const { permissionsBoundary, ...user } = userNamed(account, input.UserName)
    if (permissionsBoundary === undefined) throw noBoundary('user', user.name)
    account.users.put(user)
    return {}
  },
)

const deleteRoleBoundary = changing<DeleteRolePermissionsBoundaryRequest, object>(
  DeleteRolePermissionsBoundary$,
  (account, input) => {
    const { permissionsBoundary, ...role } = roleNamed(account, input.RoleName)
    refuseServiceLinked(role)
    if (permissionsBoundary === undefined) throw noBoundary('role', role.name)
    account.roles.put(role)
    return {}
  },
)

const noBoundary = (kind: string, name: string): AwsError =>
  new AwsError('NoSuchEntity', `The permissions boundary of ${kind} ${name} cannot be found.`)

export const boundaryOperations: readonly QueryOperation[] = [
  putUserBoundary,
  putRoleBoundary,
  deleteUserBoundary,
  deleteRoleBoundary,
]
