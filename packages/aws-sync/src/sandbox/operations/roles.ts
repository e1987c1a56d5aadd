import {
  CreateRole$,
  DeleteRole$,
  GetRole$,
  ListRoles$,
  UpdateAssumeRolePolicy$,
  UpdateRole$,
  UpdateRoleDescription$,
  type CreateRoleRequest,
  type CreateRoleResponse,
  type DeleteRoleRequest,
  type GetRoleRequest,
  type GetRoleResponse,
  type ListRolesRequest,
  type ListRolesResponse,
  type UpdateAssumeRolePolicyRequest,
  type UpdateRoleDescriptionRequest,
  type UpdateRoleDescriptionResponse,
  type UpdateRoleRequest,
  type UpdateRoleResponse,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { boundaryToSet } from '../boundary.ts'
import { checkDocument, sizeOf } from '../documents.ts'
import { refuseServiceLinked } from '../holder.ts'
import { newId } from '../identifiers.ts'
import { profilesOfRole } from '../instance-profile-shape.ts'
import { roleNamed } from '../lookup.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { roleLastUsed } from '../role-last-used.ts'
import { fullRoleShape, roleShape } from '../shapes.ts'
import type { StoredRole } from '../state/entities.ts'
import { keyOf } from '../state/table.ts'
import { newTags } from '../tag-list.ts'

const createRole = changing<CreateRoleRequest, CreateRoleResponse>(CreateRole$, (account, input, call) => {
  const { RoleName: name = '', Path: path = '/', AssumeRolePolicyDocument: trustPolicy = '', Description } = input
  if (path.startsWith('/aws-service-role/')) {
    throw new AwsError(
      'ValidationError',
      `The specified value for path is invalid. ${path} is reserved for AWS services.`,
    )
  }
  checkTrust(trustPolicy)
  if (account.roles.get(name) !== undefined) {
    throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`)
  }
  if (account.roles.size >= quotas.roles) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for RolesPerAccount: ${quotas.roles}`)
  }
  const role: StoredRole = {
    name,
    path,
    id: newId('role'),
    createdAt: call.now.toISOString(),
    ...(Description === undefined ? {} : { description: Description }),
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    trustPolicy,
    attachedPolicies: [],
    inlinePolicies: [],
    ...boundaryToSet(account, input.PermissionsBoundary),
    tags: newTags([], input.Tags),
  }
  account.roles.put(role)
  return { Role: fullRoleShape(account, role) }
})

const getRole = reading<GetRoleRequest, GetRoleResponse>(GetRole$, (account, input, { now }) => {
  const role = roleNamed(account, input.RoleName)
  return { Role: { ...fullRoleShape(account, role), RoleLastUsed: roleLastUsed(account, role, now) } }
})

const listRoles = reading<ListRolesRequest, ListRolesResponse>(ListRoles$, (account, input) => {
  const { PathPrefix: prefix = '/' } = input
  const roles = account.roles.all().filter(({ path }) => path.startsWith(prefix))
  const { items, rest } = page(roles, {
    request: input,
    scope: ['ListRoles', prefix],
    keyOf: ({ name }) => keyOf(name),
  })
  return { Roles: items.map((role) => roleShape(account, role)), ...rest }
})

const updateRole = changing<UpdateRoleRequest, UpdateRoleResponse>(UpdateRole$, (account, input) => {
  const role = roleNamed(account, input.RoleName)
  if (input.MaxSessionDuration !== undefined) refuseServiceLinked(role)
  const { Description: description, MaxSessionDuration: maxSessionDuration = role.maxSessionDuration } = input
  account.roles.put({ ...role, maxSessionDuration, ...(description === undefined ? {} : { description }) })
  return {}
})

const updateRoleDescription = changing<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse>(
  UpdateRoleDescription$,
  (account, input) => {
    const role = { ...roleNamed(account, input.RoleName), description: input.Description ?? '' }
    account.roles.put(role)
    return { Role: roleShape(account, role) }
  },
)

const updateAssumeRolePolicy = changing<UpdateAssumeRolePolicyRequest, object>(
  UpdateAssumeRolePolicy$,
  (account, input) => {
    const role = roleNamed(account, input.RoleName)
    refuseServiceLinked(role)
    const { PolicyDocument: trustPolicy = '' } = input
    checkTrust(trustPolicy)
    account.roles.put({ ...role, trustPolicy })
    return {}
  },
)

const deleteRole = changing<DeleteRoleRequest, object>(DeleteRole$, (account, input) => {
  const role = roleNamed(account, input.RoleName)
  refuseServiceLinked(role)
  if (role.attachedPolicies.length > 0) {
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.')
  }
  if (role.inlinePolicies.length > 0) {
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.')
  }
  if (profilesOfRole(account, role).length > 0) {
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must remove roles from instance profile first.')
  }
  account.roles.remove(role.name)
  return {}
})

function checkTrust(document: string): void {
  checkDocument(document, 'trust')
  if (sizeOf(document) > quotas.assumeRolePolicySize) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${quotas.assumeRolePolicySize}`)
  }
}

export const roleOperations: readonly QueryOperation[] = [
  createRole,
  getRole,
  listRoles,
  updateRole,
  updateRoleDescription,
  updateAssumeRolePolicy,
  deleteRole,
]
