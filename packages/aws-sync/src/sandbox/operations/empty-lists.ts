import {
  ListInstanceProfiles$,
  ListInstanceProfilesForRole$,
  ListOpenIDConnectProviders$,
  ListSAMLProviders$,
  ListServerCertificates$,
} from '@aws-sdk/client-iam'
import { roleNamed } from '../lookup.ts'
import { reading, type QueryOperation } from '../operation.ts'

interface OwnerRequest {
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
]
