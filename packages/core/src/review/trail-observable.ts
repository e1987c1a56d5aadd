import { findAction } from '../catalog/catalog.ts'

/**
 * Services whose calls are all management events, which every trail and the event history have: no type of data event is listed for
 * them under "Logging data events" in the AWS CloudTrail User Guide. What is missing here is taken for not observable, which is the safe side.
 */
const managed: ReadonlySet<string> = new Set(
  `access-analyzer account acm acm-pca application-autoscaling autoscaling backup batch budgets cloudformation cloudhsm codebuild
  codecommit codedeploy codepipeline config directconnect dms ds ec2 ecs eks elasticache elasticbeanstalk elasticfilesystem
  elasticloadbalancing elasticmapreduce es events fsx glue guardduty iam inspector2 kms macie2 mq network-firewall
  organizations ram rds redshift resource-groups route53 secretsmanager securityhub servicecatalog servicediscovery shield sso
  storagegateway wafv2 workspaces`.split(/\s+/),
)

/** Services that have data events too, and the calls that are none: what is done to a resource, not inside it. */
const partlyManaged: Readonly<Record<string, RegExp>> = {
  dynamodb:
    /^(?:Create|Delete|Describe|List|Restore|Tag|Untag|Update)\w*(?:Table|Tables|Backup|Backups|Backup|TimeToLive|Resource)/,
  lambda: /^(?!Invoke)(?:Add|Create|Delete|Get|List|Publish|Put|Remove|Tag|Untag|Update)/,
  s3: /^(?:CreateBucket|DeleteBucket|(?:Get|Put|Delete)(?:Bucket(?!Object)|Accelerate|Analytics|Encryption|Inventory|Lifecycle|Metrics|Replication)\w*|ListAllMyBuckets)$/,
  sns: /^(?!Publish)(?:Add|Confirm|Create|Delete|Get|List|Remove|Set|Subscribe|Tag|Unsubscribe|Untag)/,
  sqs: /^(?!.*Message)(?:Add|Create|Delete|Get|List|Purge|Remove|Set|Tag|Untag)/,
}

/**
 * Whether a call of an action always leaves a management event in CloudTrail, so that no event means no use. `iam:PassRole` never does: it
 * has no call of its own.
 */
export function isManagementEvent(action: string): boolean {
  const known = findAction(action)
  if (known === undefined || known.action === 'iam:PassRole') return false
  return managed.has(known.service) || partlyManaged[known.service]?.test(known.name) === true
}
