import { z } from 'zod'
import { isoDate } from './iso-date.ts'

/** A service that still uses a role, as `RoleUsageList` tells it. */
export interface RoleUse {
  readonly region: string
  /** ARNs. */
  readonly resources: readonly string[]
}

/** The deletion of a service-linked role, which goes one step further each time that somebody looks. */
export interface StoredDeletion {
  /** `task/aws-service-role/<service>/<role>/<uuid>`. */
  readonly id: string
  /** Id of the role. */
  readonly role: string
  readonly createdAt: string
  readonly status: 'NOT_STARTED' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'
  /** What used the role where it failed. */
  readonly usage: readonly RoleUse[]
}

export const deletionSchema: z.ZodType<StoredDeletion> = z.strictObject({
  id: z.string(),
  role: z.string(),
  createdAt: isoDate,
  status: z.enum(['NOT_STARTED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED']),
  usage: z.array(z.strictObject({ region: z.string(), resources: z.array(z.string()) })).default([]),
})
