import { X509Certificate } from 'node:crypto'
import {
  DeleteSigningCertificate$,
  ListSigningCertificates$,
  UpdateSigningCertificate$,
  UploadSigningCertificate$,
  type DeleteSigningCertificateRequest,
  type ListSigningCertificatesRequest,
  type ListSigningCertificatesResponse,
  type SigningCertificate,
  type UpdateSigningCertificateRequest,
  type UploadSigningCertificateRequest,
  type UploadSigningCertificateResponse,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { newCertificateId } from '../identifiers.ts'
import { userNamedOrCalling } from '../lookup.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { entityDate } from '../shapes.ts'
import type { UploadedKey } from '../state/credentials.ts'
import type { StoredUser } from '../state/entities.ts'

const upload = changing<UploadSigningCertificateRequest, UploadSigningCertificateResponse>(
  UploadSigningCertificate$,
  (account, input, call) => {
    const user = userNamedOrCalling(account, input.UserName, call)
    const { CertificateBody: body = '' } = input
    const certificate = parse(body)
    if (new Date(certificate.validTo) < call.now) {
      throw new AwsError('InvalidCertificate', 'The certificate has expired.')
    }
    if (account.users.all().some(({ certificates }) => certificates.some((each) => each.body === body))) {
      throw new AwsError('DuplicateCertificate', 'The certificate is already associated with a user of the account.')
    }
    if (user.certificates.length >= quotas.certificatesPerUser) {
      const message = `Cannot exceed quota for SigningCertificatesPerUser: ${quotas.certificatesPerUser}`
      throw new AwsError('LimitExceeded', message)
    }
    const key: UploadedKey = { id: newCertificateId(), status: 'Active', uploadedAt: call.now.toISOString(), body }
    account.users.put({ ...user, certificates: [...user.certificates, key] })
    return { Certificate: shapeOf(user, key) }
  },
)

const list = reading<ListSigningCertificatesRequest, ListSigningCertificatesResponse>(
  ListSigningCertificates$,
  (account, input, call) => {
    if (input.UserName === undefined && call.caller.kind === 'root') return { Certificates: [], IsTruncated: false }
    const user = userNamedOrCalling(account, input.UserName, call)
    const keys = user.certificates.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const { items, rest } = page(keys, {
      request: input,
      scope: ['ListSigningCertificates', user.id],
      keyOf: ({ id }) => id,
    })
    return { Certificates: items.map((key) => shapeOf(user, key)), ...rest }
  },
)

const update = changing<UpdateSigningCertificateRequest, object>(UpdateSigningCertificate$, (account, input, call) => {
  const user = userNamedOrCalling(account, input.UserName, call)
  const key = keyOf(user, input.CertificateId)
  const changed: UploadedKey = { ...key, status: input.Status === 'Active' ? 'Active' : 'Inactive' }
  account.users.put({ ...user, certificates: user.certificates.map((each) => (each === key ? changed : each)) })
  return {}
})

const remove = changing<DeleteSigningCertificateRequest, object>(DeleteSigningCertificate$, (account, input, call) => {
  const user = userNamedOrCalling(account, input.UserName, call)
  const key = keyOf(user, input.CertificateId)
  account.users.put({ ...user, certificates: user.certificates.filter((each) => each !== key) })
  return {}
})

function parse(body: string): X509Certificate {
  try {
    return new X509Certificate(body)
  } catch {
    throw new AwsError('MalformedCertificate', 'The certificate was malformed or expired.')
  }
}

function keyOf(user: StoredUser, id: string | undefined): UploadedKey {
  const key = user.certificates.find((each) => each.id === id)
  if (key === undefined) throw new AwsError('NoSuchEntity', `The Certificate with id ${id} cannot be found.`)
  return key
}

function shapeOf(user: StoredUser, key: UploadedKey): SigningCertificate {
  return {
    UserName: user.name,
    CertificateId: key.id,
    CertificateBody: key.body,
    Status: key.status,
    UploadDate: entityDate(key.uploadedAt),
  }
}

export const signingCertificateOperations: readonly QueryOperation[] = [upload, list, update, remove]
