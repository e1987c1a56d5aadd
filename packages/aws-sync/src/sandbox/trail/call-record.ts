import { randomUUID } from 'node:crypto'
import { findAction } from '@rolewright/core/policy'
import type { AwsError } from '../aws-error.ts'
import type { ReadyCall } from '../perform-operation.ts'
import type { CloudTrailRecord, UserIdentity } from './cloud-trail-record.ts'
import { elementsOf } from './elements.ts'
import { eventRegion, eventSource } from './event-place.ts'

/** What a call that was made leaves in the account's event history. */
export function callRecord(made: {
  readonly ready: ReadyCall
  readonly accountId: string
  readonly identity: UserIdentity
  readonly outcome: { readonly output: unknown } | { readonly refusal: AwsError }
}): CloudTrailRecord {
  const { ready, accountId, identity, outcome } = made
  const { service, operation, input, signer, now, userAgent } = ready
  const { name } = operation
  const readOnly = isReadOnly(service, name)
  const refusal = 'refusal' in outcome ? outcome.refusal : undefined
  return {
    eventVersion: '1.11',
    userIdentity: identity,
    eventTime: wholeSecond(now),
    eventSource: eventSource(service),
    eventName: name,
    awsRegion: eventRegion(service, signer.region),
    sourceIPAddress: '127.0.0.1',
    userAgent,
    ...(refusal === undefined ? {} : { errorCode: errorCode(refusal), errorMessage: refusal.message }),
    // AWS tells nothing of what a caller asked for who was not allowed to.
    requestParameters: refusal?.code === 'AccessDenied' ? null : elementsOf(input),
    responseElements: readOnly || 'refusal' in outcome ? null : elementsOf(outcome.output),
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  }
}

export const wholeSecond = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, 'Z')

/** STS changes nothing, whatever its actions' level. */
export function isReadOnly(service: string, action: string): boolean {
  const level = findAction(`${service}:${action}`)?.level
  return service === 'sts' || level === 'Read' || level === 'List'
}

const named: ReadonlySet<string> = new Set([
  'DeleteConflict',
  'EntityAlreadyExists',
  'EntityTemporarilyUnmodifiable',
  'InvalidInput',
  'InvalidUserType',
  'LimitExceeded',
  'MalformedPolicyDocument',
  'NoSuchEntity',
  'UnmodifiableEntity',
])

/** IAM's codes are longer in events than on the wire. */
const errorCode = ({ code }: AwsError): string => (named.has(code) ? `${code}Exception` : code)
