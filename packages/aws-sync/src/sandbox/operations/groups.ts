import {
  CreateGroup$,
  DeleteGroup$,
  GetGroup$,
  ListGroups$,
  UpdateGroup$,
  type CreateGroupRequest,
  type CreateGroupResponse,
  type DeleteGroupRequest,
  type GetGroupRequest,
  type GetGroupResponse,
  type ListGroupsRequest,
  type ListGroupsResponse,
  type UpdateGroupRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { newId } from '../identifiers.ts'
import { groupNamed } from '../lookup.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { groupShape, userShape } from '../shapes.ts'
import { membersOf } from '../members.ts'
import type { Account } from '../state/account.ts'
import { keyOf } from '../state/table.ts'

const createGroup = changing<CreateGroupRequest, CreateGroupResponse>(CreateGroup$, (account, input, call) => {
  const { GroupName: name = '', Path: path = '/' } = input
  refuseTaken(account, name)
  if (account.groups.size >= quotas.groups) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for GroupsPerAccount: ${quotas.groups}`)
  }
  const createdAt = call.now.toISOString()
  const group = { name, path, id: newId('group'), createdAt, attachedPolicies: [], inlinePolicies: [] }
  account.groups.put(group)
  return { Group: groupShape(account, group) }
})

const getGroup = reading<GetGroupRequest, GetGroupResponse>(GetGroup$, (account, input) => {
  const group = groupNamed(account, input.GroupName)
  const { items, rest } = page(membersOf(account, group.name), {
    request: input,
    scope: ['GetGroup', group.id],
    keyOf: (user) => keyOf(user.name),
  })
  return { Group: groupShape(account, group), Users: items.map((user) => userShape(account, user)), ...rest }
})

const listGroups = reading<ListGroupsRequest, ListGroupsResponse>(ListGroups$, (account, input) => {
  const { PathPrefix: prefix = '/' } = input
  const groups = account.groups.all().filter(({ path }) => path.startsWith(prefix))
  const { items, rest } = page(groups, {
    request: input,
    scope: ['ListGroups', prefix],
    keyOf: ({ name }) => keyOf(name),
  })
  return { Groups: items.map((group) => groupShape(account, group)), ...rest }
})

const updateGroup = changing<UpdateGroupRequest, object>(UpdateGroup$, (account, input) => {
  const group = groupNamed(account, input.GroupName)
  const { NewGroupName: name = group.name, NewPath: path = group.path } = input
  if (keyOf(name) !== keyOf(group.name)) refuseTaken(account, name)
  account.groups.remove(group.name)
  account.groups.put({ ...group, name, path })
  if (name === group.name) return {}
  for (const user of membersOf(account, group.name)) {
    const groups = user.groups.map((each) => (keyOf(each) === keyOf(group.name) ? name : each))
    account.users.put({ ...user, groups })
  }
  return {}
})

const deleteGroup = changing<DeleteGroupRequest, object>(DeleteGroup$, (account, input) => {
  const group = groupNamed(account, input.GroupName)
  if (membersOf(account, group.name).length > 0) {
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must remove users from group first.')
  }
  if (group.attachedPolicies.length > 0) {
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.')
  }
  if (group.inlinePolicies.length > 0) {
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.')
  }
  account.groups.remove(group.name)
  return {}
})

function refuseTaken(account: Account, name: string): void {
  if (account.groups.get(name) !== undefined) {
    throw new AwsError('EntityAlreadyExists', `Group with name ${name} already exists.`)
  }
}

export const groupOperations: readonly QueryOperation[] = [createGroup, getGroup, listGroups, updateGroup, deleteGroup]
