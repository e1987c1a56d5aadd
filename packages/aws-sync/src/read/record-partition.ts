import { partitionOf } from '@rolewright/core'
import type { TrailRecord } from './trail-record.ts'

const regions: readonly (readonly [begin: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-iso-', 'aws-iso'],
  ['eusc-', 'aws-eusc'],
]

/** The partition of AWS in which an event happened: that of the caller's ARN, else that of the Region. See "Amazon Resource Names (ARNs)". */
export function recordPartition({ userIdentity, awsRegion }: Pick<TrailRecord, 'userIdentity' | 'awsRegion'>): string {
  if (userIdentity?.arn !== undefined) return partitionOf(userIdentity.arn)
  return regions.find(([begin]) => awsRegion.startsWith(begin))?.[1] ?? 'aws'
}
