import type { TrailActor, TrailEvent } from '@rolewright/core'
import { z } from 'zod'
import { recordPartition } from './record-partition.ts'
import { trailResources } from './trail-resources.ts'

type Elements = Readonly<Record<string, unknown>> | null | undefined

/** What is read of a record as CloudTrail writes it; services leave out much of it, so that only what makes an event one must be there. */
export interface TrailRecord {
  readonly eventID: string
  readonly eventTime: string
  readonly eventSource: string
  readonly eventName: string
  readonly awsRegion: string
  readonly recipientAccountId?: string | undefined
  readonly userIdentity?: TrailIdentity | null | undefined
  readonly sourceIPAddress?: string | undefined
  readonly errorCode?: string | undefined
  readonly errorMessage?: string | undefined
  readonly readOnly?: boolean | undefined
  readonly requestParameters?: Elements
  readonly responseElements?: Elements
  readonly resources?:
    | readonly { readonly ARN?: string | undefined; readonly arn?: string | undefined }[]
    | null
    | undefined
}

interface TrailIdentity {
  readonly type?: string | undefined
  readonly arn?: string | undefined
  readonly principalId?: string | undefined
  readonly accountId?: string | undefined
  readonly accessKeyId?: string | undefined
  readonly invokedBy?: string | undefined
}

const text = z.string().optional().catch(undefined)
const elements = z.record(z.string(), z.unknown()).nullish().catch(undefined)

const recordSchema: z.ZodType<TrailRecord> = z.object({
  eventID: z.string().min(1),
  eventTime: z.iso.datetime({ offset: true }),
  eventSource: z.string().min(1),
  eventName: z.string().min(1),
  awsRegion: z.string().min(1),
  recipientAccountId: text,
  userIdentity: z
    .object({ type: text, arn: text, principalId: text, accountId: text, accessKeyId: text, invokedBy: text })
    .nullish(),
  sourceIPAddress: text,
  errorCode: text,
  errorMessage: text,
  readOnly: z.boolean().optional().catch(undefined),
  requestParameters: elements,
  responseElements: elements,
  resources: z
    .array(z.object({ ARN: text, arn: text }))
    .nullish()
    .catch(undefined),
})

/** Reads one record as CloudTrail writes it; what is no record comes back as what is wrong with it, in a few words. */
export function parseTrailRecord(value: unknown): TrailRecord | { readonly problem: string } {
  const result = recordSchema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = issue?.path.map(String).join('.') ?? ''
  return { problem: place === '' ? 'it is no object' : `\`${place}\` is missing or not as CloudTrail writes it` }
}

/** What reviews, drift and campaigns ask of a record. */
export function trailEvent(record: TrailRecord): TrailEvent {
  const { errorCode, errorMessage, readOnly, requestParameters, sourceIPAddress } = record
  const session = requestParameters?.['roleSessionName']
  const error = { code: errorCode ?? '', ...(errorMessage === undefined ? {} : { message: errorMessage }) }
  return {
    id: record.eventID,
    at: new Date(record.eventTime).toISOString(),
    region: record.awsRegion,
    source: record.eventSource,
    name: record.eventName,
    actor: actorOf(record),
    resources: trailResources(record),
    ...(errorCode === undefined || errorCode === '' ? {} : { error }),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(typeof session === 'string' ? { session } : {}),
    ...(sourceIPAddress === undefined ? {} : { ip: sourceIPAddress }),
  }
}

function actorOf(record: TrailRecord): TrailActor {
  const { userIdentity: identity, sourceIPAddress } = record
  const { type, arn, principalId, accountId, accessKeyId, invokedBy } = identity ?? {}
  const kind = kindOf(type, arn)
  const named =
    arn ??
    (kind === 'root' && accountId !== undefined ? `arn:${recordPartition(record)}:iam::${accountId}:root` : undefined)
  return {
    arn: named ?? invokedBy ?? principalId ?? sourceIPAddress ?? 'unknown',
    kind,
    ...(accessKeyId === undefined || accessKeyId === '' ? {} : { accessKeyId }),
  }
}

/** See "CloudTrail userIdentity element": a federated user's and a web identity's own kinds are others. */
function kindOf(type: string | undefined, arn: string | undefined): TrailActor['kind'] {
  const known = type === undefined ? undefined : kinds[type]
  return known ?? (arn?.includes(':assumed-role/') === true ? 'assumed-role' : 'other')
}

const kinds: Readonly<Record<string, TrailActor['kind']>> = {
  IAMUser: 'user',
  AssumedRole: 'assumed-role',
  Root: 'root',
  AWSService: 'service',
}
