import {
  ListEntitiesForPolicy$,
  type ListEntitiesForPolicyRequest,
  type ListEntitiesForPolicyResponse,
} from '@aws-sdk/client-iam'
import { policyArn, policyAt } from '../lookup.ts'
import { reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import type { Account } from '../state/account.ts'
import { keyOf } from '../state/table.ts'

type EntityKind = 'Group' | 'Role' | 'User'
type Usage = ListEntitiesForPolicyRequest['PolicyUsageFilter']

interface Entity {
  readonly kind: EntityKind
  readonly name: string
  readonly id: string
  readonly path: string
}

const listEntitiesForPolicy = reading<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>(
  ListEntitiesForPolicy$,
  (account, input) => {
    const arn = policyArn(account, policyAt(account, input.PolicyArn))
    const { EntityFilter: filter, PathPrefix: prefix = '/', PolicyUsageFilter: usage } = input
    const entities = entitiesUsing(account, arn, usage).filter(
      (entity) => entity.path.startsWith(prefix) && (filter === undefined || filter === entity.kind),
    )
    const { items, rest } = page(entities, {
      request: input,
      scope: ['ListEntitiesForPolicy', arn, filter, prefix, usage],
      keyOf: ({ kind, name }) => `${kind} ${keyOf(name)}`,
    })
    const ofKind = (kind: EntityKind): Entity[] => items.filter((item) => item.kind === kind)
    return {
      PolicyGroups: ofKind('Group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: ofKind('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: ofKind('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...rest,
    }
  },
)

function entitiesUsing(account: Account, arn: string, usage: Usage): Entity[] {
  const uses = (entity: { attachedPolicies: readonly string[]; permissionsBoundary?: string | undefined }): boolean =>
    (usage !== 'PermissionsBoundary' && entity.attachedPolicies.includes(arn)) ||
    (usage !== 'PermissionsPolicy' && entity.permissionsBoundary === arn)
  return [
    ...account.groups
      .all()
      .filter(uses)
      .map((group): Entity => ({ ...group, kind: 'Group' })),
    ...account.roles
      .all()
      .filter(uses)
      .map((role): Entity => ({ ...role, kind: 'Role' })),
    ...account.users
      .all()
      .filter(uses)
      .map((user): Entity => ({ ...user, kind: 'User' })),
  ]
}

export const policyEntityOperations: readonly QueryOperation[] = [listEntitiesForPolicy]
