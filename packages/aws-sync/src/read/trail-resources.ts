import { recordPartition } from './record-partition.ts'
import type { TrailRecord } from './trail-record.ts'

type Elements = Readonly<Record<string, unknown>>

/**
 * ARNs of what an event acted on, sorted: those that the record lists, IAM's entities that it names, buckets of S3, what is given by
 * ARN, and what the refusal of a denied call tells.
 */
export function trailResources(record: TrailRecord): string[] {
  const { resources, requestParameters, responseElements, errorMessage, eventSource } = record
  const found = new Set<string>()
  for (const { ARN, arn } of resources ?? []) addArn(found, ARN ?? arn)
  const asked = requestParameters ?? {}
  if (eventSource === 'iam.amazonaws.com') addIamEntities(found, record, asked, responseElements ?? {})
  if (eventSource === 's3.amazonaws.com' && typeof asked['bucketName'] === 'string') {
    const key = asked['key']
    addArn(
      found,
      `arn:${recordPartition(record)}:s3:::${asked['bucketName']}${typeof key === 'string' ? `/${key}` : ''}`,
    )
  }
  for (const [name, value] of Object.entries(asked)) if (isActedOn(name, eventSource)) addArn(found, value)
  addArn(found, / on resource: (arn:\S+)/.exec(errorMessage ?? '')?.[1])
  return [...found].toSorted()
}

/** A role that a call hands over is not what it acts on, but where it is what the call asks for. */
const isActedOn = (name: string, source: string): boolean =>
  /arn$/i.test(name) && (!/role/i.test(name) || source === 'sts.amazonaws.com')

const entities = ['user', 'group', 'role', 'policy'] as const

function addIamEntities(found: Set<string>, record: TrailRecord, asked: Elements, answered: Elements): void {
  const accountId = record.recipientAccountId ?? record.userIdentity?.accountId
  for (const kind of entities) {
    const made = answered[kind]
    const arn = typeof made === 'object' && made !== null && 'arn' in made ? made.arn : undefined
    const name = asked[`${kind}Name`]
    if (typeof arn === 'string') addArn(found, arn)
    // The name of an inline policy is no entity's: only the one whom it is of.
    else if (typeof name === 'string' && kind !== 'policy' && accountId !== undefined) {
      addArn(found, `arn:${recordPartition(record)}:iam::${accountId}:${kind}${pathOf(asked)}${name}`)
    }
  }
}

const pathOf = ({ path }: Elements): string => (typeof path === 'string' && /^\/(?:.*\/)?$/.test(path) ? path : '/')

function addArn(found: Set<string>, value: unknown): void {
  if (typeof value === 'string' && value.startsWith('arn:')) found.add(value)
}
