import { expect, it } from 'vitest'
import { grantedActions } from './granted-actions.ts'
import { mayGrantService } from './may-grant-service.ts'

type Statement = Readonly<Record<string, unknown>>
const allow = (action: unknown, rest: Statement = { Resource: '*' }): Statement => ({
  Effect: 'Allow',
  Action: action,
  ...rest,
})
const deny = (action: unknown, rest: Statement = { Resource: '*' }): Statement => ({
  ...allow(action, rest),
  Effect: 'Deny',
})
const on = (...Resource: string[]): Statement => ({ Resource })
const but = (...NotResource: string[]): Statement => ({ NotResource })
const objects = (folder: string): string => `arn:aws:s3:::b/${folder}/*`
const instance = 'arn:aws:ec2:us-east-1:111122223333:instance/*'
const queue = 'arn:aws:sqs:us-east-1:111122223333:q'

/** Rows of a report, and what a list names, of these services. */
function answersTo(statements: readonly Statement[], services: readonly string[]): readonly (readonly string[])[] {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  const rows = grantedActions([text])
  return [services.filter((each) => rows.has(each)), services.filter((each) => mayGrantService(text, each))]
}

it.each<[string, Statement[], string[], string[]]>([
  ['what NotResource leaves', [allow('s3:GetObject', but(objects('a')))], ['s3'], ['s3']],
  ['a NotResource that leaves none of its kind', [allow('sqs:SendMessage', but('arn:aws:sqs:*'))], [], ['sqs']],
  [
    'a denial of all that the NotResource leaves',
    [allow(['s3:GetObject', 'sqs:SendMessage'], but(objects('a'))), deny('*', but(queue))],
    ['sqs'],
    ['s3', 'sqs'],
  ],
  [
    'denials that together leave nothing',
    [allow('s3:GetObject'), deny('s3:*', but(objects('a'))), deny('s3:GetObject', on(objects('a')))],
    [],
    ['s3'],
  ],
  [
    'a denial of the same place by variable',
    [allow('s3:GetObject', on(objects('${aws:username}'))), deny('s3:*', on(objects('${aws:username}')))],
    [],
    ['s3'],
  ],
  [
    'a denial of a place that a variable may be',
    [allow('s3:GetObject', on(objects('ana'))), deny('s3:*', on(objects('${aws:username}')))],
    ['s3'],
    ['s3'],
  ],
  [
    'a denial of all but the places of a variable',
    [allow('s3:GetObject', on(objects('ana'))), deny('s3:*', but(objects('${aws:username}')))],
    ['s3'],
    ['s3'],
  ],
  ['a condition that asks for nothing', [allow('s3:*'), deny('s3:*', { Resource: '*', Condition: {} })], [], []],
  [
    'all but some actions denied',
    [allow(['s3:*', 'sqs:*']), { Effect: 'Deny', NotAction: 'sqs:SendMessage', Resource: '*' }],
    ['sqs'],
    ['sqs'],
  ],
  [
    "a resource of the service whose resources it acts on, not one's own",
    [allow('ec2-instance-connect:SendSSHPublicKey', on(instance))],
    ['ec2-instance-connect'],
    ['ec2-instance-connect'],
  ],
  ['actions in capitals', [allow('S3:GETOBJECT')], ['s3'], ['s3']],
  ['an object for a bucket action', [allow('s3:ListBucket', on(objects('a')))], [], ['s3']],
])('%s', (_, statements, rows, listed) => {
  expect(answersTo(statements, ['ec2', 'ec2-instance-connect', 's3', 'sqs'])).toEqual([rows, listed])
})
