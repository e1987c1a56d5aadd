import { GetAccountSummary$, type GetAccountSummaryResponse } from '@aws-sdk/client-iam'
import { arnOf } from '../identifiers.ts'
import { rootUserOf } from '../key-owner.ts'
import { ownerOfDevice } from '../mfa-owner.ts'
import { reading, type QueryOperation } from '../operation.ts'
import { quotas } from '../quotas.ts'
import { accountIdOf } from '../shapes.ts'

const getAccountSummary = reading<object, GetAccountSummaryResponse>(GetAccountSummary$, (account) => {
  const users = account.users.all()
  const root = rootUserOf(account)
  const inUse = users.reduce((total, user) => total + user.mfaDevices.length, root.mfaDevices.length)
  const virtual = account.mfaDevices.all().map((device) => arnOf(accountIdOf(account), 'mfa', device))
  const unused = virtual.filter((serial) => ownerOfDevice(account, serial) === undefined).length
  return {
    SummaryMap: {
      AccessKeysPerUserQuota: quotas.accessKeysPerUser,
      AccountAccessKeysPresent: root.accessKeys.length > 0 ? 1 : 0,
      AccountMFAEnabled: root.mfaDevices.length > 0 ? 1 : 0,
      AccountPasswordPresent: 1,
      AccountSigningCertificatesPresent: 0,
      AssumeRolePolicySizeQuota: quotas.assumeRolePolicySize,
      AttachedPoliciesPerGroupQuota: quotas.attachedPoliciesPerGroup,
      AttachedPoliciesPerRoleQuota: quotas.attachedPoliciesPerRole,
      AttachedPoliciesPerUserQuota: quotas.attachedPoliciesPerUser,
      GlobalEndpointTokenVersion: 1,
      GroupPolicySizeQuota: quotas.groupPolicySize,
      Groups: account.groups.size,
      GroupsPerUserQuota: quotas.groupsPerUser,
      GroupsQuota: quotas.groups,
      InstanceProfiles: account.instanceProfiles.size,
      InstanceProfilesQuota: quotas.instanceProfiles,
      MFADevices: inUse + unused,
      MFADevicesInUse: inUse,
      Policies: account.policies.size,
      PoliciesQuota: quotas.policies,
      PolicySizeQuota: quotas.policySize,
      PolicyVersionsInUse: account.policies.all().reduce((total, policy) => total + policy.versions.length, 0),
      PolicyVersionsInUseQuota: 10_000,
      Providers: account.providers.size,
      RolePolicySizeQuota: quotas.rolePolicySize,
      Roles: account.roles.size,
      RolesQuota: quotas.roles,
      ServerCertificates: 0,
      ServerCertificatesQuota: 20,
      SigningCertificatesPerUserQuota: 2,
      UserPolicySizeQuota: quotas.userPolicySize,
      Users: users.length,
      UsersQuota: quotas.users,
      VersionsPerPolicyQuota: quotas.versionsPerPolicy,
    },
  }
})

export const accountSummaryOperations: readonly QueryOperation[] = [getAccountSummary]
