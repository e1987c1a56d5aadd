import { ListServerCertificates$ } from '@aws-sdk/client-iam'
import { reading, type QueryOperation } from '../operation.ts'

/** Kinds of things that this account never holds: a look at them finds none, as in an account that does not use them. */
export const emptyListOperations: readonly QueryOperation[] = [
  reading(ListServerCertificates$, () => ({ ServerCertificateMetadataList: [], IsTruncated: false })),
]
