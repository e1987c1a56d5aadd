/**
 * Where a partition's IAM, and other services that have no region, leave their events: `us-east-1` in AWS's ordinary one.
 *
 * @example
 * ```ts
 * homeRegion('aws-us-gov') // 'us-gov-west-1'
 * ```
 */
export function homeRegion(partition: string): string {
  return regions[partition] ?? 'us-east-1'
}

const regions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
}
