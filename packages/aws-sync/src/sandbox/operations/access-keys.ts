import {
  CreateAccessKey$,
  DeleteAccessKey$,
  GetAccessKeyLastUsed$,
  ListAccessKeys$,
  UpdateAccessKey$,
  type CreateAccessKeyRequest,
  type CreateAccessKeyResponse,
  type DeleteAccessKeyRequest,
  type GetAccessKeyLastUsedRequest,
  type GetAccessKeyLastUsedResponse,
  type ListAccessKeysRequest,
  type ListAccessKeysResponse,
  type UpdateAccessKeyRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { newId, newSecret } from '../identifiers.ts'
import { keyOwner, type KeyOwner } from '../key-owner.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { secretHash } from '../secret-hash.ts'
import { entityDate } from '../shapes.ts'
import type { AccessKey } from '../state/credentials.ts'

const createAccessKey = changing<CreateAccessKeyRequest, CreateAccessKeyResponse>(
  CreateAccessKey$,
  (account, input, call) => {
    const owner = keyOwner(account, input.UserName, call)
    if (owner.accessKeys.length >= quotas.accessKeysPerUser) {
      throw new AwsError('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${quotas.accessKeysPerUser}`)
    }
    const secret = newSecret()
    const createdAt = call.now.toISOString()
    const key: AccessKey = { id: newId('accessKey'), status: 'Active', createdAt, secretSha256: secretHash(secret) }
    owner.replace([...owner.accessKeys, key])
    return {
      AccessKey: {
        UserName: owner.name,
        AccessKeyId: key.id,
        Status: key.status,
        SecretAccessKey: secret,
        CreateDate: entityDate(createdAt),
      },
    }
  },
)

const listAccessKeys = reading<ListAccessKeysRequest, ListAccessKeysResponse>(
  ListAccessKeys$,
  (account, input, call) => {
    const owner = keyOwner(account, input.UserName, call)
    const keys = owner.accessKeys.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const { items, rest } = page(keys, { request: input, scope: ['ListAccessKeys', owner.id], keyOf: ({ id }) => id })
    const metadata = items.map(({ id, status, createdAt }) => ({
      UserName: owner.name,
      AccessKeyId: id,
      Status: status,
      CreateDate: entityDate(createdAt),
    }))
    return { AccessKeyMetadata: metadata, ...rest }
  },
)

const updateAccessKey = changing<UpdateAccessKeyRequest, object>(UpdateAccessKey$, (account, input, call) => {
  const owner = keyOwner(account, input.UserName, call)
  const key = keyOf(owner, input.AccessKeyId)
  const { Status: asked = key.status } = input
  const status = asked === 'Active' ? 'Active' : 'Inactive'
  const changed: AccessKey = { ...key, status }
  owner.replace(owner.accessKeys.map((each) => (each === key ? changed : each)))
  return {}
})

const deleteAccessKey = changing<DeleteAccessKeyRequest, object>(DeleteAccessKey$, (account, input, call) => {
  const owner = keyOwner(account, input.UserName, call)
  const key = keyOf(owner, input.AccessKeyId)
  owner.replace(owner.accessKeys.filter((each) => each !== key))
  const settings = account.settings.get()
  account.settings.set({ ...settings, retiredKeys: [...settings.retiredKeys, key.id] })
  return {}
})

const getAccessKeyLastUsed = reading<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse>(
  GetAccessKeyLastUsed$,
  (account, input) => {
    const user = account.users.all().find(({ accessKeys }) => accessKeys.some(({ id }) => id === input.AccessKeyId))
    if (user === undefined) throw noSuchKey(input.AccessKeyId)
    const { lastUsed } = keyOf(user, input.AccessKeyId)
    return {
      UserName: user.name,
      AccessKeyLastUsed:
        lastUsed === undefined
          ? { ServiceName: 'N/A', Region: 'N/A' }
          : { LastUsedDate: entityDate(lastUsed.at), ServiceName: lastUsed.service, Region: lastUsed.region },
    }
  },
)

function keyOf(user: Pick<KeyOwner, 'accessKeys'>, id: string | undefined): AccessKey {
  const key = user.accessKeys.find((each) => each.id === id)
  if (key === undefined) throw noSuchKey(id)
  return key
}

const noSuchKey = (id: string | undefined): AwsError =>
  new AwsError('NoSuchEntity', `The Access Key with id ${id} cannot be found.`)

export const accessKeyOperations: readonly QueryOperation[] = [
  createAccessKey,
  listAccessKeys,
  updateAccessKey,
  deleteAccessKey,
  getAccessKeyLastUsed,
]
