import {
  GetAccountAuthorizationDetails$,
  type EntityType,
  type GetAccountAuthorizationDetailsRequest,
  type GetAccountAuthorizationDetailsResponse,
  type GroupDetail,
  type ManagedPolicyDetail,
  type PolicyDetail,
  type RoleDetail,
  type UserDetail,
} from '@aws-sdk/client-iam'
import { awsManagedPolicies } from '../aws-managed-policies.ts'
import { encodeDocument } from '../documents.ts'
import { instanceProfileShape, profilesOfRole } from '../instance-profile-shape.ts'
import { policyArn } from '../lookup.ts'
import { reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { policyUse, type PolicyUse } from '../policy-use.ts'
import { roleLastUsed } from '../role-last-used.ts'
import { attachedShape, boundaryShape, groupShape, policyShape, roleShape, tagList, userShape } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { InlinePolicy, StoredGroup, StoredPolicy, StoredRole, StoredUser } from '../state/entities.ts'
import { keyOf } from '../state/table.ts'
import { versionShape } from './policy-versions.ts'

type Entity =
  | { readonly kind: 'User'; readonly key: string; readonly value: StoredUser }
  | { readonly kind: 'Role'; readonly key: string; readonly value: StoredRole }
  | { readonly kind: 'Group'; readonly key: string; readonly value: StoredGroup }
  | { readonly kind: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly key: string; readonly value: StoredPolicy }

const getAccountAuthorizationDetails = reading<
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse
>(GetAccountAuthorizationDetails$, (account, input, { now }) => {
  const filter = [...new Set(input.Filter ?? [])].toSorted()
  const use = policyUse(account)
  const { items, rest } = page(entitiesOf(account, use, filter), {
    request: input,
    scope: ['GetAccountAuthorizationDetails', filter],
    keyOf: ({ key }) => key,
  })
  return {
    UserDetailList: items.flatMap((item) => (item.kind === 'User' ? userDetail(account, item.value) : [])),
    GroupDetailList: items.flatMap((item) => (item.kind === 'Group' ? groupDetail(account, item.value) : [])),
    RoleDetailList: items.flatMap((item) => (item.kind === 'Role' ? roleDetail(account, item.value, now) : [])),
    Policies: items.flatMap((item) =>
      item.kind === 'LocalManagedPolicy' || item.kind === 'AWSManagedPolicy'
        ? policyDetail(account, item.value, use)
        : [],
    ),
    ...rest,
  }
})

/** Users, then roles, groups and policies: one list, so that one page budget runs over all. */
function entitiesOf(account: Account, use: PolicyUse, filter: readonly EntityType[]): Entity[] {
  const wanted = (kind: EntityType): boolean => filter.length === 0 || filter.includes(kind)
  const entities: Entity[] = []
  if (wanted('User')) {
    for (const value of account.users.all()) entities.push({ kind: 'User', key: `1${keyOf(value.name)}`, value })
  }
  if (wanted('Role')) {
    for (const value of account.roles.all()) entities.push({ kind: 'Role', key: `2${keyOf(value.name)}`, value })
  }
  if (wanted('Group')) {
    for (const value of account.groups.all()) entities.push({ kind: 'Group', key: `3${keyOf(value.name)}`, value })
  }
  if (wanted('LocalManagedPolicy')) {
    for (const value of account.policies.all()) {
      entities.push({ kind: 'LocalManagedPolicy', key: `4${keyOf(value.name)}`, value })
    }
  }
  if (wanted('AWSManagedPolicy')) {
    for (const value of awsPoliciesInUse(use)) entities.push({ kind: 'AWSManagedPolicy', key: `5${value.arn}`, value })
  }
  return entities
}

function awsPoliciesInUse(use: PolicyUse): (StoredPolicy & { readonly arn: string })[] {
  if (!use.usesAwsPolicies) return []
  return [...awsManagedPolicies().values()].filter(({ arn }) => use.attachments(arn) > 0 || use.boundaries(arn) > 0)
}

function userDetail(account: Account, user: StoredUser): UserDetail {
  const { PasswordLastUsed: _, ...shape } = userShape(account, user)
  return {
    ...shape,
    ...(user.inlinePolicies.length === 0 ? {} : { UserPolicyList: user.inlinePolicies.map(inlineDetail) }),
    GroupList: [...user.groups],
    AttachedManagedPolicies: user.attachedPolicies.map(attachedShape),
    ...boundaryShape(user),
    Tags: tagList(user.tags),
  }
}

function groupDetail(account: Account, group: StoredGroup): GroupDetail {
  return {
    ...groupShape(account, group),
    GroupPolicyList: group.inlinePolicies.map(inlineDetail),
    AttachedManagedPolicies: group.attachedPolicies.map(attachedShape),
  }
}

function roleDetail(account: Account, role: StoredRole, now: Date): RoleDetail {
  const { Description: _, MaxSessionDuration: __, ...shape } = roleShape(account, role)
  return {
    ...shape,
    InstanceProfileList: profilesOfRole(account, role).map((profile) => instanceProfileShape(account, profile)),
    RolePolicyList: role.inlinePolicies.map(inlineDetail),
    AttachedManagedPolicies: role.attachedPolicies.map(attachedShape),
    ...boundaryShape(role),
    Tags: tagList(role.tags),
    RoleLastUsed: roleLastUsed(account, role, now),
  }
}

function policyDetail(account: Account, policy: StoredPolicy, use: PolicyUse): ManagedPolicyDetail {
  return {
    ...policyShape(account, policy, use),
    Arn: policyArn(account, policy),
    PolicyVersionList: policy.versions.map((version) => ({
      Document: encodeDocument(version.document),
      ...versionShape(policy, version),
    })),
  }
}

const inlineDetail = ({ name, document }: InlinePolicy): PolicyDetail => ({
  PolicyName: name,
  PolicyDocument: encodeDocument(document),
})

export const accountDetailOperations: readonly QueryOperation[] = [getAccountAuthorizationDetails]
