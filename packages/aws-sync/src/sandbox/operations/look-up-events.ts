import { createHash } from 'node:crypto'
import type { Event, LookupAttribute, LookupEventsResponse } from '@aws-sdk/client-cloudtrail'
import { z } from 'zod'
import { AwsError } from '../aws-error.ts'
import { jsonOperation, type JsonOperation } from '../operation.ts'
import type { CloudTrailRecord } from '../trail/cloud-trail-record.ts'
import { firstAfter } from '../trail/event-log.ts'
import { eventResources } from '../trail/event-resources.ts'

const input = z.object({
  LookupAttributes: z.array(z.object({ AttributeKey: z.string(), AttributeValue: z.string() })).optional(),
  /** Seconds since 1970. */
  StartTime: z.number().optional(),
  EndTime: z.number().optional(),
  EventCategory: z.string().optional(),
  MaxResults: z.number().optional(),
  NextToken: z.string().optional(),
})
type Input = z.infer<typeof input>

/** How long CloudTrail keeps the events that nobody set up a trail for. */
const keptFor = 90 * 86_400_000
const largestPage = 50

/**
 * The event history of one region, newest first. AWS takes two of these calls a second and region and answers more with
 * `ThrottlingException`, and shows an event minutes after the call; the account here never throttles, and shows events at once.
 */
const lookUpEvents = jsonOperation({
  name: 'LookupEvents',
  changes: false,
  input,
  run: (_account, asked, { now, region, events }): LookupEventsResponse => {
    if (![undefined, 'insight'].includes(asked.EventCategory)) {
      throw new AwsError('InvalidEventCategoryException', 'The only event category that can be asked for is insight.')
    }
    const matches = matcherOf(asked)
    const { from, to } = periodOf(asked, now)
    const scope = createHash('sha256').update(JSON.stringify([region, { ...asked, NextToken: undefined }]))
    const mark = scope.digest('base64url').slice(0, 12)
    const records = events()
    const size = sizeOf(asked)
    let position = asked.NextToken === undefined ? firstAfter(records, to) : placeOf(asked.NextToken, mark, records)
    const found: Event[] = []
    // Insights are made by a trail that looks for them: there are none here.
    if (asked.EventCategory !== undefined) return { Events: found }
    while (position > 0 && found.length < size) {
      position--
      const record = records[position]
      if (record === undefined || record.eventTime < from) return { Events: found }
      if (record.awsRegion === region && matches(record)) found.push(eventOf(record))
    }
    const last = records[position]
    const more = position > 0 && last !== undefined
    return { Events: found, ...(more ? { NextToken: tokenOf(mark, last) } : {}) }
  },
})

function sizeOf({ MaxResults: size = largestPage }: Input): number {
  if (Number.isInteger(size) && size >= 1 && size <= largestPage) return size
  throw new AwsError('InvalidMaxResultsException', 'MaxResults must be a value between 1 and 50.')
}

function periodOf({ StartTime, EndTime }: Input, now: Date): { readonly from: string; readonly to: string } {
  if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime) {
    throw new AwsError('InvalidTimeRangeException', 'The start time must not be after the end time.')
  }
  const start = Math.max((StartTime ?? 0) * 1000, now.getTime() - keptFor)
  const end = EndTime === undefined ? now : new Date(Math.min(EndTime * 1000, now.getTime()))
  return { from: isoSecond(new Date(start)), to: isoSecond(end) }
}

const isoSecond = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

type Attribute = { readonly [K in keyof LookupAttribute]-?: string }
const attributes: Readonly<Record<string, (record: CloudTrailRecord, value: string) => boolean>> = {
  AccessKeyId: ({ userIdentity }, value) => userIdentity.accessKeyId === value,
  EventId: ({ eventID }, value) => eventID === value,
  EventName: ({ eventName }, value) => eventName === value,
  EventSource: ({ eventSource }, value) => eventSource === value,
  ReadOnly: ({ readOnly }, value) => String(readOnly) === value,
  ResourceName: (record, value) => eventResources(record).some(({ ResourceName }) => ResourceName === value),
  ResourceType: (record, value) => eventResources(record).some(({ ResourceType }) => ResourceType === value),
  Username: (record, value) => userNameOf(record) === value,
}

function matcherOf({ LookupAttributes: given = [] }: Input): (record: CloudTrailRecord) => boolean {
  const [first, ...others]: readonly Attribute[] = given
  const matches = first === undefined ? () => true : attributes[first.AttributeKey]
  if (matches === undefined || others.length > 0 || first?.AttributeValue === '') {
    throw new AwsError('InvalidLookupAttributesException', 'Give one lookup attribute, with a valid key and a value.')
  }
  return (record) => matches(record, first?.AttributeValue ?? '')
}

function eventOf(record: CloudTrailRecord): Event {
  const { eventID, eventName, eventSource, eventTime, readOnly, userIdentity } = record
  return {
    EventId: eventID,
    EventName: eventName,
    ReadOnly: String(readOnly),
    ...(userIdentity.accessKeyId === undefined ? {} : { AccessKeyId: userIdentity.accessKeyId }),
    EventTime: new Date(eventTime),
    EventSource: eventSource,
    Username: userNameOf(record),
    Resources: eventResources(record),
    CloudTrailEvent: JSON.stringify(record),
  }
}

function userNameOf({ userIdentity: { type, userName, principalId, invokedBy } }: CloudTrailRecord): string {
  if (type === 'Root') return 'root'
  return userName ?? principalId?.split(':', 2)[1] ?? invokedBy ?? ''
}

/** A token names the event that the page ended at, so that events which come between two pages move nothing. */
const tokenOf = (mark: string, { eventID, eventTime }: CloudTrailRecord): string =>
  Buffer.from(`${mark}${eventTime}${eventID}`).toString('base64')

function placeOf(token: string, mark: string, records: readonly CloudTrailRecord[]): number {
  const text = Buffer.from(token, 'base64').toString('utf8')
  const [, ofScope, time = '', id] = /^([\w-]{12})([\d-]{10}T[\d:]{8}Z)([\w-]{36})$/.exec(text) ?? []
  let position = firstAfter(records, time)
  while (position > 0 && records[position - 1]?.eventTime === time) {
    position--
    if (records[position]?.eventID === id && ofScope === mark) return position
  }
  throw new AwsError('InvalidNextTokenException', 'The token is not valid for these parameters.')
}

export const cloudTrailOperations: readonly JsonOperation[] = [lookUpEvents]
