import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { z } from 'zod'
import type { StoredPolicy } from './state/entities.ts'

/** One of AWS's own managed policies in its current version, in the shape of a customer's. */
export type AwsManagedPolicyRecord = StoredPolicy & { readonly arn: string }

const packed = z.array(
  z.object({
    arn: z.string(),
    versionId: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    versionCreatedAt: z.string(),
    document: z.record(z.string(), z.unknown()),
  }),
)

const prefix = 'arn:aws:iam::aws:policy'

let loaded: ReadonlyMap<string, AwsManagedPolicyRecord> | undefined

/** AWS's managed policies by ARN, sorted by it; read from the package's data on first use. */
export function awsManagedPolicies(): ReadonlyMap<string, AwsManagedPolicyRecord> {
  loaded ??= load()
  return loaded
}

/** Whether an ARN is in AWS's own name space, there or not. */
export const isAwsArn = (arn: string): boolean => arn.startsWith(`${prefix}/`)

function load(): ReadonlyMap<string, AwsManagedPolicyRecord> {
  const file = new URL('../../data/aws-managed-policies.json.br', import.meta.url)
  const policies = packed.parse(JSON.parse(brotliDecompressSync(readFileSync(file)).toString('utf8')))
  return new Map(policies.map((policy) => [policy.arn, toRecord(policy)]))
}

function toRecord(policy: z.output<typeof packed>[number]): AwsManagedPolicyRecord {
  const { arn, versionId, createdAt, updatedAt, versionCreatedAt, document } = policy
  const slash = arn.lastIndexOf('/')
  const version = { id: versionId, createdAt: iso(versionCreatedAt), document: JSON.stringify(document, null, 2) }
  return {
    arn,
    name: arn.slice(slash + 1),
    path: arn.slice(prefix.length, slash + 1),
    id: policyIdOf(arn),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    defaultVersion: versionId,
    lastVersion: Number(versionId.slice(1)),
    versions: [version],
    tags: [],
  }
}

const iso = (date: string): string => new Date(date).toISOString()

/** The real ids are not published with the documents: these are as stable, and made from the ARN. */
function policyIdOf(arn: string): string {
  const digest = createHash('sha256').update(arn).digest()
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return `ANPA${[...digest.subarray(0, 17)].map((byte) => alphabet[byte & 31]).join('')}`
}
