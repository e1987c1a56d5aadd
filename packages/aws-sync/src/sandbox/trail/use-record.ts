import { randomUUID } from 'node:crypto'
import { isDataEvent } from '../data-event.ts'
import { isReadOnly, wholeSecond } from './call-record.ts'
import type { CloudTrailRecord, UserIdentity } from './cloud-trail-record.ts'
import { eventName, eventRegion, eventSource } from './event-place.ts'

/** A use that is laid down, checked. */
export interface KnownUse {
  readonly identity: UserIdentity
  /** `service:Action`. */
  readonly action: string
  readonly resource: string
  readonly at: Date
  readonly region: string
  readonly denied: boolean
}

/** What a use leaves in the account's event history: nothing where it is a data event, or no call of its own. */
export function useRecord(accountId: string, use: KnownUse): CloudTrailRecord | undefined {
  const { action, resource, denied } = use
  if (isDataEvent(action) || action === 'iam:PassRole') return undefined
  const [service = '', name = ''] = action.split(':')
  const message = `User: ${use.identity.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`
  return {
    ...skeleton(accountId, use),
    eventSource: eventSource(service),
    eventName: eventName(service, name),
    awsRegion: eventRegion(service, use.region),
    ...(denied ? { errorCode: 'AccessDenied', errorMessage: message } : {}),
    requestParameters: null,
    responseElements: null,
    readOnly: isReadOnly(service, name),
    ...(resource.startsWith('arn:') && !denied ? { resources: [resourceOf(resource)] } : {}),
    eventType: 'AwsApiCall',
  }
}

/** What a user's sign-in to the console leaves. */
export function signInRecord(accountId: string, use: Pick<KnownUse, 'at' | 'identity'>): CloudTrailRecord {
  return {
    ...skeleton(accountId, use),
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: 'us-east-1',
    requestParameters: null,
    responseElements: { ConsoleLogin: 'Success' },
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
  }
}

type Skeleton = Omit<
  CloudTrailRecord,
  'awsRegion' | 'eventName' | 'eventSource' | 'eventType' | 'readOnly' | 'requestParameters' | 'responseElements'
>

const skeleton = (accountId: string, { at, identity }: Pick<KnownUse, 'at' | 'identity'>): Skeleton => ({
  eventVersion: '1.11',
  userIdentity: identity,
  eventTime: wholeSecond(at),
  sourceIPAddress: '192.0.2.1',
  userAgent: 'laid down',
  requestID: randomUUID(),
  eventID: randomUUID(),
  managementEvent: true,
  recipientAccountId: accountId,
  eventCategory: 'Management',
})

function resourceOf(arn: string): { readonly ARN: string; readonly accountId?: string } {
  const owner = arn.split(':')[4] ?? ''
  return /^\d{12}$/.test(owner) ? { ARN: arn, accountId: owner } : { ARN: arn }
}
