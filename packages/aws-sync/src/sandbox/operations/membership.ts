import {
  AddUserToGroup$,
  ListGroupsForUser$,
  RemoveUserFromGroup$,
  type AddUserToGroupRequest,
  type ListGroupsForUserRequest,
  type ListGroupsForUserResponse,
  type RemoveUserFromGroupRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { groupNamed, userNamed } from '../lookup.ts'
import { groupsOf } from '../members.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { groupShape } from '../shapes.ts'
import { keyOf } from '../state/table.ts'

const addUserToGroup = changing<AddUserToGroupRequest, object>(AddUserToGroup$, (account, input) => {
  const group = groupNamed(account, input.GroupName)
  const user = userNamed(account, input.UserName)
  if (user.groups.some((name) => keyOf(name) === keyOf(group.name))) return {}
  if (user.groups.length >= quotas.groupsPerUser) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for GroupsPerUser: ${quotas.groupsPerUser}`)
  }
  account.users.put({ ...user, groups: [...user.groups, group.name].toSorted() })
  return {}
})

const removeUserFromGroup = changing<RemoveUserFromGroupRequest, object>(RemoveUserFromGroup$, (account, input) => {
  const group = groupNamed(account, input.GroupName)
  const user = userNamed(account, input.UserName)
  const groups = user.groups.filter((name) => keyOf(name) !== keyOf(group.name))
  if (groups.length === user.groups.length) {
    throw new AwsError('NoSuchEntity', `User ${user.name} is not in group ${group.name}.`)
  }
  account.users.put({ ...user, groups })
  return {}
})

const listGroupsForUser = reading<ListGroupsForUserRequest, ListGroupsForUserResponse>(
  ListGroupsForUser$,
  (account, input) => {
    const user = userNamed(account, input.UserName)
    const { items, rest } = page(groupsOf(account, user), {
      request: input,
      scope: ['ListGroupsForUser', user.id],
      keyOf: ({ name }) => keyOf(name),
    })
    return { Groups: items.map((group) => groupShape(account, group)), ...rest }
  },
)

export const membershipOperations: readonly QueryOperation[] = [addUserToGroup, removeUserFromGroup, listGroupsForUser]
