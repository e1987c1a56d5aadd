import {
  ListInstanceProfiles$,
  ListInstanceProfilesForRole$,
  ListOpenIDConnectProviders$,
  ListSAMLProviders$,
  ListServerCertificates$,
  ListServiceSpecificCredentials$,
  ListSigningCertificates$,
  ListSSHPublicKeys$,
  ListVirtualMFADevices$,
} from '@aws-sdk/client-iam'
import { roleNamed, userNamed } from '../lookup.ts'
import { reading, type QueryOperation } from '../operation.ts'

interface OwnerRequest {
  readonly UserName?: string
  readonly RoleName?: string
}

/** Kinds of things that this account never holds: a look at them finds none, as in an account that does not use them. */
export const emptyListOperations: readonly QueryOperation[] = [
  reading(ListInstanceProfiles$, () => ({ InstanceProfiles: [], IsTruncated: false })),
  reading<OwnerRequest, object>(ListInstanceProfilesForRole$, (account, input) => {
    roleNamed(account, input.RoleName)
    return { InstanceProfiles: [], IsTruncated: false }
  }),
  reading(ListOpenIDConnectProviders$, () => ({ OpenIDConnectProviderList: [] })),
  reading(ListSAMLProviders$, () => ({ SAMLProviderList: [] })),
  reading(ListServerCertificates$, () => ({ ServerCertificateMetadataList: [], IsTruncated: false })),
  reading(ListVirtualMFADevices$, () => ({ VirtualMFADevices: [], IsTruncated: false })),
  ...[
    { schema: ListServiceSpecificCredentials$, empty: { ServiceSpecificCredentials: [] } },
    { schema: ListSigningCertificates$, empty: { Certificates: [], IsTruncated: false } },
    { schema: ListSSHPublicKeys$, empty: { SSHPublicKeys: [], IsTruncated: false } },
  ].map(({ schema, empty }) =>
    reading<OwnerRequest, object>(schema, (account, input) => {
      if (input.UserName !== undefined) userNamed(account, input.UserName)
      return empty
    }),
  ),
]
