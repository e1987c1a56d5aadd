import { expandActions, findAction } from '@rolewright/core'

/** Actions of a service that act on one type of resource. */
export interface ResourceKind {
  /** ARN with `${…}` where a name goes; null where the actions have no resource. */
  readonly arn: string | null
  readonly actions: readonly string[]
}

/** An ARN that holds a name; those without are one resource an account, which is written as `*` here. */
const namesSomething = /^arn:\$\{Partition\}:.*\$\{(?!Region\}|Account\})\w+\}/

const known = new Map<string, readonly ResourceKind[]>()

/** The services that the generated company works with. */
export const services: readonly string[] = [
  'athena',
  'backup',
  'batch',
  'cloudfront',
  'cloudwatch',
  'codebuild',
  'codecommit',
  'codepipeline',
  'cognito-idp',
  'connect',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'elasticache',
  'elasticfilesystem',
  'es',
  'events',
  'firehose',
  'glue',
  'iot',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  'quicksight',
  'rds',
  'redshift',
  'route53',
  's3',
  'sagemaker',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'states',
  'workspaces',
]

/** A service's actions by the first type of resource that each of them acts on, larger groups first. */
export function resourceKinds(service: string): readonly ResourceKind[] {
  const there = known.get(service)
  if (there !== undefined) return there
  const byArn = new Map<string | null, string[]>()
  for (const action of expandActions(`${service}:*`)) {
    const arn = findAction(action)?.resources[0]?.type.arns[0] ?? null
    const kind = arn !== null && namesSomething.test(arn) ? arn : null
    byArn.set(kind, [...(byArn.get(kind) ?? []), action])
  }
  const kinds = [...byArn]
    .map(([arn, actions]) => ({ arn, actions }))
    .filter(({ actions }) => actions.length >= 3)
    .toSorted((a, b) => b.actions.length - a.actions.length)
  known.set(service, kinds)
  return kinds
}
