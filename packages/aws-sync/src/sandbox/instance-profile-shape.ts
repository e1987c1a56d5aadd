import type { InstanceProfile } from '@aws-sdk/client-iam'
import { arnOf } from './identifiers.ts'
import { accountIdOf, entityDate, roleShape, tagsShape } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { StoredRole } from './state/entities.ts'
import type { StoredInstanceProfile } from './state/providers.ts'
import { keyOf } from './state/table.ts'

export function instanceProfileShape(account: Account, profile: StoredInstanceProfile): InstanceProfile {
  const role = profile.role === undefined ? undefined : account.roles.get(profile.role)
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: arnOf(accountIdOf(account), 'instance-profile', profile),
    CreateDate: entityDate(profile.createdAt),
    Roles: role === undefined ? [] : [roleShape(account, role)],
    ...tagsShape(profile),
  }
}

/** The instance profiles that hold a role. */
export const profilesOfRole = (account: Account, role: StoredRole): readonly StoredInstanceProfile[] =>
  account.instanceProfiles
    .all()
    .filter((profile) => profile.role !== undefined && keyOf(profile.role) === keyOf(role.name))
