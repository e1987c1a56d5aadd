import { z } from 'zod'
import { type Tags, tagsSchema } from './entities.ts'
import { isoDate } from './iso-date.ts'

/** One HSM of a cluster. What state it is in follows from its dates and the account's clock. */
export interface StoredHsm {
  readonly id: string
  readonly zone: string
  readonly subnet: string
  readonly eni: string
  readonly ip: string
  readonly createdAt: string
  readonly deletedAt?: string | undefined
}

/** A CloudHSM cluster; all dates say when something was asked for, which then takes its time. */
export interface StoredCluster {
  readonly id: string
  readonly region: string
  readonly hsmType: string
  readonly createdAt: string
  readonly initializedAt?: string | undefined
  readonly deletedAt?: string | undefined
  /** Availability zones to subnets. */
  readonly subnets: Readonly<Record<string, string>>
  readonly vpc: string
  readonly securityGroup: string
  readonly retentionDays: number
  readonly sourceBackup?: string | undefined
  readonly hsms: readonly StoredHsm[]
  readonly tags: Tags
}

export interface StoredBackup {
  readonly id: string
  readonly region: string
  readonly cluster: string
  readonly createdAt: string
  readonly tags: Tags
}

/** A key store of KMS that stands on a CloudHSM cluster. */
export interface StoredKeyStore {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly cluster: string
  readonly createdAt: string
}

const hsm = z.strictObject({
  id: z.string(),
  zone: z.string(),
  subnet: z.string(),
  eni: z.string(),
  ip: z.string(),
  createdAt: isoDate,
  deletedAt: isoDate.optional(),
})

export const clusterSchema: z.ZodType<StoredCluster> = z.strictObject({
  id: z.string(),
  region: z.string(),
  hsmType: z.string(),
  createdAt: isoDate,
  initializedAt: isoDate.optional(),
  deletedAt: isoDate.optional(),
  subnets: z.record(z.string(), z.string()),
  vpc: z.string(),
  securityGroup: z.string(),
  retentionDays: z.number().int(),
  sourceBackup: z.string().optional(),
  hsms: z.array(hsm).default([]),
  tags: tagsSchema,
})

export const backupSchema: z.ZodType<StoredBackup> = z.strictObject({
  id: z.string(),
  region: z.string(),
  cluster: z.string(),
  createdAt: isoDate,
  tags: tagsSchema,
})

export const keyStoreSchema: z.ZodType<StoredKeyStore> = z.strictObject({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  cluster: z.string(),
  createdAt: isoDate,
})
