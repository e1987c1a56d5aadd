import {
  CreateServiceSpecificCredential$,
  DeleteServiceSpecificCredential$,
  ListServiceSpecificCredentials$,
  ResetServiceSpecificCredential$,
  UpdateServiceSpecificCredential$,
  type CreateServiceSpecificCredentialRequest,
  type CreateServiceSpecificCredentialResponse,
  type DeleteServiceSpecificCredentialRequest,
  type ListServiceSpecificCredentialsRequest,
  type ListServiceSpecificCredentialsResponse,
  type ResetServiceSpecificCredentialRequest,
  type ResetServiceSpecificCredentialResponse,
  type ServiceSpecificCredential,
  type ServiceSpecificCredentialMetadata,
  type UpdateServiceSpecificCredentialRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { newId, newSecret } from '../identifiers.ts'
import { userNamed, userNamedOrCalling } from '../lookup.ts'
import { changing, reading, type Call, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { secretHash } from '../secret-hash.ts'
import { accountIdOf, entityDate } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { ServiceCredential } from '../state/credentials.ts'
import type { StoredUser } from '../state/entities.ts'

/** What takes credentials of its own; Bedrock's is an API key and may end by itself. */
const services: ReadonlySet<string> = new Set([
  'bedrock.amazonaws.com',
  'cassandra.amazonaws.com',
  'codecommit.amazonaws.com',
])
const BEDROCK = 'bedrock.amazonaws.com'
const day = 86_400_000

const create = changing<CreateServiceSpecificCredentialRequest, CreateServiceSpecificCredentialResponse>(
  CreateServiceSpecificCredential$,
  (account, input, call) => {
    const user = userNamed(account, input.UserName)
    const { ServiceName: serviceName = '', CredentialAgeDays: days } = input
    if (!services.has(serviceName)) {
      throw new AwsError('NotSupportedService', `No such service ${serviceName} is supported for credentials.`)
    }
    const held = user.serviceCredentials.filter((each) => each.serviceName === serviceName)
    if (held.length >= quotas.credentialsPerService) {
      const message = `Cannot exceed quota for ServiceSpecificCredentialsPerUser: ${quotas.credentialsPerService}`
      throw new AwsError('LimitExceeded', message)
    }
    const secret = newSecret()
    const credential: ServiceCredential = {
      id: newId('serviceCredential'),
      status: 'Active',
      createdAt: call.now.toISOString(),
      ...(days === undefined || serviceName !== BEDROCK
        ? {}
        : { expiresAt: new Date(call.now.getTime() + days * day).toISOString() }),
      serviceName,
      serviceUserName: `${user.name}${held.length === 0 ? '' : `+${held.length}`}-at-${accountIdOf(account)}`,
      secretSha256: secretHash(secret),
    }
    account.users.put({ ...user, serviceCredentials: [...user.serviceCredentials, credential] })
    return { ServiceSpecificCredential: withSecret(user, credential, secret) }
  },
)

const reset = changing<ResetServiceSpecificCredentialRequest, ResetServiceSpecificCredentialResponse>(
  ResetServiceSpecificCredential$,
  (account, input, call) => {
    const { user, credential } = credentialOf(account, input, call)
    const secret = newSecret()
    replace(account, user, { ...credential, secretSha256: secretHash(secret) })
    return { ServiceSpecificCredential: withSecret(user, credential, secret) }
  },
)

const list = reading<ListServiceSpecificCredentialsRequest, ListServiceSpecificCredentialsResponse>(
  ListServiceSpecificCredentials$,
  (account, input, call) => {
    const users = input.AllUsers === true ? account.users.all() : [userNamedOrCalling(account, input.UserName, call)]
    const rows = users
      .flatMap((user) => user.serviceCredentials.map((credential) => ({ user, credential })))
      .filter(({ credential }) => input.ServiceName === undefined || credential.serviceName === input.ServiceName)
      .toSorted((a, b) => (a.credential.id < b.credential.id ? -1 : 1))
    const { items, rest } = page(rows, {
      request: input,
      scope: ['ListServiceSpecificCredentials', input.AllUsers === true, users.map(({ id }) => id)],
      keyOf: ({ credential }) => credential.id,
    })
    return { ServiceSpecificCredentials: items.map(({ user, credential }) => shapeOf(user, credential)), ...rest }
  },
)

const update = changing<UpdateServiceSpecificCredentialRequest, object>(
  UpdateServiceSpecificCredential$,
  (account, input, call) => {
    const { user, credential } = credentialOf(account, input, call)
    replace(account, user, { ...credential, status: input.Status === 'Active' ? 'Active' : 'Inactive' })
    return {}
  },
)

const remove = changing<DeleteServiceSpecificCredentialRequest, object>(
  DeleteServiceSpecificCredential$,
  (account, input, call) => {
    const { user, credential } = credentialOf(account, input, call)
    account.users.put({ ...user, serviceCredentials: user.serviceCredentials.filter((each) => each !== credential) })
    return {}
  },
)

function credentialOf(
  account: Account,
  input: { readonly UserName?: string | undefined; readonly ServiceSpecificCredentialId?: string | undefined },
  call: Call,
): { readonly user: StoredUser; readonly credential: ServiceCredential } {
  const user = userNamedOrCalling(account, input.UserName, call)
  const id = input.ServiceSpecificCredentialId
  const credential = user.serviceCredentials.find((each) => each.id === id)
  if (credential === undefined) {
    throw new AwsError('NoSuchEntity', `No such credential ${id} exists`)
  }
  return { user, credential }
}

function replace(account: Account, user: StoredUser, changed: ServiceCredential): void {
  const serviceCredentials = user.serviceCredentials.map((each) => (each.id === changed.id ? changed : each))
  account.users.put({ ...user, serviceCredentials })
}

function shapeOf(user: StoredUser, credential: ServiceCredential): ServiceSpecificCredentialMetadata {
  const { id, status, createdAt, expiresAt, serviceName, serviceUserName } = credential
  return {
    UserName: user.name,
    Status: status,
    ...(serviceName === BEDROCK ? { ServiceCredentialAlias: serviceUserName } : { ServiceUserName: serviceUserName }),
    CreateDate: entityDate(createdAt),
    ...(expiresAt === undefined ? {} : { ExpirationDate: entityDate(expiresAt) }),
    ServiceSpecificCredentialId: id,
    ServiceName: serviceName,
  }
}

function withSecret(user: StoredUser, credential: ServiceCredential, secret: string): ServiceSpecificCredential {
  const shown = credential.serviceName === BEDROCK ? { ServiceCredentialSecret: secret } : { ServicePassword: secret }
  return { ...shapeOf(user, credential), ...shown }
}

export const serviceCredentialOperations: readonly QueryOperation[] = [create, reset, list, update, remove]
