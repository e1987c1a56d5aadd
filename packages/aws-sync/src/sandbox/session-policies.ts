import { parsePolicy, type PolicyDocument } from '@rolewright/core/policy'
import { asList } from './as-list.ts'
import { AwsError } from './aws-error.ts'
import { checkDocument } from './documents.ts'
import { defaultDocument } from './effective-policies.ts'
import { findPolicy } from './lookup.ts'
import type { Account } from './state/account.ts'

/**
 * The texts of the policies that a session is asked for with, as they are now.
 *
 * @throws {AwsError} `MalformedPolicyDocument` for what is no policy, and for an ARN of none of the account.
 */
export function sessionPolicies(
  account: Account,
  asked: {
    readonly Policy?: string | undefined
    readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined
  },
): readonly string[] {
  const { Policy: inline, PolicyArns: arns = [] } = asked
  if (inline !== undefined) checkDocument(inline, 'identity')
  const managed = arns.map(({ arn = '' }) => {
    const policy = findPolicy(account, arn)
    if (policy === undefined) throw new AwsError('MalformedPolicyDocument', `There is no policy ${arn}`)
    return defaultDocument(policy)
  })
  return [...(inline === undefined ? [] : [inline]), ...managed]
}

/** Session policies as the one limit that they are together: a session may do what its own policies and any of these allow. */
export function sessionLimit(texts: readonly string[]): PolicyDocument | undefined {
  if (texts.length === 0) return undefined
  return {
    Version: '2012-10-17',
    Statement: texts.flatMap((text) => asList(parsePolicy(text).Statement)),
  }
}
