/** The partition of AWS that an ARN is of: `aws`, `aws-us-gov`, `aws-cn`. See "Amazon Resource Names (ARNs)". */
export function partitionOf(arn: string): string {
  return /^arn:([^:]+):/.exec(arn)?.[1] ?? 'aws'
}

/** The ARN of one of AWS's own policies in a partition: each has its own copy, with its own versions. */
export function inPartition(arn: string, partition = 'aws'): string {
  return arn.replace(/^arn:[^:]+:/, `arn:${partition}:`)
}
