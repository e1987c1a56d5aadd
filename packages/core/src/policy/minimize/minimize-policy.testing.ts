import { array, type Arbitrary, constantFrom, oneof, option, record, shuffledSubarray, tuple } from 'fast-check'
import type { Conditions, PolicyDocument, Statement } from '../document.ts'
import { expandActions } from '../match/expand-actions.ts'
import type { Request, RequestContext } from '../request.ts'

/** Few words, so that random statements often say the same. */
export const actionPatterns: readonly string[] = [
  '*',
  's3:*',
  's3:Get*',
  's3:Get**',
  's3:GetObject',
  'S3:getobject',
  's3:GetObject*',
  's3:*Acl',
  's3:GetBucketAcl',
  's3:PutObject',
  's3:Put?bject',
  's3:NotMadeYet',
  's3:Not*',
  'sqs:SendMessage',
  'sqs:*Message',
  'sqs:ReceiveMessage',
  'iam:PassRole',
]
const resourcePatterns = [
  '*',
  'arn:aws:s3:::bills',
  'arn:aws:s3:::bills/*',
  'arn:aws:s3:::bills/2026/*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::bill?/2026/${aws:username}',
  'arn:aws:s3:::bills/${aws:username}',
  'arn:aws:s3:::${aws:username}/2026',
  'arn:aws:*:*:*:bills',
  'arn:aws:sqs:eu-west-1:111122223333:bills',
  'arn:aws:sqs:*:*:bill*',
]
const conditions: readonly Conditions[] = [
  { StringEquals: { 'aws:username': 'mary' } },
  { StringEquals: { 'AWS:UserName': ['mary'] } },
  { StringEquals: { 'aws:username': ['diego', 'mary'] } },
  { StringLike: { 'aws:username': ['di*', 'diego'] } },
  { StringNotEquals: { 'aws:username': 'mary' } },
  { StringNotEquals: { 'aws:username': ['diego'] } },
  { StringEqualsIfExists: { 'aws:username': 'mary' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['cost'] } },
  { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } },
  { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['cost', 'team'] } },
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { Bool: { 'aws:MultiFactorAuthPresent': true } },
  { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
  { Null: { 'aws:username': 'false' } },
  { NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } },
  { NumericLessThan: { 'aws:MultiFactorAuthAge': 900 } },
  { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::bills' } },
  { ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::bills', 'arn:aws:sns:*:*:*'] } },
  { StringEquals: { 'aws:username': 'mary' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { StringEquals: { 'aws:username': 'mary', 'aws:PrincipalAccount': '${aws:ResourceAccount}' } },
  { StringEquals: { 'aws:username': 'mary' }, StringLike: { 'aws:username': 'm*' } },
]

const oneOrMore = (words: readonly string[]): Arbitrary<string | readonly string[]> =>
  oneof(constantFrom(...words), shuffledSubarray([...words], { minLength: 1, maxLength: 5 }))

const statement: Arbitrary<Statement> = tuple(
  record({
    Sid: option(constantFrom('First', 'Second'), { nil: undefined }),
    Effect: constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  }),
  oneof(
    { weight: 4, arbitrary: record({ Action: oneOrMore(actionPatterns) }) },
    { weight: 1, arbitrary: record({ NotAction: oneOrMore(actionPatterns.slice(1)) }) },
  ),
  oneof(
    { weight: 4, arbitrary: record({ Resource: oneOrMore(resourcePatterns) }) },
    { weight: 1, arbitrary: record({ NotResource: oneOrMore(resourcePatterns.slice(1)) }) },
  ),
  option(record({ Condition: constantFrom(...conditions) }), { nil: undefined }),
).map(([{ Sid, Effect }, actions, resources, condition]) => ({
  ...(Sid === undefined ? {} : { Sid }),
  Effect,
  ...actions,
  ...resources,
  ...condition,
}))

/** Identity policies of statements that overlap, repeat and contradict each other. */
export const overlappingDocument: Arbitrary<PolicyDocument> = record({
  Version: constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
  Statement: array(statement, { minLength: 1, maxLength: 7 }),
})

const contexts: readonly RequestContext[] = [
  {},
  { 'aws:username': 'mary', 'aws:MultiFactorAuthPresent': true, 'aws:MultiFactorAuthAge': 200 },
  { 'aws:username': 'diego', 'aws:TagKeys': ['team'], 'aws:MultiFactorAuthPresent': false },
  { 'aws:username': 'm*', 'aws:TagKeys': ['team', 'cost'], 'aws:SourceArn': 'arn:aws:s3:::bills' },
  { 'aws:username': '2026', 'aws:TagKeys': ['cost'], 'aws:MultiFactorAuthAge': 600 },
  {
    'aws:username': 'mary',
    'aws:PrincipalAccount': '111122223333',
    'aws:ResourceAccount': '111122223333',
    'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:x',
  },
]
const actions = [
  's3:GetObject',
  's3:GetBucketAcl',
  's3:PutObjectAcl',
  's3:PutObject',
  's3:NotMadeYet',
  's3:NotThoughtOf',
  's3:ListBucket',
  'sqs:SendMessage',
  'sqs:ReceiveMessage',
  'iam:PassRole',
  'ec2:RunInstances',
]
const resources = [
  '*',
  'arn:aws:s3:::bills',
  'arn:aws:s3:::bills/a',
  'arn:aws:s3:::bills/2026/mary',
  'arn:aws:s3:::bills/mary',
  'arn:aws:s3:::bills/m*',
  'arn:aws:s3:::bills/m?',
  'arn:aws:s3:::mary/2026',
  'arn:aws:sqs:eu-west-1:111122223333:bills',
  'arn:aws:sqs:us-east-1:444455556666:billing',
]

/** Every request that the words above can tell apart. */
export const requests: readonly Request[] = contexts.flatMap((context) =>
  actions.flatMap((action) => resources.map((resource) => ({ action, resource, context }))),
)

/** Requests for every action that the catalogue has of the services above: patterns of its own may go wrong at any of them. */
export const catalogueRequests: readonly Request[] = expandActions([
  's3:*',
  'sqs:*',
  'iam:*',
  'ec2:Run*',
  's3tables:Get*',
]).flatMap((action, index) =>
  resources
    .filter((_, position) => (position + index) % 3 === 0)
    .map((resource, position) => ({ action, resource, context: contexts[(position + index) % contexts.length] ?? {} })),
)
