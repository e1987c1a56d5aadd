import { z } from 'zod'
import {
  accessKeySchema,
  enabledMfaDeviceSchema,
  loginProfileSchema,
  serviceCredentialSchema,
  uploadedKeySchema,
  type AccessKey,
  type EnabledMfaDevice,
  type ServiceCredential,
  type StoredLoginProfile,
  type UploadedKey,
} from './credentials.ts'
import { isoDate } from './iso-date.ts'

/** A policy that lives inside its holder. Documents are kept as the text they came in. */
export interface InlinePolicy {
  readonly name: string
  readonly document: string
}

export type Tags = readonly { readonly key: string; readonly value: string }[]

/** A policy's holder: what groups, users and roles have in common. Dates are ISO. */
interface StoredHolder {
  readonly name: string
  readonly path: string
  readonly id: string
  readonly createdAt: string
  /** ARNs of managed policies, sorted. */
  readonly attachedPolicies: readonly string[]
  /** Sorted by name. */
  readonly inlinePolicies: readonly InlinePolicy[]
}

export type StoredGroup = StoredHolder

export interface StoredUser extends StoredHolder {
  /** Names, sorted. */
  readonly groups: readonly string[]
  readonly permissionsBoundary?: string | undefined
  readonly tags: Tags
  readonly loginProfile?: StoredLoginProfile | undefined
  readonly passwordLastUsed?: string | undefined
  readonly accessKeys: readonly AccessKey[]
  readonly mfaDevices: readonly EnabledMfaDevice[]
  readonly sshKeys: readonly UploadedKey[]
  readonly certificates: readonly UploadedKey[]
  readonly serviceCredentials: readonly ServiceCredential[]
}

export interface StoredRole extends StoredHolder {
  readonly description?: string | undefined
  readonly maxSessionDuration: number
  readonly trustPolicy: string
  readonly permissionsBoundary?: string | undefined
  readonly tags: Tags
}

export interface StoredVersion {
  readonly id: string
  readonly createdAt: string
  readonly document: string
}

export interface StoredPolicy {
  readonly name: string
  readonly path: string
  readonly id: string
  readonly description?: string | undefined
  readonly createdAt: string
  readonly updatedAt: string
  readonly defaultVersion: string
  /** The number of the newest version there ever was: numbers are never used again. */
  readonly lastVersion: number
  /** Newest first. */
  readonly versions: readonly StoredVersion[]
  readonly tags: Tags
}

/** In the file a document is JSON, unless its text differs from what that JSON prints as. */
const document = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((value) => (typeof value === 'string' ? value : JSON.stringify(value)))

export const tagsSchema: z.ZodType<Tags> = z.array(z.strictObject({ key: z.string(), value: z.string() })).default([])

const holder = {
  name: z.string().min(1),
  path: z.string().startsWith('/'),
  id: z.string(),
  createdAt: isoDate,
  attachedPolicies: z.array(z.string()).default([]),
  inlinePolicies: z.array(z.strictObject({ name: z.string(), document })).default([]),
}

export const groupSchema: z.ZodType<StoredGroup> = z.strictObject(holder)

export const userSchema: z.ZodType<StoredUser> = z.strictObject({
  ...holder,
  groups: z.array(z.string()).default([]),
  permissionsBoundary: z.string().optional(),
  tags: tagsSchema,
  loginProfile: loginProfileSchema.optional(),
  passwordLastUsed: isoDate.optional(),
  accessKeys: z.array(accessKeySchema).default([]),
  mfaDevices: z.array(enabledMfaDeviceSchema).default([]),
  sshKeys: z.array(uploadedKeySchema).default([]),
  certificates: z.array(uploadedKeySchema).default([]),
  serviceCredentials: z.array(serviceCredentialSchema).default([]),
})

export const roleSchema: z.ZodType<StoredRole> = z.strictObject({
  ...holder,
  description: z.string().optional(),
  maxSessionDuration: z.number().int(),
  trustPolicy: document,
  permissionsBoundary: z.string().optional(),
  tags: tagsSchema,
})

export const policySchema: z.ZodType<StoredPolicy> = z.strictObject({
  name: z.string().min(1),
  path: z.string().startsWith('/'),
  id: z.string(),
  description: z.string().optional(),
  createdAt: isoDate,
  updatedAt: isoDate,
  defaultVersion: z.string(),
  lastVersion: z.number().int().positive(),
  versions: z.array(z.strictObject({ id: z.string(), createdAt: isoDate, document })).min(1),
  tags: tagsSchema,
})
