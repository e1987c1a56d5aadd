import { z } from 'zod'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { parsePolicy } from '../policy/parse/parse-policy.ts'

/** Documents and versions of AWS's own policies in use, by ARN: what `aws-managed.lock.json` pins. */
export type AwsManagedDocuments = Readonly<
  Record<string, { readonly versionId: string; readonly document: PolicyDocument }>
>

/** The file `aws-managed.lock.json`, written only by `rolewright import aws-managed`. */
export interface AwsManagedLock {
  readonly version: 1
  readonly policies: AwsManagedDocuments
}

const schema = z.lazy(() =>
  z.strictObject({
    version: z.literal(1),
    policies: z.record(
      z.string().startsWith('arn:'),
      z.strictObject({ versionId: z.string().regex(/^v\d+$/), document: z.record(z.string(), z.unknown()) }),
    ),
  }),
)

/**
 * The content of `aws-managed.lock.json`, from parsed JSON.
 *
 * Throws a {@link RolewrightError} (`lock-invalid`) with the place of the first thing that is wrong, a `PolicyError` for a document.
 *
 * @example
 * ```ts
 * const lock = parseAwsManagedLock(JSON.parse(text))
 * ```
 */
export function parseAwsManagedLock(value: unknown): AwsManagedLock {
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new RolewrightError({
      code: 'lock-invalid',
      message: `this is not a lock of AWS managed policies: ${issue?.message.toLowerCase() ?? 'unknown shape'}`,
      path: issue?.path.join('.') ?? '',
      hint: 'run `rolewright import aws-managed`, which writes the file anew',
    })
  }
  const policies = Object.entries(parsed.data.policies).map(
    ([arn, { versionId, document }]) => [arn, { versionId, document: parsePolicy(document) }] as const,
  )
  return { version: 1, policies: Object.fromEntries(policies) }
}
