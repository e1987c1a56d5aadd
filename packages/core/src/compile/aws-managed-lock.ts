import { z } from 'zod'
import type { PolicyDocument } from '../policy/document.ts'

/** Documents and versions of AWS's own policies in use, by ARN: what `aws-managed.lock.json` pins. */
export type AwsManagedDocuments = Readonly<
  Record<string, { readonly versionId: string; readonly document: PolicyDocument }>
>

/** The file `aws-managed.lock.json`, written only by `rolewright import aws-managed`. */
export interface AwsManagedLock {
  readonly version: 1
  readonly policies: AwsManagedDocuments
}

/** The shape of the lock file; documents are parsed by `parsePolicy` after. */
export const awsManagedLockSchema: z.ZodType<{
  version: 1
  policies: Record<string, { versionId: string; document: Record<string, unknown> }>
}> = z.strictObject({
  version: z.literal(1),
  policies: z.record(
    z.string().startsWith('arn:'),
    z.strictObject({ versionId: z.string().regex(/^v\d+$/), document: z.record(z.string(), z.unknown()) }),
  ),
})
