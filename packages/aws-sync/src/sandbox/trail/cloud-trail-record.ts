import { z } from 'zod'
import { isoDate } from '../state/iso-date.ts'

/** Who called. See "CloudTrail userIdentity element". */
export interface UserIdentity {
  readonly type: 'AssumedRole' | 'AWSService' | 'IAMUser' | 'Root'
  readonly principalId?: string | undefined
  readonly arn?: string | undefined
  readonly accountId?: string | undefined
  readonly accessKeyId?: string | undefined
  readonly userName?: string | undefined
  readonly sessionContext?: Readonly<Record<string, unknown>> | undefined
  readonly invokedBy?: string | undefined
}

type Elements = Readonly<Record<string, unknown>>

/** One event as CloudTrail writes it. See "CloudTrail record contents" in the CloudTrail User Guide. */
export interface CloudTrailRecord {
  readonly eventVersion: string
  readonly userIdentity: UserIdentity
  /** In whole seconds. */
  readonly eventTime: string
  readonly eventSource: string
  readonly eventName: string
  readonly awsRegion: string
  readonly sourceIPAddress: string
  readonly userAgent: string
  readonly errorCode?: string | undefined
  readonly errorMessage?: string | undefined
  readonly requestParameters: Elements | null
  readonly responseElements: Elements | null
  readonly requestID: string
  readonly eventID: string
  readonly readOnly: boolean
  readonly resources?: readonly { readonly ARN: string; readonly accountId?: string | undefined }[] | undefined
  readonly eventType: 'AwsApiCall' | 'AwsConsoleSignIn' | 'AwsServiceEvent'
  readonly managementEvent: true
  readonly recipientAccountId: string
  readonly eventCategory: 'Management'
}

const elements = z.record(z.string(), z.unknown())

export const recordSchema: z.ZodType<CloudTrailRecord> = z.strictObject({
  eventVersion: z.string(),
  userIdentity: z.strictObject({
    type: z.enum(['AssumedRole', 'AWSService', 'IAMUser', 'Root']),
    principalId: z.string().optional(),
    arn: z.string().optional(),
    accountId: z.string().optional(),
    accessKeyId: z.string().optional(),
    userName: z.string().optional(),
    sessionContext: elements.optional(),
    invokedBy: z.string().optional(),
  }),
  eventTime: isoDate,
  eventSource: z.string(),
  eventName: z.string(),
  awsRegion: z.string(),
  sourceIPAddress: z.string(),
  userAgent: z.string(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  requestParameters: elements.nullable(),
  responseElements: elements.nullable(),
  requestID: z.string(),
  eventID: z.string(),
  readOnly: z.boolean(),
  resources: z.array(z.strictObject({ ARN: z.string(), accountId: z.string().optional() })).optional(),
  eventType: z.enum(['AwsApiCall', 'AwsConsoleSignIn', 'AwsServiceEvent']),
  managementEvent: z.literal(true),
  recipientAccountId: z.string(),
  eventCategory: z.literal('Management'),
})
