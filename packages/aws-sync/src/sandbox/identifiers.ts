import { randomBytes } from 'node:crypto'
import { tellSecret } from './tell-secret.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an id begins with, by what it is of. See "IAM identifiers" in the IAM User Guide. */
const prefixes = {
  accessKey: 'AKIA',
  group: 'AGPA',
  instanceProfile: 'AIPA',
  policy: 'ANPA',
  role: 'AROA',
  serviceCredential: 'ACCA',
  session: 'ASIA',
  sshKey: 'APKA',
  user: 'AIDA',
} as const

/** A new unique id: 21 characters for an entity, 20 for an access key. */
export function newId(kind: keyof typeof prefixes): string {
  const length = kind === 'accessKey' || kind === 'session' ? 16 : 17
  return prefixes[kind] + [...randomBytes(length)].map((byte) => alphabet[byte & 31]).join('')
}

/** A new id of a signing certificate, which has no prefix. */
export const newCertificateId = (): string => [...randomBytes(32)].map((byte) => alphabet[byte & 31]).join('')

/** Whether a key has the form of those that an account issues, whichever issued it. */
export const isIssuedForm = (accessKeyId: string): boolean => /^A[KS]IA[A-Z2-7]{16}$/.test(accessKeyId)

/** A new secret access key: 40 characters. */
export const newSecret = (): string => tellSecret(randomBytes(30).toString('base64'))

/** A new seed of a virtual MFA device, in base32 as an app takes it. */
export const newSeed = (): string => tellSecret([...randomBytes(64)].map((byte) => alphabet[byte & 31]).join(''))

type Located = { readonly name: string; readonly path: string }

/** The ARN of an entity of the account. */
export const arnOf = (
  accountId: string,
  kind: 'group' | 'instance-profile' | 'mfa' | 'policy' | 'role' | 'user',
  { path, name }: Located,
): string => `arn:aws:iam::${accountId}:${kind}${path}${name}`
