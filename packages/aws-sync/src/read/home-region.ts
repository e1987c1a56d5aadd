/** Where a partition's IAM, and other services that have no region, leave their events: `us-east-1` in AWS's ordinary one. */
export const homeRegion = (partition: string): string => regions[partition] ?? 'us-east-1'

const regions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
}

/** The home regions of all partitions. */
export const HOME_REGIONS: ReadonlySet<string> = new Set(Object.values(regions))
