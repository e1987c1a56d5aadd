import {
  DeleteSSHPublicKey$,
  GetSSHPublicKey$,
  ListSSHPublicKeys$,
  UpdateSSHPublicKey$,
  UploadSSHPublicKey$,
  type DeleteSSHPublicKeyRequest,
  type GetSSHPublicKeyRequest,
  type GetSSHPublicKeyResponse,
  type ListSSHPublicKeysRequest,
  type ListSSHPublicKeysResponse,
  type SSHPublicKey,
  type UpdateSSHPublicKeyRequest,
  type UploadSSHPublicKeyRequest,
  type UploadSSHPublicKeyResponse,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { newId } from '../identifiers.ts'
import { userNamed, userNamedOrCalling } from '../lookup.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { entityDate } from '../shapes.ts'
import { fingerprintOf, inEncoding, toSshLine } from '../ssh-public-key.ts'
import type { UploadedKey } from '../state/credentials.ts'
import type { StoredUser } from '../state/entities.ts'

const upload = changing<UploadSSHPublicKeyRequest, UploadSSHPublicKeyResponse>(
  UploadSSHPublicKey$,
  (account, input, call) => {
    const user = userNamed(account, input.UserName)
    const body = toSshLine(input.SSHPublicKeyBody ?? '')
    if (user.sshKeys.some((key) => key.body === body)) {
      throw new AwsError('DuplicateSSHPublicKey', 'The SSH public key is already associated with the user.')
    }
    if (user.sshKeys.length >= quotas.sshKeysPerUser) {
      throw new AwsError('LimitExceeded', `Cannot exceed quota for SSHPublicKeysPerUser: ${quotas.sshKeysPerUser}`)
    }
    const key: UploadedKey = { id: newId('sshKey'), status: 'Active', uploadedAt: call.now.toISOString(), body }
    account.users.put({ ...user, sshKeys: [...user.sshKeys, key] })
    return { SSHPublicKey: shapeOf(user, key, 'SSH') }
  },
)

const get = reading<GetSSHPublicKeyRequest, GetSSHPublicKeyResponse>(GetSSHPublicKey$, (account, input) => {
  const user = userNamed(account, input.UserName)
  return { SSHPublicKey: shapeOf(user, keyOf(user, input.SSHPublicKeyId), input.Encoding ?? '') }
})

const list = reading<ListSSHPublicKeysRequest, ListSSHPublicKeysResponse>(
  ListSSHPublicKeys$,
  (account, input, call) => {
    const user = userNamedOrCalling(account, input.UserName, call)
    const keys = user.sshKeys.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const { items, rest } = page(keys, { request: input, scope: ['ListSSHPublicKeys', user.id], keyOf: ({ id }) => id })
    const shapes = items.map(({ id, status, uploadedAt }) => ({
      UserName: user.name,
      SSHPublicKeyId: id,
      Status: status,
      UploadDate: entityDate(uploadedAt),
    }))
    return { SSHPublicKeys: shapes, ...rest }
  },
)

const update = changing<UpdateSSHPublicKeyRequest, object>(UpdateSSHPublicKey$, (account, input) => {
  const user = userNamed(account, input.UserName)
  const key = keyOf(user, input.SSHPublicKeyId)
  const changed: UploadedKey = { ...key, status: input.Status === 'Active' ? 'Active' : 'Inactive' }
  account.users.put({ ...user, sshKeys: user.sshKeys.map((each) => (each === key ? changed : each)) })
  return {}
})

const remove = changing<DeleteSSHPublicKeyRequest, object>(DeleteSSHPublicKey$, (account, input) => {
  const user = userNamed(account, input.UserName)
  const key = keyOf(user, input.SSHPublicKeyId)
  account.users.put({ ...user, sshKeys: user.sshKeys.filter((each) => each !== key) })
  return {}
})

function keyOf(user: StoredUser, id: string | undefined): UploadedKey {
  const key = user.sshKeys.find((each) => each.id === id)
  if (key === undefined) throw new AwsError('NoSuchEntity', `The Public Key with id ${id} cannot be found.`)
  return key
}

function shapeOf(user: StoredUser, key: UploadedKey, encoding: string): SSHPublicKey {
  return {
    UserName: user.name,
    SSHPublicKeyId: key.id,
    Fingerprint: fingerprintOf(key.body),
    SSHPublicKeyBody: inEncoding(key.body, encoding),
    Status: key.status,
    UploadDate: entityDate(key.uploadedAt),
  }
}

export const sshKeyOperations: readonly QueryOperation[] = [upload, get, list, update, remove]
