import { findAction } from '../catalog/catalog.ts'
import { withoutCallText } from './trail-actions.generated.ts'

/**
 * Services whose calls are all management events, which every trail and the event history have: no type of data event is listed for
 * them under "Logging data events" in the AWS CloudTrail User Guide. What is missing here is taken for not observable, which is the safe side: Application Auto Scaling among them, whose events have had the source of another service.
 */
const managed: ReadonlySet<string> = new Set(
  `access-analyzer account acm acm-pca autoscaling backup batch budgets cloudformation cloudhsm codebuild
  codecommit codedeploy codepipeline config directconnect dms ds ec2 ecs eks elasticache elasticbeanstalk elasticfilesystem
  elasticloadbalancing elasticmapreduce es events fsx glue guardduty iam inspector2 kms macie2 mq network-firewall
  organizations ram rds redshift resource-groups route53 secretsmanager securityhub servicecatalog shield sso
  storagegateway wafv2 workspaces`.split(/\s+/),
)

/** Services that have data events too, and the calls that are none: what is done to a resource, not inside it. */
const partlyManaged: Readonly<Record<string, RegExp>> = {
  dynamodb:
    /^(?:Create|Delete|Describe|List|Restore|Tag|Untag|Update)\w*(?:Table|Tables|Backup|Backups|Backup|TimeToLive|Resource)/,
  lambda: /^(?!Invoke)(?:Add|Create|Delete|Get|List|Publish|Put|Remove|Tag|Untag|Update)/,
  s3: /^(?:CreateBucket|DeleteBucket|(?:Get|Put|Delete)(?:Bucket(?!Object)|Accelerate|Analytics|Encryption|Inventory|Lifecycle|Metrics|Replication)\w*|ListAllMyBuckets)$/,
  servicediscovery: /^(?!Discover)/,
  sns: /^(?!Publish)(?:Add|Confirm|Create|Delete|Get|List|Remove|Set|Subscribe|Tag|Unsubscribe|Untag)/,
  sqs: /^(?!.*Message)(?:Add|Create|Delete|Get|List|Purge|Remove|Set|Tag|Untag)/,
}

let decoded: ReadonlySet<string> | undefined

/** Actions that no call of the API stands for, such as mounting a file system or asking a search domain: they leave no event. */
function withoutCall(): ReadonlySet<string> {
  decoded ??= new Set(
    withoutCallText.split('\n').flatMap((line) => {
      const [prefix = '', ...names] = line.split(' ')
      return names.map((name) => `${prefix}:${name}`)
    }),
  )
  return decoded
}

/** Whether all or some calls of a service are management events: what the generated table is made for. */
export function hasManagementEvents(service: string): boolean {
  return managed.has(service) || partlyManaged[service] !== undefined
}

/**
 * Whether a call of an action always leaves a management event in CloudTrail, so that no event means no use. `iam:PassRole` never does: it
 * has no call of its own.
 */
export function isManagementEvent(action: string): boolean {
  const known = findAction(action)
  if (known === undefined || known.action === 'iam:PassRole' || withoutCall().has(known.action)) return false
  return managed.has(known.service) || partlyManaged[known.service]?.test(known.name) === true
}
