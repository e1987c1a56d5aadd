import type { AttachedPermissionsBoundary, AttachedPolicy, Group, Policy, Role, Tag, User } from '@aws-sdk/client-iam'
import { encodeDocument } from './documents.ts'
import { arnOf } from './identifiers.ts'
import { policyArn } from './lookup.ts'
import type { Account } from './state/account.ts'
import type { StoredGroup, StoredPolicy, StoredRole, StoredUser, Tags } from './state/entities.ts'
import type { PolicyUse } from './policy-use.ts'

/** A date of an entity, which IAM tells in whole seconds. */
export const entityDate = (iso: string): Date => new Date(Math.floor(Date.parse(iso) / 1000) * 1000)

export const accountIdOf = (account: Account): string => account.settings.get().accountId

export function groupShape(account: Account, group: StoredGroup): Group {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: arnOf(accountIdOf(account), 'group', group),
    CreateDate: entityDate(group.createdAt),
  }
}

/** A user as lists give it: without tags and boundary, which only `GetUser` and `CreateUser` tell. */
export function userShape(account: Account, user: StoredUser): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: arnOf(accountIdOf(account), 'user', user),
    CreateDate: entityDate(user.createdAt),
    ...(user.passwordLastUsed === undefined ? {} : { PasswordLastUsed: entityDate(user.passwordLastUsed) }),
  }
}

export function fullUserShape(account: Account, user: StoredUser): User {
  return { ...userShape(account, user), ...boundaryShape(user), ...tagsShape(user) }
}

export function roleShape(account: Account, role: StoredRole): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: arnOf(accountIdOf(account), 'role', role),
    CreateDate: entityDate(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
  }
}

export function fullRoleShape(account: Account, role: StoredRole): Role {
  return { ...roleShape(account, role), ...boundaryShape(role), ...tagsShape(role) }
}

/** A policy as lists give it: without description and tags, which only `GetPolicy` and `CreatePolicy` tell. */
export function policyShape(account: Account, policy: StoredPolicy, use: PolicyUse): Policy {
  const arn = policyArn(account, policy)
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: use.attachments(arn),
    PermissionsBoundaryUsageCount: use.boundaries(arn),
    IsAttachable: true,
    CreateDate: entityDate(policy.createdAt),
    UpdateDate: entityDate(policy.updatedAt),
  }
}

export function fullPolicyShape(account: Account, policy: StoredPolicy, use: PolicyUse): Policy {
  return {
    ...policyShape(account, policy, use),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    Tags: tagList(policy.tags),
  }
}

export function attachedShape(arn: string): AttachedPolicy {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }
}

export function boundaryShape(entity: { readonly permissionsBoundary?: string | undefined }): {
  PermissionsBoundary?: AttachedPermissionsBoundary
} {
  if (entity.permissionsBoundary === undefined) return {}
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      PermissionsBoundaryArn: entity.permissionsBoundary,
    },
  }
}

export function tagsShape(entity: { readonly tags: Tags }): { Tags?: Tag[] } {
  return entity.tags.length === 0 ? {} : { Tags: tagList(entity.tags) }
}

export const tagList = (tags: Tags): Tag[] => tags.map(({ key, value }) => ({ Key: key, Value: value }))
