import { policyNameOf } from '@rolewright/core'
import { awsManagedPolicies } from '../sandbox/aws-managed-policies.ts'

/**
 * The ARN of an AWS managed policy by its name, with its path or without where that says which one is meant: `Billing` is `job-function/Billing`.
 * A name that is not known here is taken as it stands, since AWS adds policies; undefined for what can be none.
 *
 * @example
 * ```ts
 * awsManagedArn('Billing') // 'arn:aws:iam::aws:policy/job-function/Billing'
 * ```
 */
export function awsManagedArn(name: string): string | undefined {
  if (!/^([\w+=,.@-]+\/)*[\w+=,.@-]+$/.test(name)) return undefined
  const arn = `arn:aws:iam::aws:policy/${name}`
  const known = awsManagedPolicies()
  if (known.has(arn)) return arn
  const [only, ...others] = [...known.keys()].filter((one) => policyNameOf(one) === name)
  return only !== undefined && others.length === 0 ? only : arn
}
