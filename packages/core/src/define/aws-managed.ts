import type { AwsManagedPolicy } from './definitions.ts'
import { freeze } from './freeze.ts'

/**
 * A reference to one of AWS's own managed policies, by its name, with its path where it has one (`job-function/Billing`).
 *
 * AWS changes these policies by itself. The document and version in use are pinned in `aws-managed.lock.json`, which
 * `rolewright import aws-managed` writes.
 *
 * @example
 * ```ts
 * defineTask({ id: 'review-infrastructure', title: 'Review deployed infrastructure', policies: [awsManaged('ReadOnlyAccess')] })
 * ```
 */
export function awsManaged(name: string): AwsManagedPolicy {
  return freeze({ kind: 'aws-managed', name, arn: `arn:aws:iam::aws:policy/${name}` })
}
