import {
  AddRoleToInstanceProfile$,
  CreateInstanceProfile$,
  DeleteInstanceProfile$,
  GetInstanceProfile$,
  ListInstanceProfiles$,
  ListInstanceProfilesForRole$,
  RemoveRoleFromInstanceProfile$,
  type AddRoleToInstanceProfileRequest,
  type CreateInstanceProfileRequest,
  type CreateInstanceProfileResponse,
  type DeleteInstanceProfileRequest,
  type GetInstanceProfileRequest,
  type GetInstanceProfileResponse,
  type ListInstanceProfilesForRoleRequest,
  type ListInstanceProfilesForRoleResponse,
  type ListInstanceProfilesRequest,
  type ListInstanceProfilesResponse,
  type RemoveRoleFromInstanceProfileRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { refuseServiceLinked } from '../holder.ts'
import { newId } from '../identifiers.ts'
import { instanceProfileShape, profilesOfRole } from '../instance-profile-shape.ts'
import { roleNamed } from '../lookup.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import type { Account } from '../state/account.ts'
import type { StoredInstanceProfile } from '../state/providers.ts'
import { keyOf } from '../state/table.ts'
import { newTags } from '../tag-list.ts'

const createInstanceProfile = changing<CreateInstanceProfileRequest, CreateInstanceProfileResponse>(
  CreateInstanceProfile$,
  (account, input, call) => {
    const { InstanceProfileName: name = '', Path: path = '/' } = input
    if (account.instanceProfiles.get(name) !== undefined) {
      throw new AwsError('EntityAlreadyExists', `Instance Profile ${name} already exists.`)
    }
    if (account.instanceProfiles.size >= quotas.instanceProfiles) {
      throw new AwsError(
        'LimitExceeded',
        `Cannot exceed quota for InstanceProfilesPerAccount: ${quotas.instanceProfiles}`,
      )
    }
    const profile: StoredInstanceProfile = {
      name,
      path,
      id: newId('instanceProfile'),
      createdAt: call.now.toISOString(),
      tags: newTags([], input.Tags),
    }
    account.instanceProfiles.put(profile)
    return { InstanceProfile: instanceProfileShape(account, profile) }
  },
)

function profileNamed(account: Account, name: string | undefined): StoredInstanceProfile {
  const profile = account.instanceProfiles.get(name ?? '')
  if (profile === undefined) throw new AwsError('NoSuchEntity', `Instance Profile ${name} cannot be found.`)
  return profile
}

const getInstanceProfile = reading<GetInstanceProfileRequest, GetInstanceProfileResponse>(
  GetInstanceProfile$,
  (account, input) => ({
    InstanceProfile: instanceProfileShape(account, profileNamed(account, input.InstanceProfileName)),
  }),
)

const listInstanceProfiles = reading<ListInstanceProfilesRequest, ListInstanceProfilesResponse>(
  ListInstanceProfiles$,
  (account, input) => {
    const { PathPrefix: prefix = '/' } = input
    const { items, rest } = page(
      account.instanceProfiles.all().filter(({ path }) => path.startsWith(prefix)),
      { request: input, scope: ['ListInstanceProfiles', prefix], keyOf: ({ name }) => keyOf(name) },
    )
    return { InstanceProfiles: items.map((profile) => instanceProfileShape(account, profile)), ...rest }
  },
)

const listInstanceProfilesForRole = reading<ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse>(
  ListInstanceProfilesForRole$,
  (account, input) => {
    const role = roleNamed(account, input.RoleName)
    const { items, rest } = page(profilesOfRole(account, role), {
      request: input,
      scope: ['ListInstanceProfilesForRole', role.id],
      keyOf: ({ name }) => keyOf(name),
    })
    return { InstanceProfiles: items.map((profile) => instanceProfileShape(account, profile)), ...rest }
  },
)

const addRole = changing<AddRoleToInstanceProfileRequest, object>(AddRoleToInstanceProfile$, (account, input) => {
  const profile = profileNamed(account, input.InstanceProfileName)
  const role = roleNamed(account, input.RoleName)
  refuseServiceLinked(role)
  if (profile.role !== undefined) {
    throw new AwsError('LimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1')
  }
  account.instanceProfiles.put({ ...profile, role: role.name })
  return {}
})

const removeRole = changing<RemoveRoleFromInstanceProfileRequest, object>(
  RemoveRoleFromInstanceProfile$,
  (account, input) => {
    const profile = profileNamed(account, input.InstanceProfileName)
    const role = roleNamed(account, input.RoleName)
    const { role: held, ...empty } = profile
    if (held === undefined || keyOf(held) !== keyOf(role.name)) {
      throw new AwsError('NoSuchEntity', `Cannot find role ${role.name} in instance profile ${profile.name}.`)
    }
    account.instanceProfiles.put(empty)
    return {}
  },
)

const deleteInstanceProfile = changing<DeleteInstanceProfileRequest, object>(
  DeleteInstanceProfile$,
  (account, input) => {
    const profile = profileNamed(account, input.InstanceProfileName)
    if (profile.role !== undefined) {
      throw new AwsError('DeleteConflict', 'Cannot delete entity, must remove roles from instance profile first.')
    }
    account.instanceProfiles.remove(profile.name)
    return {}
  },
)

export const instanceProfileOperations: readonly QueryOperation[] = [
  createInstanceProfile,
  getInstanceProfile,
  listInstanceProfiles,
  listInstanceProfilesForRole,
  addRole,
  removeRole,
  deleteInstanceProfile,
]
