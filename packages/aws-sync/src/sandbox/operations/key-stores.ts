import type {
  CreateCustomKeyStoreRequest,
  CreateCustomKeyStoreResponse,
  DeleteCustomKeyStoreRequest,
  DescribeCustomKeyStoresRequest,
  DescribeCustomKeyStoresResponse,
} from '@aws-sdk/client-kms'
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { AwsError } from '../aws-error.ts'
import { clustersIn } from '../cloudhsm/lookup.ts'
import { clusterState } from '../cloudhsm/states.ts'
import { jsonOperation, type Call, type JsonOperation } from '../operation.ts'
import { page } from '../page.ts'
import type { Account } from '../state/account.ts'
import type { StoredKeyStore } from '../state/cloudhsm.ts'

/** KMS serves no keys here: only which of its key stores stand on a CloudHSM cluster, which then must not go. */
const createCustomKeyStore = jsonOperation<CreateCustomKeyStoreRequest, CreateCustomKeyStoreResponse>({
  name: 'CreateCustomKeyStore',
  changes: true,
  input: z.object({
    CustomKeyStoreName: z.string().min(1).max(256),
    CustomKeyStoreType: z.literal('AWS_CLOUDHSM').optional(),
    CloudHsmClusterId: z.string().min(19).max(24),
    TrustAnchorCertificate: z.string().max(5000),
    KeyStorePassword: z.string().min(7).max(32),
  }),
  run: (account, input, call) => {
    const { CustomKeyStoreName: name = '', CloudHsmClusterId: cluster = '' } = input
    const found = clustersIn(account, call).find(({ id }) => id === cluster)
    if (found === undefined) {
      throw new AwsError('CloudHsmClusterNotFoundException', `Cluster ${cluster} not found in this region.`)
    }
    if (clusterState(found, call.now) !== 'ACTIVE') {
      throw new AwsError('CloudHsmClusterNotActiveException', `Cluster ${cluster} is not active.`)
    }
    const stores = storesIn(account, call)
    if (stores.some((store) => store.name === name)) {
      throw new AwsError('CustomKeyStoreNameInUseException', `A key store is named ${name} already.`)
    }
    if (stores.some((store) => store.cluster === cluster)) {
      throw new AwsError('CloudHsmClusterInUseException', `Cluster ${cluster} has a key store already.`)
    }
    const store: StoredKeyStore = {
      id: `cks-${randomBytes(9).toString('hex').slice(0, 17)}`,
      name,
      region: call.region,
      cluster,
      createdAt: call.now.toISOString(),
    }
    account.keyStores.put(store)
    return { CustomKeyStoreId: store.id }
  },
})

const describeCustomKeyStores = jsonOperation<DescribeCustomKeyStoresRequest, DescribeCustomKeyStoresResponse>({
  name: 'DescribeCustomKeyStores',
  changes: false,
  input: z.object({
    CustomKeyStoreId: z.string().min(1).max(64).optional(),
    CustomKeyStoreName: z.string().min(1).max(256).optional(),
    Limit: z.number().int().min(1).max(1000).optional(),
    Marker: z.string().min(1).max(1024).optional(),
  }),
  run: (account, input, call) => {
    const { CustomKeyStoreId: id, CustomKeyStoreName: name } = input
    const stores = storesIn(account, call).filter(
      (store) => (id === undefined || store.id === id) && (name === undefined || store.name === name),
    )
    if (stores.length === 0 && (id ?? name) !== undefined) {
      throw new AwsError('CustomKeyStoreNotFoundException', `There is no key store ${id ?? name}.`)
    }
    const { items, rest } = page(stores, {
      request: { Marker: input.Marker, MaxItems: input.Limit },
      scope: ['DescribeCustomKeyStores', call.region, id, name],
      keyOf: (store) => store.id,
    })
    return {
      CustomKeyStores: items.map((store) => ({
        CustomKeyStoreId: store.id,
        CustomKeyStoreName: store.name,
        CloudHsmClusterId: store.cluster,
        ConnectionState: 'DISCONNECTED',
        CreationDate: new Date(store.createdAt),
        CustomKeyStoreType: 'AWS_CLOUDHSM',
      })),
      Truncated: rest.IsTruncated,
      ...(rest.Marker === undefined ? {} : { NextMarker: rest.Marker }),
    }
  },
})

const deleteCustomKeyStore = jsonOperation<DeleteCustomKeyStoreRequest, object>({
  name: 'DeleteCustomKeyStore',
  changes: true,
  input: z.object({ CustomKeyStoreId: z.string().min(1).max(64) }),
  run: (account, input, call) => {
    const store = storesIn(account, call).find(({ id }) => id === input.CustomKeyStoreId)
    if (store === undefined) {
      throw new AwsError('CustomKeyStoreNotFoundException', `There is no key store ${input.CustomKeyStoreId}.`)
    }
    account.keyStores.remove(store.id)
    return {}
  },
})

const storesIn = (account: Account, { region }: Call): readonly StoredKeyStore[] =>
  account.keyStores.all().filter((store) => store.region === region)

export const keyStoreOperations: readonly JsonOperation[] = [
  createCustomKeyStore,
  describeCustomKeyStores,
  deleteCustomKeyStore,
]
