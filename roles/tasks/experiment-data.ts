import { allow, definePolicy } from '@rolewright/core'

/**
 * Reading and writing objects in the input and output buckets. `Put*` stays on the objects: on the bucket itself it would allow
 * `PutBucketPolicy`.
 */
export const experimentData = definePolicy({
  name: 'ExperimentData',
  description: 'Reads and writes objects in the input and output buckets',
  statements: [
    allow({
      sid: 'ReadAndWriteObjects',
      actions: ['s3:Get*', 's3:Put*'],
      resources: ['arn:aws:s3:::{{inputBucket}}/*', 'arn:aws:s3:::{{outputBucket}}/*'],
    }),
    allow({
      sid: 'ListBuckets',
      actions: ['s3:List*'],
      resources: ['arn:aws:s3:::{{inputBucket}}', 'arn:aws:s3:::{{outputBucket}}'],
    }),
  ],
})
