import { z } from 'zod'
import { accessKeySchema, enabledMfaDeviceSchema, type AccessKey, type EnabledMfaDevice } from './credentials.ts'
import type { Tags } from './entities.ts'
import { isoDate } from './iso-date.ts'

export interface PasswordPolicy {
  readonly minimumPasswordLength: number
  readonly requireSymbols: boolean
  readonly requireNumbers: boolean
  readonly requireUppercaseCharacters: boolean
  readonly requireLowercaseCharacters: boolean
  readonly allowUsersToChangePassword: boolean
  readonly maxPasswordAge?: number | undefined
  readonly passwordReusePrevention?: number | undefined
  readonly hardExpiry?: boolean | undefined
}

/** Temporary credentials that STS gave out. */
export interface Session {
  readonly accessKeyId: string
  /** Id of the user or role behind it; the account's number for the root user. */
  readonly principal: string
  /** A role session's name. */
  readonly name?: string | undefined
  /** Whether whoever signed in brought an MFA code. */
  readonly mfa?: boolean | undefined
  /** Missing in sessions of before it was kept. */
  readonly issuedAt?: string | undefined
  /** Texts of session policies. */
  readonly policies?: readonly string[] | undefined
  readonly tags?: Tags | undefined
  readonly sourceIdentity?: string | undefined
  readonly expiresAt: string
}

/** What the root user has. */
export interface RootUser {
  readonly passwordLastUsed?: string | undefined
  readonly accessKeys: readonly AccessKey[]
  readonly mfaDevices: readonly EnabledMfaDevice[]
}

/** The credential report as it was asked for: its content is made when somebody has seen it in progress. */
export interface StoredCredentialReport {
  readonly startedAt: string
  readonly generatedAt?: string | undefined
  readonly content?: string | undefined
}

/** What an account has one of. */
export interface Settings {
  readonly accountId: string
  readonly createdAt: string
  /** What the account's clock is ahead of the real one, in milliseconds. */
  readonly clockOffset: number
  readonly alias?: string | undefined
  readonly passwordPolicy?: PasswordPolicy | undefined
  readonly sessions: readonly Session[]
  /** Ids of keys that are deleted or expired: what the account once issued never becomes the administrator's. */
  readonly retiredKeys: readonly string[]
  readonly root?: RootUser | undefined
  readonly credentialReport?: StoredCredentialReport | undefined
}

const passwordPolicy = z.strictObject({
  minimumPasswordLength: z.number().int(),
  requireSymbols: z.boolean(),
  requireNumbers: z.boolean(),
  requireUppercaseCharacters: z.boolean(),
  requireLowercaseCharacters: z.boolean(),
  allowUsersToChangePassword: z.boolean(),
  maxPasswordAge: z.number().int().optional(),
  passwordReusePrevention: z.number().int().optional(),
  hardExpiry: z.boolean().optional(),
})

const session = z.strictObject({
  accessKeyId: z.string(),
  principal: z.string(),
  name: z.string().optional(),
  mfa: z.boolean().optional(),
  issuedAt: isoDate.optional(),
  policies: z.array(z.string()).optional(),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })).optional(),
  sourceIdentity: z.string().optional(),
  expiresAt: isoDate,
})

const root = z.strictObject({
  passwordLastUsed: isoDate.optional(),
  accessKeys: z.array(accessKeySchema).default([]),
  mfaDevices: z.array(enabledMfaDeviceSchema).default([]),
})

const credentialReport = z.strictObject({
  startedAt: isoDate,
  generatedAt: isoDate.optional(),
  content: z.string().optional(),
})

export const settingsSchema: z.ZodType<Settings> = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/, 'must be twelve digits'),
  createdAt: isoDate,
  clockOffset: z.number().int(),
  alias: z.string().optional(),
  passwordPolicy: passwordPolicy.optional(),
  sessions: z.array(session).default([]),
  retiredKeys: z.array(z.string()).default([]),
  root: root.optional(),
  credentialReport: credentialReport.optional(),
})
