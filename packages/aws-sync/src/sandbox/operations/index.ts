import type { JsonOperation, Operation, QueryOperation } from '../operation.ts'
import type { JsonServiceId, QueryServiceId } from '../wire/services.ts'
import { accessKeyOperations } from './access-keys.ts'
import { accountAliasOperations } from './account-alias.ts'
import { accountDetailOperations } from './account-details.ts'
import { accountSummaryOperations } from './account-summary.ts'
import { attachmentOperations } from './attachments.ts'
import { boundaryOperations } from './boundaries.ts'
import { callerIdentityOperations } from './caller-identity.ts'
import { credentialReportOperations } from './credential-report.ts'
import { cloudHsmBackupOperations } from './cloudhsm-backups.ts'
import { cloudHsmClusterOperations } from './cloudhsm-clusters.ts'
import { cloudHsmHsmOperations } from './cloudhsm-hsms.ts'
import { cloudHsmTagOperations } from './cloudhsm-tags.ts'
import { emptyListOperations } from './empty-lists.ts'
import { grantingPolicyOperations } from './granting-policies.ts'
import { lastAccessedOperations } from './last-accessed.ts'
import { groupOperations } from './groups.ts'
import { identityProviderOperations } from './identity-providers.ts'
import { instanceProfileOperations } from './instance-profiles.ts'
import { keyStoreOperations } from './key-stores.ts'
import { inlinePolicyOperations } from './inline-policies.ts'
import { cloudTrailOperations } from './look-up-events.ts'
import { loginProfileOperations } from './login-profiles.ts'
import { membershipOperations } from './membership.ts'
import { mfaDeviceOperations } from './mfa-devices.ts'
import { passwordPolicyOperations } from './password-policy.ts'
import { policyOperations } from './policies.ts'
import { policyEntityOperations } from './policy-entities.ts'
import { policyVersionOperations } from './policy-versions.ts'
import { roleOperations } from './roles.ts'
import { serviceCredentialOperations } from './service-credentials.ts'
import { serviceLinkedRoleOperations } from './service-linked-roles.ts'
import { sessionOperations } from './sessions.ts'
import { signingCertificateOperations } from './signing-certificates.ts'
import { sshKeyOperations } from './ssh-keys.ts'
import { tagOperations } from './tags.ts'
import { userOperations } from './users.ts'

const iam = [
  ...accessKeyOperations,
  ...accountAliasOperations,
  ...accountSummaryOperations,
  ...boundaryOperations,
  ...credentialReportOperations,
  ...emptyListOperations,
  ...loginProfileOperations,
  ...mfaDeviceOperations,
  ...passwordPolicyOperations,
  ...serviceCredentialOperations,
  ...signingCertificateOperations,
  ...sshKeyOperations,
  ...tagOperations,
  ...accountDetailOperations,
  ...attachmentOperations,
  ...grantingPolicyOperations,
  ...lastAccessedOperations,
  ...groupOperations,
  ...identityProviderOperations,
  ...inlinePolicyOperations,
  ...instanceProfileOperations,
  ...membershipOperations,
  ...policyEntityOperations,
  ...policyOperations,
  ...policyVersionOperations,
  ...roleOperations,
  ...serviceLinkedRoleOperations,
  ...userOperations,
]

const byName = <T extends Operation>(operations: readonly T[]): ReadonlyMap<string, T> =>
  new Map(operations.map((operation) => [operation.name, operation]))

/** Every operation of the query protocol that the account answers, by service and name. */
export const queryOperations: Readonly<Record<QueryServiceId, ReadonlyMap<string, QueryOperation>>> = {
  iam: byName(iam),
  sts: byName([...callerIdentityOperations, ...sessionOperations]),
}

/** Every operation of AWS JSON 1.1 that the account answers, by service and name. */
export const jsonOperations: Readonly<Record<JsonServiceId, ReadonlyMap<string, JsonOperation>>> = {
  cloudhsm: byName([
    ...cloudHsmClusterOperations,
    ...cloudHsmHsmOperations,
    ...cloudHsmBackupOperations,
    ...cloudHsmTagOperations,
  ]),
  cloudtrail: byName(cloudTrailOperations),
  kms: byName(keyStoreOperations),
}
