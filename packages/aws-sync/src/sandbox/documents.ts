import { parsePolicy, PolicyError } from '@rolewright/core/policy'
import { AwsError } from './aws-error.ts'

/**
 * Refuses a document that IAM would refuse.
 *
 * @throws {AwsError} `MalformedPolicyDocument`.
 */
export function checkDocument(text: string, kind: 'identity' | 'trust'): void {
  try {
    parsePolicy(text, { kind })
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    // The one refusal whose words are recorded.
    const message = error.message.endsWith('has a wildcard before the colon')
      ? 'Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.'
      : `${error.message} (at ${error.path === undefined ? '$' : error.path})`
    throw new AwsError('MalformedPolicyDocument', message)
  }
}

/** The characters that count against a quota: all but white space. */
export const sizeOf = (text: string): number => text.replaceAll(/\s/g, '').length

/** A document as IAM gives it back: its text as it came, percent-encoded by RFC 3986. */
export const encodeDocument = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
