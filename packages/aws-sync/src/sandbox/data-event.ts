/** What is done inside a resource, not to it, by service. See "Logging data events" in the CloudTrail User Guide. */
const dataEvents: Readonly<Record<string, RegExp>> = {
  dynamodb: /Item|^PartiQL|^Query$|^Scan$|^GetRecords$|^GetShardIterator$|^ConditionCheck/i,
  iot: /^(?:Connect|Publish|Receive|RetainPublish|Subscribe)$|ThingShadow$/i,
  kinesis: /^(?:PutRecords?|GetRecords|GetShardIterator|SubscribeToShard)$/i,
  lambda: /^Invoke/i,
  logs: /^PutLogEvents$/i,
  mobiletargeting: /^(?:PutEvents|SendMessages)$/i,
  s3: /Object|^ListBucket(?:Versions|MultipartUploads)?$|MultipartUpload|^InitiateReplication$|^ReplicateDelete$|^ReplicateTags$/i,
  ses: /^Send/i,
  sns: /^Publish/i,
  sqs: /Message/i,
  states: /^(?:SendTask|StartSyncExecution|GetActivityTask)/i,
  timestream: /^(?:WriteRecords|Select|CancelQuery)$/i,
}

/** Whether an action, as `service:Action`, is a data event: neither IAM's reports by action nor CloudTrail's event history know of it. */
export function isDataEvent(action: string): boolean {
  const colon = action.indexOf(':')
  return dataEvents[action.slice(0, colon)]?.test(action.slice(colon + 1)) === true
}
