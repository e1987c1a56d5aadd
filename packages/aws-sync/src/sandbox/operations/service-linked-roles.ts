import {
  CreateServiceLinkedRole$,
  DeleteServiceLinkedRole$,
  GetServiceLinkedRoleDeletionStatus$,
  type CreateServiceLinkedRoleRequest,
  type CreateServiceLinkedRoleResponse,
  type DeleteServiceLinkedRoleRequest,
  type DeleteServiceLinkedRoleResponse,
  type GetServiceLinkedRoleDeletionStatusRequest,
  type GetServiceLinkedRoleDeletionStatusResponse,
} from '@aws-sdk/client-iam'
import { randomUUID } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import { roleNamed } from '../lookup.ts'
import { changing, type QueryOperation } from '../operation.ts'
import { createServiceRole, isLinkedService, serviceRoles, usesOfServiceRole } from '../service-roles.ts'
import { roleShape } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { StoredDeletion } from '../state/deletion-tasks.ts'

const createServiceLinkedRole = changing<CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse>(
  CreateServiceLinkedRole$,
  (account, input, call) => {
    const { AWSServiceName: service = '', CustomSuffix: suffix, Description: description } = input
    if (!isLinkedService(service)) {
      throw new AwsError('InvalidInput', `Cannot find Service Linked Role template for ${service}`)
    }
    const template = serviceRoles[service]
    if (suffix !== undefined && !template.suffix) {
      throw new AwsError('InvalidInput', `Custom suffix is not allowed for ${service}`)
    }
    const name = suffix === undefined ? template.name : `${template.name}_${suffix}`
    if (account.roles.get(name) !== undefined) {
      const message = `Service role name ${name} has been taken in this account, please try a different suffix.`
      throw new AwsError('InvalidInput', message)
    }
    const role = createServiceRole(account, service, { now: call.now, suffix, description })
    return { Role: roleShape(account, role) }
  },
)

const isPending = ({ status }: StoredDeletion): boolean => status === 'NOT_STARTED' || status === 'IN_PROGRESS'

const deleteServiceLinkedRole = changing<DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse>(
  DeleteServiceLinkedRole$,
  (account, input, call) => {
    const role = roleNamed(account, input.RoleName)
    const [, kind, service] = role.path.split('/')
    if (kind !== 'aws-service-role') {
      throw new AwsError('InvalidInput', `Role ${role.name} is not a service-linked role.`)
    }
    const pending = account.deletions.all().find((each) => each.role === role.id && isPending(each))
    if (pending !== undefined) return { DeletionTaskId: pending.id }
    const id = `task/aws-service-role/${service}/${role.name}/${randomUUID()}`
    account.deletions.put({ id, role: role.id, createdAt: call.now.toISOString(), status: 'NOT_STARTED', usage: [] })
    return { DeletionTaskId: id }
  },
)

/** Each look takes the task one step further, so that nobody has to wait. */
const getDeletionStatus = changing<
  GetServiceLinkedRoleDeletionStatusRequest,
  GetServiceLinkedRoleDeletionStatusResponse
>(GetServiceLinkedRoleDeletionStatus$, (account, input, call) => {
  const task = account.deletions.get(input.DeletionTaskId ?? '')
  if (task === undefined) throw new AwsError('NoSuchEntity', `Deletion task ${input.DeletionTaskId} cannot be found.`)
  const told = task
  const next = nextStep(account, task, call.now)
  if (next !== task) account.deletions.put(next)
  if (told.status !== 'FAILED') return { Status: told.status }
  return {
    Status: told.status,
    Reason: {
      Reason: 'A service-linked role cannot be deleted while the service still uses it.',
      RoleUsageList: told.usage.map(({ region, resources }) => ({ Region: region, Resources: [...resources] })),
    },
  }
})

function nextStep(account: Account, task: StoredDeletion, now: Date): StoredDeletion {
  if (task.status === 'NOT_STARTED') return { ...task, status: 'IN_PROGRESS' }
  if (task.status !== 'IN_PROGRESS') return task
  const role = account.roles.all().find(({ id }) => id === task.role)
  const usage = role === undefined ? [] : usesOfServiceRole(account, role, now)
  if (usage.length > 0) return { ...task, status: 'FAILED', usage }
  if (role !== undefined) account.roles.remove(role.name)
  return { ...task, status: 'SUCCEEDED' }
}

export const serviceLinkedRoleOperations: readonly QueryOperation[] = [
  createServiceLinkedRole,
  deleteServiceLinkedRole,
  getDeletionStatus,
]
