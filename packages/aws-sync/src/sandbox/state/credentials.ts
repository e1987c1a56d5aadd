import { z } from 'zod'
import { isoDate } from './iso-date.ts'

/** A password of the console; of it only a hash is kept. */
export interface StoredLoginProfile {
  readonly createdAt: string
  /** Absent where it is still the first one. */
  readonly changedAt?: string | undefined
  readonly resetRequired: boolean
  readonly passwordSha256: string
  /** Of those before, the newest first. */
  readonly earlierSha256?: readonly string[] | undefined
}

/** A long-lived access key; of its secret only a hash is kept. */
export interface AccessKey {
  readonly id: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: string
  readonly secretSha256: string
  readonly lastUsed?: { readonly at: string; readonly service: string; readonly region: string } | undefined
}

/** An MFA device that its owner signs in with. */
export interface EnabledMfaDevice {
  /** An ARN for a virtual device, the maker's number for hardware. */
  readonly serialNumber: string
  readonly enabledAt: string
}

/** A public key of SSH, or a signing certificate: the public half alone is AWS's. */
export interface UploadedKey {
  readonly id: string
  readonly status: 'Active' | 'Inactive'
  readonly uploadedAt: string
  readonly body: string
}

/** A user name and password, or a key, for one service; of the secret only a hash is kept. */
export interface ServiceCredential {
  readonly id: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: string
  readonly expiresAt?: string | undefined
  readonly serviceName: string
  readonly serviceUserName: string
  readonly secretSha256: string
}

/** A virtual MFA device, in use or not. Its seed is not kept: codes are not verified. */
export interface StoredMfaDevice {
  readonly name: string
  readonly path: string
  readonly createdAt: string
  readonly tags: readonly { readonly key: string; readonly value: string }[]
}

const status = z.enum(['Active', 'Inactive'])

export const loginProfileSchema: z.ZodType<StoredLoginProfile> = z.strictObject({
  createdAt: isoDate,
  changedAt: isoDate.optional(),
  resetRequired: z.boolean(),
  passwordSha256: z.string(),
  earlierSha256: z.array(z.string()).optional(),
})

export const accessKeySchema: z.ZodType<AccessKey> = z.strictObject({
  id: z.string(),
  status,
  createdAt: isoDate,
  secretSha256: z.string(),
  lastUsed: z.strictObject({ at: isoDate, service: z.string(), region: z.string() }).optional(),
})

export const enabledMfaDeviceSchema: z.ZodType<EnabledMfaDevice> = z.strictObject({
  serialNumber: z.string(),
  enabledAt: isoDate,
})

export const uploadedKeySchema: z.ZodType<UploadedKey> = z.strictObject({
  id: z.string(),
  status,
  uploadedAt: isoDate,
  body: z.string(),
})

export const serviceCredentialSchema: z.ZodType<ServiceCredential> = z.strictObject({
  id: z.string(),
  status,
  createdAt: isoDate,
  expiresAt: isoDate.optional(),
  serviceName: z.string(),
  serviceUserName: z.string(),
  secretSha256: z.string(),
})

export const mfaDeviceSchema: z.ZodType<StoredMfaDevice> = z.strictObject({
  name: z.string().min(1),
  path: z.string().startsWith('/'),
  createdAt: isoDate,
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })).default([]),
})
