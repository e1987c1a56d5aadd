import type { Holdings } from '@rolewright/core'
import { z } from 'zod'

const key = z.object({ id: z.string(), active: z.boolean(), createdAt: z.string() })
const used = z.object({ at: z.string(), service: z.string(), region: z.string() })

/** What an earlier run has recorded of a user, as far as a later one goes by it. */
export const recordedHoldings: z.ZodType<
  Omit<Holdings, 'inlinePolicies'> & { readonly inlinePolicies: readonly unknown[] }
> = z.object({
  user: z.string(),
  arn: z.string(),
  createdAt: z.string(),
  tags: z.record(z.string(), z.string()),
  passwordLastUsed: z.string().nullable(),
  permissionsBoundary: z.string().nullable(),
  loginProfile: z.object({ createdAt: z.string(), resetRequired: z.boolean() }).nullable(),
  accessKeys: z.array(key.extend({ lastUsed: used.nullable() })),
  mfaDevices: z.array(z.object({ serialNumber: z.string(), enabledAt: z.string() })),
  sshKeys: z.array(key),
  serviceCredentials: z.array(key.extend({ service: z.string() })),
  certificates: z.array(key),
  groups: z.array(z.string()),
  attachedPolicies: z.array(z.string()),
  inlinePolicies: z.array(z.unknown()),
})

/** What is kept of holdings as evidence; their inline policies as they stand in the record. */
export type RecordedHoldings = z.infer<typeof recordedHoldings>
